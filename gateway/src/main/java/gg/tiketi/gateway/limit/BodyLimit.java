package gg.tiketi.gateway.limit;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.gateway.platform.GatewayConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.WriteStream;
import jakarta.enterprise.context.ApplicationScoped;

/** Refuses bodies that are too large: by what the caller announces, and by what arrives. */
@ApplicationScoped
public class BodyLimit {

    private final long maxBytes;

    BodyLimit(GatewayConfig config) {
        this.maxBytes = config.maxBodyBytes();
    }

    /** The refusal; the connection is closed after it, because the rest of the body is not read. */
    public static Problem tooLarge() {
        return Problem.of(CommonProblem.BODY_TOO_LARGE).header("Connection", "close");
    }

    /** Whether the announced length is too much, or no number. */
    public boolean refuses(HttpServerRequest request) {
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (announced == null) {
            return false;
        }
        try {
            return Long.parseLong(announced) > maxBytes;
        } catch (NumberFormatException malformed) {
            return true;
        }
    }

    /** Whether the request has a body at all. */
    public static boolean hasBody(HttpServerRequest request) {
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return announced != null ? !announced.equals("0") : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /**
     * Streams the body on, at the speed of its receiver.
     *
     * @param tooMuch called once, instead of the end, when more than the limit arrived
     */
    public void stream(HttpServerRequest from, WriteStream<Buffer> to, Runnable tooMuch) {
        long[] received = {0};
        from.handler(part -> {
            received[0] += part.length();
            if (received[0] > maxBytes) {
                from.handler(rest -> {});
                from.endHandler(end -> {});
                tooMuch.run();
                return;
            }
            to.write(part);
            if (to.writeQueueFull()) {
                from.pause();
                to.drainHandler(drained -> from.resume());
            }
        });
        from.endHandler(end -> to.end());
        from.resume();
    }
}
