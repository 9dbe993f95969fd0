package gg.tiketi.auth.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The account that is made when nobody is an administrator yet. */
@ConfigMapping(prefix = "tiketi.auth")
public interface AdminConfig {

    /** The first administrator's e-mail address. */
    @WithDefault("admin@tiketi.local")
    String adminEmail();

    /** Where its generated password is written (mode 0600); without it the password is printed once. */
    Optional<Path> adminPasswordFile();

    /** How long the start waits for PostgreSQL while making it. */
    @WithDefault("PT20S")
    Duration adminTimeout();
}
