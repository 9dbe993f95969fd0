package gg.tiketi.auth.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import gg.tiketi.auth.account.AccountView;
import gg.tiketi.auth.session.SessionOutcome.SignedIn;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets when it signed in.
 *
 * @param refreshToken missing when it travels in the cookie
 * @param expiresIn seconds until the access token ends
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionAnswer(
        AccountView user, String accessToken, @Nullable String refreshToken, long expiresIn, String tokenType) {

    /** The answer to an API client, which keeps its refresh token itself. */
    static SessionAnswer withRefreshToken(SignedIn signedIn) {
        return answer(signedIn, signedIn.session().refreshToken().value());
    }

    /** The answer to the page, whose refresh token no script may see. */
    static SessionAnswer withoutRefreshToken(SignedIn signedIn) {
        return answer(signedIn, null);
    }

    private static SessionAnswer answer(SignedIn signedIn, @Nullable String refreshToken) {
        return new SessionAnswer(
                AccountView.of(signedIn.session().account()),
                signedIn.accessToken().value(),
                refreshToken,
                signedIn.accessToken().lifetime().toSeconds(),
                "Bearer");
    }

    /** Never shows the tokens. */
    @Override
    public String toString() {
        return "SessionAnswer";
    }
}
