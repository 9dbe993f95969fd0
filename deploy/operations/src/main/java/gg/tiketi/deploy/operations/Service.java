package gg.tiketi.deploy.operations;

/** The four services, each with its folder's name; ports are read where the service itself reads them. */
enum Service {
    GATEWAY("gateway"),
    AUTH("auth-service"),
    EVENT("event-service"),
    SEAT("seat-service");

    private final String module;

    Service(String module) {
        this.module = module;
    }

    String module() {
        return module;
    }

    int port() {
        return number("quarkus.http.port");
    }

    int managementPort() {
        return number("quarkus.management.port");
    }

    private int number(String property) {
        String value = Checkout.properties(this).getProperty(property);
        if (value == null) {
            throw new IllegalStateException(module + " does not set " + property);
        }
        return Integer.parseInt(value);
    }
}
