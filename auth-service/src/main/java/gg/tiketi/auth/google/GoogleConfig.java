package gg.tiketi.auth.google;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Signing in with Google; off until both the client's id and its secret are set. */
@ConfigMapping(prefix = "tiketi.auth.google")
public interface GoogleConfig {

    /** The client that was registered there, with {@code {public URL}/sign-in/google} as its redirect address. */
    Optional<String> clientId();

    /** Its secret. */
    Optional<String> clientSecret();

    /** Who signs identity tokens; its discovery document says where everything else is. */
    @WithDefault("https://accounts.google.com")
    URI issuer();

    /** How long one answer of theirs may take. */
    @WithDefault("PT5S")
    Duration timeout();

    /** How long their addresses and keys are used before they are read again. */
    @WithDefault("PT1H")
    Duration refresh();

    /** From leaving for their page until coming back. */
    @WithDefault("PT10M")
    Duration flowLifetime();
}
