package gg.tiketi.seat.platform;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * The span of a function in PostgreSQL or a script in Redis, within a trace that is kept. Where none is, nothing happens
 * but one look at the context. A span names the function and never has a parameter, a statement or a server's words,
 * which may tell who buys what.
 */
public final class CommandSpan {

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("db.stored_procedure.name");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private CommandSpan() {}

    /** Around a function of PostgreSQL, with the time that the caller waits for a connection or for others. */
    public static <T> Uni<T> postgres(String function, Uni<T> command) {
        return around("postgresql", function, command);
    }

    /** Around a script of Redis. */
    static <T> Uni<T> redis(String script, Uni<T> command) {
        return around("redis", script, command);
    }

    private static <T> Uni<T> around(String system, String function, Uni<T> command) {
        return Uni.createFrom().deferred(() -> {
            if (!Span.current().getSpanContext().isSampled()) {
                return command;
            }
            Span span = GlobalOpenTelemetry.getTracer("gg.tiketi.seat")
                    .spanBuilder(system + " " + function)
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute(SYSTEM, system)
                    .setAttribute(FUNCTION, function)
                    .startSpan();
            return command.onTermination().invoke((item, failure, cancelled) -> end(span, failure));
        });
    }

    private static void end(Span span, @Nullable Throwable failure) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR);
            span.setAttribute(ERROR, failure.getClass().getName());
        }
        span.end();
    }
}
