package gg.tiketi.gateway.route;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemWriter;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Sends every public path to its service; everything else that looks like one is not found here. */
@Singleton
public class ProxyStep {

    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    private final HttpProxy http;
    private final WebSocketTunnel tunnels;
    private final ProblemWriter problems;

    ProxyStep(HttpProxy http, WebSocketTunnel tunnels, ProblemWriter problems) {
        this.http = http;
        this.tunnels = tunnels;
        this.problems = problems;
    }

    /** Refuses methods nobody needs, and paths that could mean two things; lets the rest go on (true). */
    public boolean refuseUnclear(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = request.path();
        if (!METHODS.contains(request.method())) {
            problems.write(
                    context,
                    Problem.of(CommonProblem.METHOD_NOT_ALLOWED)
                            .header("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
            return false;
        }
        if (path == null || !SafePath.isSafe(path)) {
            problems.write(context, Problem.of(CommonProblem.MALFORMED_REQUEST).detail("The path is not canonical"));
            return false;
        }
        return true;
    }

    /** Forwards what the table lists; other paths go on to the page (true) unless they belong to the API. */
    public boolean forward(RoutingContext context) {
        String path = context.request().path();
        Optional<Upstream> upstream = RouteTable.find(path);
        if (upstream.isPresent()) {
            forward(context, path, upstream.get());
            return false;
        }
        if (Reserved.isReserved(path)) {
            problems.write(context, Problem.of(CommonProblem.NOT_FOUND));
            return false;
        }
        return true;
    }

    private void forward(RoutingContext context, String path, Upstream upstream) {
        boolean isSocketPath = path.startsWith("/ws/") || path.equals("/ws");
        if (!isSocketPath) {
            http.forward(context, upstream);
        } else if (WebSocketTunnel.isRequested(context.request())) {
            tunnels.connect(context, upstream);
        } else {
            problems.write(
                    context, Problem.of(CommonProblem.MALFORMED_REQUEST).detail("This path speaks WebSocket only"));
        }
    }
}
