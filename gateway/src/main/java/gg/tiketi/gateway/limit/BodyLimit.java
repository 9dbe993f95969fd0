package gg.tiketi.gateway.limit;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.gateway.platform.GatewayConfig;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.WriteStream;
import jakarta.inject.Singleton;

/** Refuses bodies that are too large: by what the caller announces, and by what arrives. */
@Singleton
public class BodyLimit {

    /** Kept in memory until complete, for each caller: what buyers send fits, and thousands of slow callers are harmless. */
    private static final long SMALL_BYTES = 4096;

    private final long maxBytes;

    BodyLimit(GatewayConfig config) {
        this.maxBytes = config.maxBodyBytes();
    }

    /** The refusal; the connection is closed after it, because the rest of the body is not read. */
    public static Problem tooLarge() {
        return Problem.of(CommonProblem.BODY_TOO_LARGE).header("Connection", "close");
    }

    /** The refusal of a body that does not come; the connection is closed after it. */
    public static Problem tooSlow() {
        return Problem.of(CommonProblem.REQUEST_TIMEOUT).header("Connection", "close");
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

    /** Whether the body's length is known and little. */
    public boolean isSmall(HttpServerRequest request) {
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return announced != null && Long.parseLong(announced) <= Math.min(SMALL_BYTES, maxBytes);
    }

    /** Reads the body whole; a caller that goes away before its end is forgotten. */
    public void gather(HttpServerRequest from, Handler<Buffer> complete) {
        Buffer[] gathered = {Buffer.buffer()};
        from.handler(part -> gathered[0] = gathered[0].length() == 0 ? part : gathered[0].appendBuffer(part));
        from.endHandler(end -> complete.handle(gathered[0]));
    }

    /**
     * Streams the body on, at the speed of its receiver.
     *
     * @param complete called once, after the end was passed on
     * @param tooMuch called once, instead of the end, when more than the limit arrived
     */
    public void stream(HttpServerRequest from, WriteStream<Buffer> to, Runnable complete, Runnable tooMuch) {
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
        from.endHandler(end -> {
            to.end();
            complete.run();
        });
        from.resume();
    }
}
