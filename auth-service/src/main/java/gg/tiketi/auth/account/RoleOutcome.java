package gg.tiketi.auth.account;

/** What came of giving an account another role. */
sealed interface RoleOutcome {

    /** It has the role now; its sessions are over if it had another before. */
    record Given(ListedAccount account) implements RoleOutcome {}

    /** There is no such live account. */
    record Unknown() implements RoleOutcome {}

    /** Nobody changes their own role. */
    record OwnRole() implements RoleOutcome {}

    /** Who asks is no administrator any more, whatever their token says. */
    record NoAdministrator() implements RoleOutcome {}
}
