package gg.tiketi.auth.platform;

import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * Refuses to start with settings that cannot work. Quarkus prints the message of a configuration failure as one line
 * without a stack trace and exits with status 1.
 */
public final class StartRefused {

    private StartRefused() {}

    /** What to throw; the reason says what to change. */
    public static ConfigurationException because(String reason) {
        return new ConfigurationException("auth-service does not start: " + reason);
    }
}
