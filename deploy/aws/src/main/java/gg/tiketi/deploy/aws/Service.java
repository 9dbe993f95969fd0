package gg.tiketi.deploy.aws;

import java.util.Locale;

/** The four services; each has a repository, a task definition, roles, a group and a stack of its own. */
enum Service {
    GATEWAY(3001),
    AUTH(3002),
    EVENT(3003),
    SEAT(3004);

    /** A management port is this much above the main port. */
    private static final int MANAGEMENT = 6000;

    private final int port;

    Service(int port) {
        this.port = port;
    }

    int port() {
        return port;
    }

    /** Health and metrics; never routed to the public. */
    int managementPort() {
        return port + MANAGEMENT;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it talks to PostgreSQL and Redis. */
    boolean hasData() {
        return this != GATEWAY;
    }

    /** Name of its repository, and family of its task definition. */
    String family() {
        return "tiketi-" + id();
    }
}
