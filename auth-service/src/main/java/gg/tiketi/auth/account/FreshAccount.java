package gg.tiketi.auth.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account before it has an id.
 *
 * @param emailVerified whether a link mailed to the address was used
 */
record FreshAccount(
        Email email,
        String name,
        @Nullable String phone,
        String passwordHash,
        List<String> roles,
        boolean emailVerified) {

    /** What somebody gave, with the hash of their password. */
    static FreshAccount of(NewAccount person, String passwordHash, List<String> roles) {
        return new FreshAccount(person.email(), person.name(), person.phone(), passwordHash, roles, false);
    }

    /** Never shows the person or the hash. */
    @Override
    public String toString() {
        return "FreshAccount";
    }
}
