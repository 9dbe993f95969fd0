package gg.tiketi.auth.throttle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When failed sign-ins make the next one wait. */
@ConfigMapping(prefix = "tiketi.auth.throttle")
public interface ThrottleConfig {

    /** Failures of one account from one address that cost no wait; people mistype. */
    @WithDefault("10")
    int free();

    /** Failures from one address, whatever the account, that cost no wait; a school or an office is one address. */
    @WithDefault("100")
    int addressFree();

    /** Failures of one account, from wherever, that cost no wait for addresses it never signed in from. */
    @WithDefault("30")
    int accountFree();

    /** The wait after the first failure that is not free; each further one doubles it. */
    @WithDefault("PT1S")
    Duration first();

    /** The longest wait of one account at one address, and of one address. */
    @WithDefault("PT15M")
    Duration longest();

    /** The longest wait of an account at addresses new to it; short, because its owner may be at one of them. */
    @WithDefault("PT1M")
    Duration accountLongest();

    /** After so long without a failure all of them are forgotten. */
    @WithDefault("PT1H")
    Duration forget();

    /** How long an address that an account signed in from is known to it. */
    @WithDefault("P90D")
    Duration familiar();

    /** How long a sign-in waits for Redis before it goes on uncounted. */
    @WithDefault("PT0.3S")
    Duration timeout();
}
