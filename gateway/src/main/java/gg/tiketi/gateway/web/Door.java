package gg.tiketi.gateway.web;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemWriter;
import gg.tiketi.defaults.request.RequestId;
import gg.tiketi.gateway.docs.ApiDocumentRoute;
import gg.tiketi.gateway.limit.HeaderLimit;
import gg.tiketi.gateway.limit.RequestLimit;
import gg.tiketi.gateway.route.ForwardedHeaders;
import gg.tiketi.gateway.route.ProxyStep;
import gg.tiketi.gateway.route.Reserved;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;

/** The steps every request takes, in order; whatever none of them answers is a file of the page, or not found. */
@ApplicationScoped
public class Door {

    /** Before anything Quarkus registers by itself, but after its own bookkeeping. */
    private static final int FIRST_ORDER = -10_000;

    private static final String HEALTH = "/health";
    private static final String HEALTHY = "{\"status\":\"UP\",\"service\":\"gateway\"}";

    private final SecurityHeaders securityHeaders;
    private final HeaderLimit headerLimit;
    private final RequestLimit requestLimit;
    private final ForwardedHeaders forwarded;
    private final Origins origins;
    private final ApiDocumentRoute document;
    private final ProxyStep proxy;
    private final PageStep page;
    private final ProblemWriter problems;

    Door(
            SecurityHeaders securityHeaders,
            HeaderLimit headerLimit,
            RequestLimit requestLimit,
            ForwardedHeaders forwarded,
            Origins origins,
            ApiDocumentRoute document,
            ProxyStep proxy,
            PageStep page,
            ProblemWriter problems) {
        this.securityHeaders = securityHeaders;
        this.headerLimit = headerLimit;
        this.requestLimit = requestLimit;
        this.forwarded = forwarded;
        this.origins = origins;
        this.document = document;
        this.proxy = proxy;
        this.page = page;
        this.problems = problems;
    }

    void open(@Observes Router router) {
        List<Step> steps = List.of(
                Door::tagRequest,
                securityHeaders::add,
                this::limitHeaders,
                proxy::refuseUnclear,
                origins::check,
                Door::answerHealth,
                document::answer,
                this::limitRequests,
                proxy::forward,
                page::lead);
        // One route for all: asking the router between the steps costs more than the steps.
        router.route().order(FIRST_ORDER).handler(context -> {
            for (Step step : steps) {
                if (!step.letsPass(context)) {
                    return;
                }
            }
            context.next();
        });
    }

    /** Answers a request, or lets it go on. */
    @FunctionalInterface
    private interface Step {

        boolean letsPass(RoutingContext context);
    }

    private static boolean tagRequest(RoutingContext context) {
        String path = context.request().path();
        MeasuredPath.label(path == null ? "" : path);
        context.response().putHeader(RequestId.HEADER, RequestId.of(context.request()));
        return true;
    }

    private boolean limitHeaders(RoutingContext context) {
        if (headerLimit.refuses(context.request())) {
            problems.write(context, Problem.of(CommonProblem.HEADERS_TOO_LARGE));
            return false;
        }
        return true;
    }

    /** What the services do is limited; files of the page are cheap, and many browsers behind one address ask for them. */
    private boolean limitRequests(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!Reserved.isReserved(request.path())) {
            return true;
        }
        Optional<Problem> refusal = requestLimit.refusal(request, forwarded.clientAddress(request));
        refusal.ifPresent(problem -> problems.write(context, problem));
        return refusal.isEmpty();
    }

    /** For a load balancer: this process answers. Whether the services do is their own health checks' business. */
    private static boolean answerHealth(RoutingContext context) {
        if (!HEALTH.equals(context.request().path())) {
            return true;
        }
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(HEALTHY);
        return false;
    }
}
