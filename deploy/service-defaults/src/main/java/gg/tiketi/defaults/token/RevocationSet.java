package gg.tiketi.defaults.token;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The last list of revocations that this node read, and when; both are gauges. */
@Singleton
public class RevocationSet {

    private final Clock clock = Clock.systemUTC();
    private volatile Set<String> fingerprints = Set.of();
    private volatile Instant readAt = Instant.EPOCH;

    RevocationSet(MeterRegistry metrics) {
        Gauge.builder("tiketi.token.revoked.sessions", this, set -> set.fingerprints.size())
                .description("ended sign-ins whose access tokens are refused")
                .register(metrics);
        TimeGauge.builder("tiketi.token.revocations.read", this, TimeUnit.SECONDS, set -> set.readAt.getEpochSecond())
                .description("when the list of ended sign-ins was last read")
                .register(metrics);
    }

    /** Takes over a whole list. */
    public void replace(Collection<String> list) {
        fingerprints = Set.copyOf(list);
        confirm();
    }

    /** The list was read again and is the same. */
    public void confirm() {
        readAt = clock.instant();
    }

    /** Whether the last list has it. */
    public boolean contains(String fingerprint) {
        return fingerprints.contains(fingerprint);
    }

    /** Whether a list was ever read. */
    public boolean isRead() {
        return readAt.isAfter(Instant.EPOCH);
    }
}
