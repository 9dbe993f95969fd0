package gg.tiketi.auth.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How expensive a password hash is, and how many may be made at once. */
@ConfigMapping(prefix = "tiketi.auth.password")
public interface PasswordConfig {

    /** Memory of one argon2id hash in KiB; 19 MiB with two passes is the recommended minimum against graphics cards. */
    @WithDefault("19456")
    int memoryKib();

    /** Passes over that memory. */
    @WithDefault("2")
    int passes();

    /** Threads that hash; one hash keeps a core busy for about 60 ms. */
    @WithDefault("2")
    int threads();

    /** Hashes that may wait, about 30 ms each with two threads; further ones are answered 503. */
    @WithDefault("64")
    int queue();

    /** What a caller is told to wait when the queue is full. */
    @WithDefault("PT2S")
    Duration retryAfter();
}
