package gg.tiketi.gateway.route;

import gg.tiketi.gateway.platform.GatewayConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;

/** One {@link Breaker} for each service, of this node. */
@Singleton
class Breakers {

    private static final Logger LOG = Logger.getLogger(Breakers.class);

    private final Map<Upstream, Breaker> breakers = new EnumMap<>(Upstream.class);

    Breakers(GatewayConfig config, MeterRegistry metrics) {
        for (Upstream upstream : Upstream.values()) {
            Breaker breaker = new Breaker(config.breakerFailures(), config.breakerPause());
            breakers.put(upstream, breaker);
            Gauge.builder("tiketi.gateway.breaker.open", breaker, known -> known.isOpen() ? 1 : 0)
                    .tag("service", name(upstream))
                    .register(metrics);
        }
    }

    boolean letsPass(Upstream upstream) {
        return of(upstream).letsPass(System.nanoTime());
    }

    void answered(Upstream upstream) {
        if (of(upstream).answered()) {
            LOG.infof("service answers again service=%s", name(upstream));
        }
    }

    /** Counts a failure, if it is one that says that the service is away. */
    void failed(Upstream upstream, Throwable failure) {
        if (UpstreamFailure.isAway(failure) && of(upstream).unanswered(System.nanoTime())) {
            LOG.warnf("service does not answer, asked rarely from now on service=%s", name(upstream));
        }
    }

    private Breaker of(Upstream upstream) {
        return Objects.requireNonNull(breakers.get(upstream));
    }

    private static String name(Upstream upstream) {
        return upstream.name().toLowerCase(Locale.ROOT);
    }
}
