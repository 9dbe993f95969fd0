package gg.tiketi.deploy.benchmarks;

/** What the time of the processor is counted for. */
enum Part {
    GATEWAY("gateway"),
    SEAT("seat-service"),
    POSTGRES("PostgreSQL"),
    REDIS("Redis"),
    EVENT("event-service"),
    AUTH("auth-service"),
    /** Everything on this machine that is neither the suite nor the load generator. */
    FOREIGN("others");

    private final String label;

    Part(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Whether it works for the request; the others run beside it and are told apart. */
    boolean serves() {
        return switch (this) {
            case GATEWAY, SEAT, POSTGRES, REDIS -> true;
            case EVENT, AUTH, FOREIGN -> false;
        };
    }
}
