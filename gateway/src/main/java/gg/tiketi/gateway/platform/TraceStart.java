package gg.tiketi.gateway.platform;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurablePropagatorProvider;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Every trace begins at the door: the services are told of it in W3C's headers, and what a caller says of a trace of
 * its own is not read. Otherwise anybody could have all that he asks for traced, or put it into others' traces.
 */
public final class TraceStart implements ConfigurablePropagatorProvider {

    /** What {@code quarkus.otel.propagators} calls it. */
    @Override
    public String getName() {
        return "door";
    }

    @Override
    public TextMapPropagator getPropagator(ConfigProperties config) {
        return new ToServicesOnly();
    }

    private static final class ToServicesOnly implements TextMapPropagator {

        private final TextMapPropagator headers = W3CTraceContextPropagator.getInstance();

        @Override
        public Collection<String> fields() {
            return headers.fields();
        }

        @Override
        public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
            headers.inject(context, carrier, setter);
        }

        @Override
        public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
            return context;
        }
    }
}
