package gg.tiketi.auth.token;

import gg.tiketi.auth.platform.CpuWorkers;
import gg.tiketi.defaults.token.TokenConfig;
import gg.tiketi.defaults.token.VerifiedTokens;
import gg.tiketi.defaults.token.WithheldRoles;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Signs access tokens. They say who and with which roles, never a name or an e-mail address. */
@ApplicationScoped
public class AccessTokens {

    /** The longest life that the setting may give a token. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private final SigningKeys keys;
    private final TokenConfig token;
    private final Duration lifetime;
    private final Clock clock;
    private final CpuWorkers workers;

    AccessTokens(SigningKeys keys, TokenConfig token, SigningConfig config, Clock clock) {
        this.keys = keys;
        this.token = token;
        this.lifetime = config.accessTokenLifetime().compareTo(LONGEST) > 0 ? LONGEST : config.accessTokenLifetime();
        this.clock = clock;
        this.workers = new CpuWorkers("signing", config.signingThreads(), config.signingQueue());
    }

    /** A signed token and how long it is good. */
    public record AccessToken(String value, Duration lifetime) {

        /** Never shows the token. */
        @Override
        public String toString() {
            return "AccessToken";
        }
    }

    /**
     * What a token says.
     *
     * @param subject the account
     * @param sessionId the sign-in it belongs to
     * @param methods how it was signed in (RFC 8176)
     * @param emailVerified whether the account's address is known to be its owner's; others may ask for it
     * @param roles what it may be used for
     * @param withheld roles that the account has and this sign-in does not
     */
    public record Claims(
            UUID subject,
            UUID sessionId,
            List<String> methods,
            boolean emailVerified,
            List<String> roles,
            List<String> withheld) {}

    /**
     * Signs a token; fails with {@link java.util.concurrent.RejectedExecutionException} when too many wait.
     *
     * @param claims what it says
     */
    public Uni<AccessToken> sign(Claims claims) {
        return workers.submit(() -> new AccessToken(signNow(claims), lifetime));
    }

    /** How long a token signed now is good. */
    public Duration lifetime() {
        return lifetime;
    }

    @PreDestroy
    void stop() {
        workers.close();
    }

    private String signNow(Claims claims) {
        SigningKey key = keys.signer();
        Instant now = clock.instant();
        JwtClaimsBuilder builder = Jwt.issuer(token.issuer())
                .audience(token.audience())
                .subject(claims.subject().toString())
                .groups(Set.copyOf(claims.roles()))
                .claim("sid", claims.sessionId().toString())
                .claim("amr", claims.methods())
                .claim("email_verified", claims.emailVerified());
        if (!claims.withheld().isEmpty()) {
            builder.claim(WithheldRoles.CLAIM, claims.withheld());
        }
        return builder.claim("jti", UUID.randomUUID().toString())
                .issuedAt(now)
                .expiresAt(now.plus(lifetime))
                .jws()
                .header("typ", VerifiedTokens.TYPE)
                .keyId(key.keyId())
                .sign(key.privateKey());
    }
}
