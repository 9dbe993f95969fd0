package gg.tiketi.gateway.route;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemWriter;
import gg.tiketi.gateway.limit.BodyLimit;
import gg.tiketi.gateway.platform.GatewayConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Passes a plain request to a service and its answer back. A small body is read whole before a service is asked, so that
 * slow callers hold no connection and request and body leave in one write; any other body is a stream. Only a read whose
 * connection was cut before the answer began is sent again, once: services that restart close connections in use.
 */
@Singleton
public class HttpProxy {

    private static final Logger LOG = Logger.getLogger(HttpProxy.class);

    /** Long enough for an answer to reach a slow caller, short enough that a flood costs little. */
    private static final int LINGER_MS = 500;

    // Of this object, not of the class: an executable cannot carry a buffer that was made while it was built.
    private final Buffer noBody = Buffer.buffer();

    private final UpstreamClients clients;
    private final UpstreamConfig upstreams;
    private final GatewayConfig config;
    private final ForwardedHeaders headers;
    private final BodyLimit bodies;
    private final Breakers breakers;
    private final ProblemWriter problems;

    HttpProxy(
            UpstreamClients clients,
            UpstreamConfig upstreams,
            GatewayConfig config,
            ForwardedHeaders headers,
            BodyLimit bodies,
            Breakers breakers,
            ProblemWriter problems) {
        this.clients = clients;
        this.upstreams = upstreams;
        this.config = config;
        this.headers = headers;
        this.bodies = bodies;
        this.breakers = breakers;
        this.problems = problems;
    }

    /** Forwards the request. */
    public void forward(RoutingContext context, Upstream upstream) {
        HttpServerRequest request = context.request();
        if (bodies.refuses(request)) {
            refuseBody(context, BodyLimit.tooLarge());
        } else if (!breakers.letsPass(upstream)) {
            refuse(context, Problem.of(CommonProblem.UNAVAILABLE).retryAfter(config.retryAfter()));
        } else if (!BodyLimit.hasBody(request)) {
            send(context, upstream, noBody, isRead(request));
        } else {
            continueIfAsked(context);
            if (bodies.isSmall(request)) {
                long patience = awaitBody(context, () -> {});
                bodies.gather(request, body -> {
                    if (context.vertx().cancelTimer(patience)) {
                        send(context, upstream, body, false);
                    }
                });
            } else {
                request.pause();
                stream(context, upstream);
            }
        }
    }

    private void send(RoutingContext context, Upstream upstream, Buffer body, boolean repeatable) {
        clients.current()
                .request(options(context.request(), upstream))
                .onSuccess(outgoing -> {
                    AnswerPipe answer = new AnswerPipe(context, outgoing, failure -> {
                        if (repeatable && UpstreamFailure.isCutConnection(failure) && isUnanswered(context)) {
                            send(context, upstream, body, false);
                        } else {
                            fail(context, upstream, failure);
                        }
                    });
                    if (begin(context, upstream, outgoing, answer)) {
                        answer.requestSent();
                        if (body.length() == 0) {
                            outgoing.end();
                        } else {
                            outgoing.end(body);
                        }
                    }
                })
                .onFailure(failure -> fail(context, upstream, failure));
    }

    private void stream(RoutingContext context, Upstream upstream) {
        HttpServerRequest request = context.request();
        clients.current()
                .request(options(request, upstream))
                .onSuccess(outgoing -> {
                    AnswerPipe answer = new AnswerPipe(context, outgoing, failure -> fail(context, upstream, failure));
                    if (begin(context, upstream, outgoing, answer)) {
                        outgoing.setChunked(!request.headers().contains(HttpHeaders.CONTENT_LENGTH));
                        long patience = awaitBody(context, outgoing::reset);
                        bodies.stream(
                                request,
                                outgoing,
                                () -> {
                                    context.vertx().cancelTimer(patience);
                                    answer.requestSent();
                                },
                                () -> {
                                    context.vertx().cancelTimer(patience);
                                    refuseBody(context, BodyLimit.tooLarge());
                                    outgoing.reset();
                                });
                    }
                })
                .onFailure(failure -> fail(context, upstream, failure));
    }

    /** Refuses the request when its body takes too long; the timer is to be cancelled at the body's end. */
    private long awaitBody(RoutingContext context, Runnable late) {
        return context.vertx().setTimer(config.bodyTimeout().toMillis(), over -> {
            if (isUnanswered(context)) {
                refuseBody(context, BodyLimit.tooSlow());
            }
            late.run();
        });
    }

    /** Gets everything ready for the answer; false when nobody waits for one any more. */
    private boolean begin(RoutingContext context, Upstream upstream, HttpClientRequest outgoing, AnswerPipe answer) {
        if (context.response().closed()) {
            outgoing.reset();
            return false;
        }
        headers.toService(context.request(), outgoing.headers());
        outgoing.response().onSuccess(head -> breakers.answered(upstream));
        answer.await();
        return true;
    }

    private static boolean isUnanswered(RoutingContext context) {
        return !context.response().headWritten() && !context.response().closed();
    }

    /** A read may run twice without harm; anything else only its caller may repeat. */
    private static boolean isRead(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }

    private RequestOptions options(HttpServerRequest request, Upstream upstream) {
        return UpstreamAddress.of(upstream.url(upstreams))
                .setMethod(request.method())
                .setURI(UpstreamAddress.pathAndQuery(request))
                .setConnectTimeout(config.connectTimeout().toMillis())
                .setIdleTimeout(config.responseTimeout().toMillis());
    }

    private static void continueIfAsked(RoutingContext context) {
        if ("100-continue".equalsIgnoreCase(context.request().getHeader(HttpHeaders.EXPECT))) {
            context.response().writeContinue();
        }
    }

    private void fail(RoutingContext context, Upstream upstream, Throwable failure) {
        breakers.failed(upstream, failure);
        HttpServerResponse answer = context.response();
        if (answer.ended() || answer.closed()) {
            return;
        }
        LOG.debugf("service did not answer path=%s reason=%s", context.request().path(), failure);
        if (answer.headWritten()) {
            // Half an answer is out: only a cut connection tells the caller that the rest will not come.
            context.request().connection().close();
            return;
        }
        answer.setChunked(false);
        answer.headers().remove(HttpHeaders.CONTENT_LENGTH).remove(HttpHeaders.CONTENT_ENCODING);
        refuse(context, UpstreamFailure.problem(failure, config.retryAfter()));
    }

    private void refuse(RoutingContext context, Problem problem) {
        problems.write(context, problem);
        context.request().resume();
    }

    /** Reads and drops what still arrives for a moment: closing at once could destroy the answer on its way. */
    private void refuseBody(RoutingContext context, Problem problem) {
        HttpServerRequest request = context.request();
        request.handler(rest -> {});
        refuse(context, problem);
        context.vertx().setTimer(LINGER_MS, over -> request.connection().close());
    }
}
