package gg.tiketi.auth.account;

/** What came of giving an account another role. */
sealed interface RoleOutcome {

    /** It has the role now; if it had another before, its sessions are over. */
    record Given(ListedAccount account, boolean changed) implements RoleOutcome {}

    /** There is no such live account. */
    record Unknown() implements RoleOutcome {}

    /** Nobody changes their own role. */
    record OwnRole() implements RoleOutcome {}

    /** Who asks is no administrator any more, whatever their token says. */
    record NoAdministrator() implements RoleOutcome {}
}
