package gg.tiketi.gateway.route;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** What a caller is told when a service did not answer. */
final class UpstreamFailure {

    private UpstreamFailure() {}

    /**
     * Nothing was sent → 503, trying again is safe; silence → 504 and a broken answer → 502, where the service may have
     * acted.
     */
    static Problem problem(Throwable failure, Duration retryAfter) {
        return switch (failure) {
            case ConnectTimeoutException slow -> unavailable(retryAfter);
            case ConnectException refused -> unavailable(retryAfter);
            case NoRouteToHostException lost -> unavailable(retryAfter);
            case UnknownHostException unknown -> unavailable(retryAfter);
            case ConnectionPoolTooBusyException busy -> unavailable(retryAfter);
            case TimeoutException silent ->
                Problem.of(CommonProblem.GATEWAY_TIMEOUT).retryAfter(retryAfter);
            default -> Problem.of(CommonProblem.BAD_GATEWAY).retryAfter(retryAfter);
        };
    }

    /** Whether the service could not be reached or stayed silent; a broken answer is an answer, a full queue is ours. */
    static boolean isAway(Throwable failure) {
        return switch (failure) {
            case ConnectionPoolTooBusyException busy -> false;
            case ConnectException refused -> true;
            case NoRouteToHostException lost -> true;
            case UnknownHostException unknown -> true;
            case TimeoutException silent -> true;
            default -> false;
        };
    }

    /** Whether the connection ended under the request, which says nothing about what the service did. */
    static boolean isCutConnection(Throwable failure) {
        return switch (failure) {
            case ConnectException refused -> false;
            case TimeoutException silent -> false;
            case HttpClosedException closed -> true;
            case IOException broken -> true;
            default -> false;
        };
    }

    private static Problem unavailable(Duration retryAfter) {
        return Problem.of(CommonProblem.UNAVAILABLE).retryAfter(retryAfter);
    }
}
