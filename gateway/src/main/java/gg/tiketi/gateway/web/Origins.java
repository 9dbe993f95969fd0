package gg.tiketi.gateway.web;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemWriter;
import gg.tiketi.gateway.platform.GatewayConfig;
import gg.tiketi.gateway.route.WebSocketTunnel;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which other sites' scripts may talk to us: those on the list, by CORS for requests and by refusal for WebSockets,
 * which browsers do not restrict by themselves. Callers without an Origin are no browsers and pass.
 */
@Singleton
public class Origins {

    private static final int NO_CONTENT = 204;
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String HEADERS =
            "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Tiketi-Admission, Tiketi-Client, X-Request-Id";
    private static final String EXPOSED =
            "ETag, Location, RateLimit, RateLimit-Policy, Retry-After, Tiketi-Position, X-Request-Id";
    private static final String PREFLIGHT_SECONDS = "600";

    private final Set<String> allowed;
    private final ProblemWriter problems;

    Origins(GatewayConfig config, ProblemWriter problems) {
        this.allowed = Set.copyOf(config.allowedOrigins().orElse(List.of()));
        this.problems = problems;
    }

    /** Answers preflights, marks answers to listed sites, refuses WebSockets of all others; true when the request goes on. */
    public boolean check(RoutingContext context) {
        HttpServerRequest request = context.request();
        String origin = request.getHeader("Origin");
        boolean isListed = origin != null && allowed.contains(origin);
        if (isListed) {
            permit(context.response().headers(), origin);
        }
        if (isPreflight(request)) {
            context.response().setStatusCode(NO_CONTENT).end();
            return false;
        }
        if (WebSocketTunnel.isRequested(request) && !isListed && isForeign(origin, request.getHeader("Host"))) {
            problems.write(context, Problem.of(CommonProblem.FORBIDDEN).detail("This origin may not open WebSockets"));
            return false;
        }
        return true;
    }

    /** Whether a browser says that another site asks; http and https of one host count as one site. */
    static boolean isForeign(@Nullable String origin, @Nullable String host) {
        if (origin == null) {
            return false;
        }
        String authority = origin.substring(origin.indexOf("://") < 0 ? 0 : origin.indexOf("://") + 3);
        return host == null || !authority.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains("Origin")
                && request.headers().contains("Access-Control-Request-Method");
    }

    private static void permit(MultiMap headers, String origin) {
        headers.set("Access-Control-Allow-Origin", origin);
        headers.set("Access-Control-Allow-Methods", METHODS);
        headers.set("Access-Control-Allow-Headers", HEADERS);
        headers.set("Access-Control-Expose-Headers", EXPOSED);
        headers.set("Access-Control-Max-Age", PREFLIGHT_SECONDS);
        headers.set("Cross-Origin-Resource-Policy", "cross-origin");
        headers.add("Vary", "Origin");
    }
}
