package gg.tiketi.seat.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;

/** Counts watchers that were turned away or closed. */
@Singleton
class LiveCounts {

    private final Counter refused;
    private final Map<CloseCode, Counter> closed = new EnumMap<>(CloseCode.class);

    LiveCounts(MeterRegistry metrics) {
        this.refused = metrics.counter("tiketi.live.refused");
        for (CloseCode why : CloseCode.values()) {
            closed.put(why, metrics.counter("tiketi.live.closed", "code", Integer.toString(why.code())));
        }
    }

    /** A connection was refused before it began. */
    void refused() {
        refused.increment();
    }

    /** A connection was closed by us. */
    void closed(CloseCode why) {
        Counter counter = closed.get(why);
        if (counter != null) {
            counter.increment();
        }
    }
}
