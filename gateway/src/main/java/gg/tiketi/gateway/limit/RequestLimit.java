package gg.tiketi.gateway.limit;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many requests one address and one account send, by kind of request, counted on this node. Each request counts
 * for its address; the account counts besides, and only when its token is good: a made-up one gives nobody a new bucket
 * and empties nobody else's.
 *
 * <p>With several nodes each allows its share of the limit, which is exact when requests are spread evenly; a caller
 * whose requests all reach one node is refused early, at the limit divided by the nodes, and nobody gets more than the
 * limit. A new node begins with nothing counted.
 */
@Singleton
public class RequestLimit {

    // As in draft-ietf-httpapi-ratelimit-headers.
    private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
    private static final CharSequence LIMIT = HttpHeaders.createOptimized("RateLimit");
    private static final List<String> SIGN_INS = List.of(
            "/api/auth/login",
            "/api/auth/login/second-factor",
            "/api/auth/google",
            "/api/auth/google/start",
            "/api/auth/register",
            "/api/auth/refresh");
    private static final String BEARER = "Bearer ";

    private final AddressRanges exempt;
    private final Accounts accounts;
    private final Rule signIns;
    private final Rule writesOfAddress;
    private final Rule writesOfAccount;
    private final Rule readsOfAddress;
    private final Rule readsOfAccount;
    private final Rule sockets;

    /** Tells whose token this is. */
    @FunctionalInterface
    public interface Accounts {

        /** The account of a good access token; nothing for any other. */
        Optional<String> of(String token);
    }

    /** One limit and who has used how much of it. */
    private record Rule(Buckets buckets, String name, CharSequence policy) {

        static Rule of(String name, int perSecond, LimitConfig config) {
            double share = (double) perSecond / config.nodes();
            int burst = Math.max(1, (int) (share * config.burstSeconds()));
            return new Rule(
                    new Buckets(share, burst, config.callers(), System.nanoTime()),
                    name,
                    HttpHeaders.createOptimized('"' + name + "\";q=" + burst + ";w=" + config.burstSeconds()));
        }
    }

    RequestLimit(LimitConfig config, Accounts accounts) {
        this.exempt = new AddressRanges(config.exempt().orElse(List.of()));
        this.accounts = accounts;
        this.signIns = Rule.of("sign-ins-of-address", config.signInsOfAddress(), config);
        this.writesOfAddress = Rule.of("writes-of-address", config.writesOfAddress(), config);
        this.writesOfAccount = Rule.of("writes-of-account", config.writesOfAccount(), config);
        this.readsOfAddress = Rule.of("reads-of-address", config.readsOfAddress(), config);
        this.readsOfAccount = Rule.of("reads-of-account", config.readsOfAccount(), config);
        this.sockets = Rule.of("sockets-of-address", config.socketsOfAddress(), config);
    }

    /**
     * Counts the request and tells in its answer's headers what is left; the problem to answer with when it is too much.
     *
     * @param address of the caller, as far as proxies in front are believed
     */
    public Optional<Problem> refusal(HttpServerRequest request, String address) {
        if (exempt.contain(address)) {
            return Optional.empty();
        }
        long now = System.nanoTime();
        boolean isRead = isRead(request.method());
        Rule ofAddress = ofAddress(String.valueOf(request.path()), isRead);
        Optional<Problem> refusal = count(ofAddress, AddressRanges.network(address), now, request.response());
        String token = refusal.isPresent() ? null : token(request);
        return token == null
                ? refusal
                : accounts.of(token)
                        .flatMap(account ->
                                count(isRead ? readsOfAccount : writesOfAccount, account, now, request.response()));
    }

    private static Optional<Problem> count(Rule rule, String caller, long now, HttpServerResponse answer) {
        Buckets.Use use = rule.buckets().use(caller, now);
        answer.putHeader(POLICY, rule.policy());
        long seconds = Math.ceilDiv(use.passes() ? use.fullNanos() : use.waitNanos(), 1_000_000_000L);
        answer.putHeader(LIMIT, '"' + rule.name() + "\";r=" + use.left() + ";t=" + seconds);
        return use.passes()
                ? Optional.empty()
                : Optional.of(
                        Problem.of(CommonProblem.TOO_MANY_REQUESTS).retryAfter(Duration.ofNanos(use.waitNanos())));
    }

    private Rule ofAddress(String path, boolean isRead) {
        if (path.startsWith("/ws/")) {
            return sockets;
        }
        if (isRead) {
            return readsOfAddress;
        }
        return SIGN_INS.contains(path) ? signIns : writesOfAddress;
    }

    private static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) || method.equals(HttpMethod.OPTIONS);
    }

    private static @Nullable String token(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }
}
