package gg.tiketi.seat.live;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemException;
import gg.tiketi.defaults.token.VerifiedTokens;
import gg.tiketi.seat.platform.AccountKey;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Finds out whom an access token names. */
@Singleton
class TokenReader {

    private static final JWTAuthContextInfo NOT_USED = new JWTAuthContextInfo();

    private final VerifiedTokens tokens;

    TokenReader(VerifiedTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Verifies a token.
     *
     * @throws ProblemException when it is not good, or cannot be verified now
     */
    Viewer read(String token) {
        try {
            JsonWebToken verified = tokens.parse(token, NOT_USED);
            UUID accountId = UUID.fromString(verified.getSubject());
            return new Viewer(AccountKey.of(accountId), accountId, Instant.ofEpochSecond(verified.getExpirationTime()));
        } catch (ParseException | IllegalArgumentException refused) {
            throw new ProblemException(
                    Problem.of(CommonProblem.UNAUTHENTICATED).detail("The token is not valid, or not any more"));
        }
    }
}
