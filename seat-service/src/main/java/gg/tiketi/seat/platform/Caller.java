package gg.tiketi.seat.platform;

import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who asks: the account that the verified access token names. */
@RequestScoped
public class Caller {

    private final JsonWebToken token;

    Caller(JsonWebToken token) {
        this.token = token;
    }

    /** The account's id; only to be asked behind {@code @Authenticated}. */
    public UUID accountId() {
        return UUID.fromString(token.getSubject());
    }

    /** Whether the account's address is confirmed, as far as the token tells: false when it says nothing. */
    public boolean hasVerifiedEmail() {
        return Boolean.parseBoolean(String.valueOf(token.<Object>getClaim("email_verified")));
    }
}
