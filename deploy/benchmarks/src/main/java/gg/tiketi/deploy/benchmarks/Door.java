package gg.tiketi.deploy.benchmarks;

import gg.tiketi.deploy.local.Port;

/** Where the load goes in. */
enum Door {
    GATEWAY("through the gateway", Port.GATEWAY),
    DIRECT("direct to seat-service", Port.SEAT);

    private final String label;
    private final Port port;

    Door(String label, Port port) {
        this.label = label;
        this.port = port;
    }

    String label() {
        return label;
    }

    Port port() {
        return port;
    }
}
