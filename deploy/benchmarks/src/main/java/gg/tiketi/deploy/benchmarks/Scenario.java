package gg.tiketi.deploy.benchmarks;

import java.util.Arrays;

/** Everything that can be measured, in the order in which all of it is. */
enum Scenario {
    /** Reserving free seats. */
    WINNERS(
            "winners",
            "each request takes a free seat of its own; pgbench's same transaction beside it",
            new Winners()),
    /** Reserving a held seat. */
    REFUSALS("refusals", "everybody wants one held seat; the same Redis script beside it", new Refusals()),
    /** Reading states. */
    SEATS_STATE(
            "seats-state", "states of 4,900 seats; an empty answer of the same service beside it", new SeatsState()),
    /** Reading the map. */
    SEAT_MAP("seat-map", "the seat map of 4,900 seats, as it is and compressed", new SeatMap()),
    /** Random seats in a closed loop. */
    RANDOM_4900("random-4900", "random seats of 4,900, closed loop, conflicts and all", new RandomSeats()),
    /** A sale as it happens. */
    HOT_SALE("hot-sale", "20,000 seats, open loop, random choices, conflicts and all", new HotSale()),
    /** First use of a token. */
    COLD_TOKENS("cold-tokens", "what the first request with a token costs more than the next", new ColdTokens()),
    /** A stadium. */
    BIG_EVENT("big-event", "50,000 seats: time until ready, memory in Redis and in the node", new BigEvent()),
    /** A map that thousands look at. */
    WATCHERS(
            "watchers",
            "10,000 look at one map while 100 seats a second change: delivery, memory, a killed gateway",
            new Watchers()),
    /** New nodes of each service. */
    START_UP("start-up", "new nodes of each service: time until ready, first answer, memory", new StartUp()),
    /** What the gateway itself costs. */
    DOOR("door", "the gateway and nginx in turn, before the same empty answer", new DoorCost()),
    /** Signing in. */
    LOGINS("logins", "people sign in; the password library alone beside it, and the list of events", new Logins()),
    /** A waiting room. */
    WAITING_ROOM(
            "waiting-room",
            "100,000 people join one waiting room, ask how it stands, and are admitted",
            new WaitingLine());

    private final String label;
    private final String purpose;
    private final Play play;

    /** How a scenario is played. */
    interface Play {
        void on(Stage stage) throws Exception;
    }

    Scenario(String label, String purpose, Play play) {
        this.label = label;
        this.purpose = purpose;
        this.play = play;
    }

    static Scenario named(String label) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.label.equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("unknown scenario or option " + label + " (--help lists them)"));
    }

    String label() {
        return label;
    }

    String purpose() {
        return purpose;
    }

    Play play() {
        return play;
    }

    /** Whether compiled code is measured; a new process has none. */
    boolean wantsWarmth() {
        return this != START_UP;
    }
}
