package gg.tiketi.auth.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How mail leaves. */
@ConfigMapping(prefix = "tiketi.auth.mail")
public interface MailConfig {

    /** The ways. */
    enum Transport {
        /** Mail is dropped: nobody can reset a password or confirm an address. */
        NONE,
        /** One file a mail, for the developer of a local run. */
        FOLDER,
        /** By the server that {@code quarkus.mailer.*} names. */
        SMTP
    }

    /** Which one; nothing leaves a machine unless somebody says so. */
    @WithDefault("none")
    Transport transport();

    /** Where mail goes that does not leave; must be set for that transport. */
    Optional<Path> folder();

    /** How long a mail server may take. */
    @WithDefault("PT10S")
    Duration timeout();
}
