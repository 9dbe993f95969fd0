package gg.tiketi.event.platform;

import io.smallrye.config.ConfigMapping;

/** How the suite's services recognise each other. */
@ConfigMapping(prefix = "tiketi.internal")
public interface InternalConfig {

    /** The shared service token, at least 32 characters; there is no default. */
    String token();
}
