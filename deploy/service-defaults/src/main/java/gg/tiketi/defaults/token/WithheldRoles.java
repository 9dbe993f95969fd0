package gg.tiketi.defaults.token;

import java.security.Principal;
import java.util.Collection;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Roles that an account has but a sign-in does not get, because it was made without a second factor. */
public final class WithheldRoles {

    /** The claim that lists them; a token without it got all. */
    public static final String CLAIM = "withheld";

    private WithheldRoles() {}

    /** Whether the caller would be allowed more after a sign-in with a second factor. */
    public static boolean areThere(@Nullable Principal caller) {
        return caller instanceof JsonWebToken token
                && token.getClaim(CLAIM) instanceof Collection<?> roles
                && !roles.isEmpty();
    }
}
