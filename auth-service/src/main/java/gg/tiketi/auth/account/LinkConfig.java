package gg.tiketi.auth.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long mailed links are good, and how many are mailed. */
@ConfigMapping(prefix = "tiketi.auth.link")
public interface LinkConfig {

    /** How long a link that sets a new password is good: long enough for slow mail, short for who finds it later. */
    @WithDefault("PT30M")
    Duration resetLifetime();

    /** How long a link that confirms an address is good. */
    @WithDefault("P1D")
    Duration verificationLifetime();

    /** Links of one purpose mailed to one account within an hour, so that nobody floods a mailbox; further ones are dropped. */
    @WithDefault("3")
    int perHour();
}
