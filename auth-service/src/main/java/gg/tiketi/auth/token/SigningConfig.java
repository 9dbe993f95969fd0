package gg.tiketi.auth.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the signing keys live and what access tokens are good for. */
@ConfigMapping(prefix = "tiketi.auth")
public interface SigningConfig {

    /** Folder of the signing keys, made at first start and kept; must be set, and shared by all nodes. */
    Optional<Path> keyFolder();

    /**
     * Where the public finds this suite, without a slash at the end; unset: the issuer of its tokens. Mailed links
     * begin with it.
     */
    Optional<String> publicUrl();

    /**
     * When the newest key is so old, the next one is made. A key is removed once no token it signed can be left.
     */
    @WithDefault("P30D")
    Duration keyRotateEvery();

    /** How long an access token is good; revocation waits for its end, so never more than 10 minutes. */
    @WithDefault("PT10M")
    Duration accessTokenLifetime();

    /** How often the folder is read again, so that a key added by an operator or another node is published. */
    @WithDefault("60s")
    String keyReload();

    /** How long a further key is published before it signs: every service must have read the key set by then. */
    @WithDefault("PT5M")
    Duration keyPublishAhead();

    /** Threads that sign; a signature takes about 2 ms of a core. */
    @WithDefault("2")
    int signingThreads();

    /** Tokens that may wait to be signed, about one second's worth of two threads; further ones are answered 503. */
    @WithDefault("1000")
    int signingQueue();
}
