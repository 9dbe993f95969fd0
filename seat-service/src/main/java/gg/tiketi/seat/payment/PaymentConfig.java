package gg.tiketi.seat.payment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How payments are asked for and recovered. */
@ConfigMapping(prefix = "tiketi.payment")
public interface PaymentConfig {

    /** Longest wait for the provider within a buyer's request; then the buyer gets 202 and recovery goes on. */
    @WithDefault("PT10S")
    Duration providerTimeout();

    /** Age at which an attempt without an answer is looked into. */
    @WithDefault("PT15S")
    Duration recoverAfter();

    /** How often unfinished attempts and refunds are looked for. */
    @WithDefault("PT5S")
    Duration recoveryInterval();

    /** Unfinished attempts taken on at once. */
    @WithDefault("50")
    int recoveryBatch();

    /** The built-in provider that takes no real money. */
    Simulated simulated();

    /** How the simulated provider behaves. */
    interface Simulated {

        /** Time it takes to answer. */
        @WithDefault("PT0.3S")
        Duration delay();

        /** What it does with a payment. */
        @WithDefault("CAPTURE")
        Behaviour behaviour();
    }

    /** What the simulated provider does. */
    enum Behaviour {
        /** Takes the money. */
        CAPTURE,
        /** Refuses. */
        DECLINE,
        /** Takes the money, but its answer never arrives. */
        LOSE_REPLY
    }
}
