package gg.tiketi.defaults.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How this service recognises access tokens. */
@ConfigMapping(prefix = "tiketi.token")
public interface TokenConfig {

    /** The {@code iss} every token must carry. */
    @WithDefault("https://tiketi.gg")
    String issuer();

    /** The {@code aud} every token must carry. */
    @WithDefault("tiketi")
    String audience();

    /** Where auth-service publishes its public keys. */
    @WithDefault("http://localhost:3002/.well-known/jwks.json")
    URI jwksUrl();

    /** How often the keys are read again; new keys are published long before they sign (seconds to minutes). */
    @WithDefault("PT1M")
    Duration jwksRefresh();

    /** How often to try while no key is known yet. */
    @WithDefault("PT0.5S")
    Duration jwksRetry();

    /** Where auth-service lists sign-ins ended early; unset: {@code /internal/revocations} beside the key set. */
    Optional<URI> revocationsUrl();

    /**
     * How often that list is read. With auth-service's own two seconds, an ended sign-in is refused everywhere within
     * ten seconds even when one reading fails.
     */
    @WithDefault("PT3S")
    Duration revocationsRefresh();

    /** Whether this service is of no use without keys, so that it is not ready before it has some. */
    @WithDefault("true")
    boolean neededForReadiness();

    /** Verified tokens kept per node, about 1 kB each. */
    @WithDefault("20000")
    int cachedTokens();
}
