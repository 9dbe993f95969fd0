package gg.tiketi.deploy.local;

import java.time.Duration;
import java.util.List;

/** Hears what a run does; called from several threads. */
public interface RunListener {

    /** One that does not listen. */
    RunListener SILENT = new RunListener() {
        @Override
        public void starting(List<String> parts) {}

        @Override
        public void log(String part, String line) {}

        @Override
        public void ready(String part, Duration taken) {}
    };

    /** These parts are being started. */
    void starting(List<String> parts);

    /** A line that a part of the run wrote. */
    void log(String part, String line);

    /** A part is ready, so long after its own start. */
    void ready(String part, Duration taken);
}
