package gg.tiketi.auth.google;

import gg.tiketi.auth.account.Email;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.ErrorCodeValidator.Error;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.Validator;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jspecify.annotations.Nullable;

/** Checks identity tokens as OpenID Connect Core 1.0, section 3.1.3.7, says. */
final class IdentityTokens {

    private static final int CLOCK_SKEW_SECONDS = 60;
    private static final int OLDEST_SECONDS = 600;

    private IdentityTokens() {}

    /**
     * Whom the token names.
     *
     * @param nonce what this one sign-in sent to the issuer
     * @throws InvalidJwtException when anything of it is not as it must be
     */
    static Identity verify(String token, List<JsonWebKey> keys, String issuer, String clientId, String nonce)
            throws InvalidJwtException {
        JwtClaims claims = new JwtConsumerBuilder()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys))
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
                .setExpectedIssuer(issuer)
                .setExpectedAudience(clientId)
                .setRequireSubject()
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setIssuedAtRestrictions(CLOCK_SKEW_SECONDS, OLDEST_SECONDS)
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .registerValidator((Validator) context -> refusal(context.getJwtClaims(), clientId, nonce))
                .build()
                .processToClaims(token);
        try {
            String email = claims.getStringClaimValue("email");
            String name = claims.getStringClaimValue("name");
            return new Identity(
                    claims.getSubject(),
                    new Email(email),
                    isTrue(claims.getClaimValue("email_verified")),
                    name == null ? "" : name);
        } catch (MalformedClaimException malformed) {
            throw new InvalidJwtException(
                    "malformed claim", new Error(ErrorCodes.MALFORMED_CLAIM, "malformed claim"), malformed, null);
        }
    }

    private static @Nullable String refusal(JwtClaims claims, String clientId, String nonce)
            throws MalformedClaimException {
        if (!nonce.equals(claims.getStringClaimValue("nonce"))) {
            return "another sign-in's token";
        }
        String party = claims.getStringClaimValue("azp");
        if (party == null ? claims.getAudience().size() > 1 : !party.equals(clientId)) {
            return "another client's token";
        }
        String email = claims.getStringClaimValue("email");
        return email == null || email.length() > Email.MAX_LENGTH || !email.matches(Email.FORMAT)
                ? "no usable address"
                : null;
    }

    /** Some issuers say it as text. */
    private static boolean isTrue(@Nullable Object claim) {
        return Boolean.TRUE.equals(claim) || "true".equals(claim);
    }
}
