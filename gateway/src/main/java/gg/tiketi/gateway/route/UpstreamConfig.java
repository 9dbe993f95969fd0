package gg.tiketi.gateway.route;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.net.URI;

/** Where the services are. */
@ConfigMapping(prefix = "tiketi")
public interface UpstreamConfig {

    /** Base URL of auth-service. */
    @WithName("auth.url")
    @WithDefault("http://localhost:3002")
    URI auth();

    /** Base URL of event-service. */
    @WithName("event.url")
    @WithDefault("http://localhost:3003")
    URI event();

    /** Base URL of seat-service. */
    @WithName("seat.url")
    @WithDefault("http://localhost:3004")
    URI seat();
}
