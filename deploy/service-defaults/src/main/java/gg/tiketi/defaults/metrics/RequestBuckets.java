package gg.tiketi.defaults.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Counts requests by how long they took, in few fixed steps: percentiles of several nodes can then be told together, which
 * those that each node works out cannot. The steps stand around what is promised (95 % within 150 ms).
 */
public class RequestBuckets {

    private static final String REQUESTS = "http.server.requests";
    private static final double[] BOUNDS_NANOS = Stream.of(10, 25, 50, 100, 150, 300, 500, 1_000, 2_500, 10_000)
            .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
            .toArray();

    @Produces
    @Singleton
    MeterFilter requestBuckets() {
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                if (!id.getName().equals(REQUESTS)) {
                    return config;
                }
                return DistributionStatisticConfig.builder()
                        .serviceLevelObjectives(BOUNDS_NANOS)
                        .build()
                        .merge(config);
            }
        };
    }
}
