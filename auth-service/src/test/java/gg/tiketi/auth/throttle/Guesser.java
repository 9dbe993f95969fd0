package gg.tiketi.auth.throttle;

import gg.tiketi.auth.platform.Origin;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Somebody who tries passwords, with a clock of their own that goes on only when told. */
public final class Guesser {

    private final SignInThrottle throttle;
    private final ThrottleConfig config;
    private volatile Instant now = Instant.now();

    /** With the running service's counters. */
    public Guesser(ThrottleStore store, ThrottleConfig config) {
        this.config = config;
        this.throttle = new SignInThrottle(store, config, new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        });
    }

    /** So many failures that the next one waits for the longest time from now on, by everybody's clock. */
    public void failForLongest(String email, String address) {
        Instant end = Instant.now();
        int failures = config.free() + 40;
        now = end.minus(config.longest().multipliedBy(failures));
        for (int failure = 0; failure < failures; failure++) {
            now = now.plus(config.longest());
            begin(email, address);
        }
    }

    Optional<Duration> begin(String email, String address) {
        return throttle.begin(email, new Origin(null, address)).await().indefinitely();
    }

    void fail(String email, String address, int times) {
        for (int failure = 0; failure < times; failure++) {
            begin(email, address);
        }
    }

    /** Waits as told, by its own clock, and fails once more; tells how long it waited. */
    Duration failAsSoonAsAllowed(String email, String address) {
        Duration waited = begin(email, address).orElse(Duration.ZERO);
        if (!waited.isZero()) {
            pass(waited);
            begin(email, address);
        }
        return waited;
    }

    void succeed(String email, String address) {
        throttle.succeeded(email, new Origin(null, address)).await().indefinitely();
    }

    void giveBack(String email, String address) {
        throttle.giveBack(email, new Origin(null, address)).await().indefinitely();
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
