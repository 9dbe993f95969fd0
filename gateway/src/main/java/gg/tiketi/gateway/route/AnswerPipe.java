package gg.tiketi.gateway.route;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Passes one answer on to its caller, at the caller's speed. The part that completes the announced length ends the
 * answer, so a small one leaves in a single write. When the caller goes away first the service is told by a reset; but
 * never once its answer has arrived in full: the connection is in other hands then, and a reset would cut their exchange.
 */
final class AnswerPipe {

    private static final Logger LOG = Logger.getLogger(AnswerPipe.class);
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final long UNKNOWN = -1;

    private final RoutingContext context;
    private final HttpServerResponse answer;
    private final HttpClientRequest outgoing;
    private final Handler<Throwable> failed;
    private @Nullable HttpClientResponse incoming;
    private long missing = UNKNOWN;
    private boolean sent;
    private boolean arrived;

    AnswerPipe(RoutingContext context, HttpClientRequest outgoing, Handler<Throwable> failed) {
        this.context = context;
        this.answer = context.response();
        this.outgoing = outgoing;
        this.failed = failed;
    }

    /** Waits for the answer. */
    void await() {
        answer.closeHandler(gone -> abandon());
        // What failed is told by the response's future; without a handler Vert.x would log it as an error as well.
        outgoing.exceptionHandler(failure -> LOG.debugf("exchange ended reason=%s", failure.getMessage()));
        outgoing.response().onComplete(head -> {
            if (head.succeeded()) {
                begin(head.result());
            } else {
                failed.handle(head.cause());
            }
        });
    }

    /** The request is on its way in full: from now on its end is the answer's end. */
    void requestSent() {
        sent = true;
    }

    private void begin(HttpClientResponse head) {
        incoming = head;
        if (answer.headWritten() || answer.closed()) {
            abandon();
            return;
        }
        answer.setStatusCode(head.statusCode());
        ForwardedHeaders.toCaller(head.headers(), answer.headers());
        String announced = head.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (isBodiless(context.request().method(), head.statusCode())) {
            answer.end();
        } else if (announced == null) {
            answer.setChunked(true);
        } else {
            missing = Long.parseLong(announced);
        }
        head.exceptionHandler(failed);
        head.handler(this::pass);
        head.endHandler(end -> {
            arrived = true;
            if (!answer.ended()) {
                answer.end();
            }
        });
    }

    private void pass(Buffer part) {
        if (answer.ended()) {
            return;
        }
        missing = missing == UNKNOWN ? UNKNOWN : missing - part.length();
        if (missing == 0) {
            answer.end(part);
            return;
        }
        answer.write(part);
        HttpClientResponse source = incoming;
        if (answer.writeQueueFull() && source != null) {
            source.pause();
            answer.drainHandler(drained -> source.resume());
        }
    }

    /** The caller is gone. What is already here is dropped; only if more is to come the service is told. */
    private void abandon() {
        HttpClientResponse source = incoming;
        if (source == null || !sent) {
            outgoing.reset();
            return;
        }
        if (arrived) {
            return;
        }
        source.handler(part -> {});
        source.endHandler(end -> arrived = true);
        source.exceptionHandler(cut -> arrived = true);
        source.resume();
        // Runs after what was held back by a slow caller has been handed out.
        context.vertx().runOnContext(handedOut -> {
            if (!arrived) {
                outgoing.reset();
            }
        });
    }

    private static boolean isBodiless(HttpMethod method, int status) {
        return method.equals(HttpMethod.HEAD) || status == NO_CONTENT || status == NOT_MODIFIED;
    }
}
