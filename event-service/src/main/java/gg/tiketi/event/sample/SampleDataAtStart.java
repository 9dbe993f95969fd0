package gg.tiketi.event.sample;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Sets the sample shop up while the service starts, if asked to; the service is not ready before it is done. */
@Readiness
@ApplicationScoped
class SampleDataAtStart implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(SampleDataAtStart.class);

    private final SampleShop shop;
    private final SampleConfig config;
    private volatile boolean done;

    SampleDataAtStart(SampleShop shop, SampleConfig config) {
        this.shop = shop;
        this.config = config;
    }

    void setUp(@Observes StartupEvent started) {
        if (config.sampleData()) {
            Instant begun = Instant.now();
            long events = shop.setUp().await().atMost(config.sampleTimeout());
            LOG.infof(
                    "sample data ready changedEvents=%d durationMs=%d",
                    events, Duration.between(begun, Instant.now()).toMillis());
        }
        done = true;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("sample-data").status(done).build();
    }
}
