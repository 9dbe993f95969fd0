package gg.tiketi.gateway.web;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemWriter;
import gg.tiketi.defaults.request.RequestId;
import gg.tiketi.gateway.docs.ApiDocumentRoute;
import gg.tiketi.gateway.limit.HeaderLimit;
import gg.tiketi.gateway.route.ProxyStep;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** The steps every request takes, in order; whatever none of them answers is a file of the page, or not found. */
@ApplicationScoped
public class Door {

    /** Before anything Quarkus registers by itself, but after its own bookkeeping. */
    private static final int FIRST_ORDER = -10_000;

    private static final String HEALTH = "/health";
    private static final String HEALTHY = "{\"status\":\"UP\",\"service\":\"gateway\"}";

    private final SecurityHeaders securityHeaders;
    private final HeaderLimit headerLimit;
    private final Origins origins;
    private final ApiDocumentRoute document;
    private final ProxyStep proxy;
    private final PageStep page;
    private final ProblemWriter problems;

    Door(
            SecurityHeaders securityHeaders,
            HeaderLimit headerLimit,
            Origins origins,
            ApiDocumentRoute document,
            ProxyStep proxy,
            PageStep page,
            ProblemWriter problems) {
        this.securityHeaders = securityHeaders;
        this.headerLimit = headerLimit;
        this.origins = origins;
        this.document = document;
        this.proxy = proxy;
        this.page = page;
        this.problems = problems;
    }

    void open(@Observes Router router) {
        List<Handler<RoutingContext>> steps = List.of(
                Door::tagRequest,
                securityHeaders::add,
                this::limitHeaders,
                proxy::refuseUnclear,
                origins::check,
                Door::answerHealth,
                document::answer,
                proxy::forward,
                page::lead);
        for (int step = 0; step < steps.size(); step++) {
            router.route().order(FIRST_ORDER + step).handler(steps.get(step));
        }
    }

    private static void tagRequest(RoutingContext context) {
        context.response().putHeader(RequestId.HEADER, RequestId.of(context.request()));
        context.next();
    }

    private void limitHeaders(RoutingContext context) {
        if (headerLimit.refuses(context.request())) {
            problems.write(context, Problem.of(CommonProblem.HEADERS_TOO_LARGE));
        } else {
            context.next();
        }
    }

    /** For a load balancer: this process answers. Whether the services do is their own health checks' business. */
    private static void answerHealth(RoutingContext context) {
        if (HEALTH.equals(context.request().path())) {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(HEALTHY);
        } else {
            context.next();
        }
    }
}
