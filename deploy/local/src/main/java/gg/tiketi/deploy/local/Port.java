package gg.tiketi.deploy.local;

/** Every port of a local run: its usual number, what it is for, and the environment variable that changes it. */
public enum Port {
    /** The page and the public API. */
    GATEWAY(3001, "gateway"),
    /** auth-service. */
    AUTH(3002, "auth-service"),
    /** event-service. */
    EVENT(3003, "event-service"),
    /** seat-service. */
    SEAT(3004, "seat-service"),
    /** Health and metrics of the gateway. */
    GATEWAY_MANAGEMENT(9001, "gateway's health and metrics"),
    /** Health and metrics of auth-service. */
    AUTH_MANAGEMENT(9002, "auth-service's health and metrics"),
    /** Health and metrics of event-service. */
    EVENT_MANAGEMENT(9003, "event-service's health and metrics"),
    /** Health and metrics of seat-service. */
    SEAT_MANAGEMENT(9004, "seat-service's health and metrics"),
    /** PostgreSQL. */
    POSTGRES(5433, "PostgreSQL"),
    /** Redis. */
    REDIS(6380, "Redis");

    private final int usual;
    private final String purpose;

    Port(int usual, String purpose) {
        this.usual = usual;
        this.purpose = purpose;
    }

    int usual() {
        return usual;
    }

    String purpose() {
        return purpose;
    }

    /** The environment variable that changes it, such as {@code TIKETI_GATEWAY_PORT}. */
    String variable() {
        return "TIKETI_" + name() + "_PORT";
    }
}
