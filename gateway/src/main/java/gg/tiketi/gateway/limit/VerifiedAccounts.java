package gg.tiketi.gateway.limit;

import gg.tiketi.defaults.problem.ProblemException;
import gg.tiketi.defaults.token.VerifiedTokens;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The subjects of tokens that auth-service signed; each token is verified once per node. */
@Singleton
class VerifiedAccounts implements RequestLimit.Accounts {

    private final VerifiedTokens tokens;
    private final JWTAuthContextInfo unused = new JWTAuthContextInfo();

    VerifiedAccounts(VerifiedTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Optional<String> of(String token) {
        try {
            return Optional.of(tokens.parse(token, unused).getSubject());
        } catch (ParseException | ProblemException notKnown) {
            // Bad, or no key is known yet: the service behind will say so.
            return Optional.empty();
        }
    }
}
