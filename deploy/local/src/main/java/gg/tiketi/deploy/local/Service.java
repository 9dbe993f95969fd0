package gg.tiketi.deploy.local;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The four services, in the order their settings are told; the gateway is the only public one. */
public enum Service {
    /** Accounts and tokens. */
    AUTH("auth-service", "auth", Port.AUTH, Port.AUTH_MANAGEMENT, 256),
    /** The catalogue. */
    EVENT("event-service", "event", Port.EVENT, Port.EVENT_MANAGEMENT, 384),
    /** Seats and reservations. */
    SEAT("seat-service", "seat", Port.SEAT, Port.SEAT_MANAGEMENT, 512),
    /** The public door. */
    GATEWAY("gateway", null, Port.GATEWAY, Port.GATEWAY_MANAGEMENT, 256);

    private final String module;
    private final @Nullable String schema;
    private final Port port;
    private final Port managementPort;
    private final int heapMegabytes;

    Service(String module, @Nullable String schema, Port port, Port managementPort, int heapMegabytes) {
        this.module = module;
        this.schema = schema;
        this.port = port;
        this.managementPort = managementPort;
        this.heapMegabytes = heapMegabytes;
    }

    /** The service of that module name, such as {@code seat-service}. */
    static Optional<Service> named(String module) {
        for (Service service : values()) {
            if (service.module.equals(module)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    /** The Maven module's and the folder's name, also the name in front of its log lines. */
    public String module() {
        return module;
    }

    /** Its schema; nothing for the gateway, which has no database. */
    Optional<String> schema() {
        return Optional.ofNullable(schema);
    }

    Port port() {
        return port;
    }

    Port managementPort() {
        return managementPort;
    }

    /** The most heap its JVM may take on a developer's machine, where four of them share the memory. */
    int heapMegabytes() {
        return heapMegabytes;
    }
}
