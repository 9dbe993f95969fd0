package gg.tiketi.auth.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Someone who can sign in.
 *
 * @param phone as the person wrote it, if they did
 * @param roles {@code user}, {@code organizer}, {@code gate}, {@code admin}; at least one
 * @param credentialVersion grows with every new password
 * @param emailVerified whether a link mailed to the address was used
 * @param secondFactor whether signing in asks for a code besides the password
 */
public record Account(
        AccountId id,
        Email email,
        String name,
        @Nullable String phone,
        List<String> roles,
        int credentialVersion,
        boolean emailVerified,
        boolean secondFactor) {

    public Account {
        roles = List.copyOf(roles);
    }
}
