package gg.tiketi.auth.platform;

import io.quarkus.runtime.PreventFurtherStepsException;
import org.jboss.logging.Logger;

/** Refuses to start with settings that cannot work: one line that says what to change, exit status 1, no stack trace. */
public final class StartRefused {

    private static final Logger LOG = Logger.getLogger(StartRefused.class);

    private StartRefused() {}

    /** Logs the reason; throw the result. */
    public static PreventFurtherStepsException because(String reason) {
        LOG.error("auth-service does not start: " + reason);
        return new PreventFurtherStepsException(reason, 1);
    }
}
