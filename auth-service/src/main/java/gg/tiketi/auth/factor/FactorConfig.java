package gg.tiketi.auth.factor;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Second factors, and who must have one. */
@ConfigMapping(prefix = "tiketi.auth.second-factor")
public interface FactorConfig {

    /**
     * What stored secrets are encrypted with, random texts of at least 32 characters: the first is used, further ones
     * still open what they encrypted. Unset: nobody can have a second factor. There is no default.
     */
    Optional<List<String>> keys();

    /** Whether administrators have their right only with a second factor; unset: as soon as there is a key. */
    Optional<Boolean> administratorsNeedIt();

    /** The name that an authenticator app shows. */
    @WithDefault("Tiketi")
    String issuer();

    /** From the right password until the code must have come. */
    @WithDefault("PT5M")
    Duration challengeLifetime();

    /** Wrong codes that one right password is good for. */
    @WithDefault("5")
    int attempts();

    /** Right passwords of one account that may wait for their code; so at most 25 guesses in five minutes. */
    @WithDefault("5")
    int challenges();
}
