package gg.tiketi.gateway.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Limits and trust of the public door. */
@ConfigMapping(prefix = "tiketi.gateway")
public interface GatewayConfig {

    /** Largest request body in bytes; buyers send little, and larger ones only cost memory upstream. */
    @WithDefault("65536")
    long maxBodyBytes();

    /** Largest sum of header names and values in bytes. */
    @WithDefault("16384")
    int maxHeaderBytes();

    /** How long a request's body may take to arrive; then 408. */
    @WithDefault("PT10S")
    Duration bodyTimeout();

    /** Requests in a row that a service did not answer before it is asked rarely; the others get 503 at once. */
    @WithDefault("20")
    int breakerFailures();

    /** How often a service that does not answer is tried. */
    @WithDefault("PT1S")
    Duration breakerPause();

    /** How long a connection to a service may take; they are near. */
    @WithDefault("PT1S")
    Duration connectTimeout();

    /** How long a service may stay silent within one answer; longer than its own slowest step. */
    @WithDefault("PT15S")
    Duration responseTimeout();

    /** Connections to each service for plain requests, divided evenly among the event loops. */
    @WithDefault("256")
    int connections();

    /** Requests that may wait for one of them, per service and divided likewise; further ones are answered 503. */
    @WithDefault("2000")
    int waiting();

    /** WebSocket tunnels of this node; each takes two descriptors, and further ones are answered 503. */
    @WithDefault("8000")
    int maxSockets();

    /** What a caller is told to wait after a 503. */
    @WithDefault("PT1S")
    Duration retryAfter();

    /** Reverse proxies in front of the gateway whose X-Forwarded headers are believed, counted from the nearest. */
    @WithDefault("0")
    int trustedHops();

    /** Other sites whose scripts may call the API and open WebSockets, as {@code https://host}; none by default. */
    Optional<List<String>> allowedOrigins();

    /** How long the merged API document is kept before the services are asked again. */
    @WithDefault("PT10S")
    Duration documentCache();
}
