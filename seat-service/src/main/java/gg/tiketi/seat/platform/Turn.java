package gg.tiketi.seat.platform;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The scheduler starts all that is due in a second at the same moment, and whoever buys just then would wait behind all
 * of it: so each has its part of the second. The outbox and the comparison of copies begin at once.
 */
public enum Turn {
    /** News from event-service. */
    FEED(150),
    /** Claims that nobody confirmed. */
    ABANDONED_CLAIMS(300),
    /** What is left, told to event-service. */
    STOCK(450),
    /** Lapsed holds. */
    EXPIRY(600),
    /** Waiting rooms: who was heard of. */
    HEARTBEATS(700),
    /** Waiting rooms: who is admitted. */
    ADMISSIONS(800),
    /** Waitlists: seats that came back are offered, right after the lapsed holds. */
    WAITLIST(850);

    private final Duration after;

    Turn(long millis) {
        this.after = Duration.ofMillis(millis);
    }

    /** Does the work when its turn has come. */
    public <T> Uni<T> of(Supplier<Uni<? extends T>> work) {
        return Uni.createFrom().voidItem().onItem().delayIt().by(after).chain(work);
    }
}
