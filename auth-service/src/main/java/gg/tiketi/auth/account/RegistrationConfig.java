package gg.tiketi.auth.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How accounts are opened. */
@ConfigMapping(prefix = "tiketi.auth")
public interface RegistrationConfig {

    /** The ways. */
    enum Way {
        /** The account is made when the link mailed to its address is used; the answer before tells nothing. */
        MAIL_FIRST,
        /** The account is made and signed in at once; the answer tells whether the address had one. */
        IMMEDIATE
    }

    /** Which one; unset: mail first where mail can be sent. */
    Optional<Way> registration();

    /** How long the mailed link is good. */
    @WithDefault("P1D")
    Duration registrationLifetime();

    /** Wrong passwords that a link is good for. */
    @WithDefault("5")
    int registrationAttempts();

    /** Links, or notices, mailed to one address within an hour, so that nobody floods a mailbox. */
    @WithDefault("3")
    int registrationPerHour();
}
