package gg.tiketi.gateway.route;

import gg.tiketi.gateway.platform.GatewayConfig;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which headers pass the gateway in either direction. Hop-by-hop headers belong to one connection; headers by which a
 * caller could pretend to be someone else are replaced by what the gateway itself sees.
 */
@Singleton
public class ForwardedHeaders {

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");
    private static final Set<String> REPLACED_IN_REQUESTS = Set.of(
            "host",
            "expect",
            "forwarded",
            "x-real-ip",
            "x-original-url",
            "x-rewrite-url",
            "x-http-method-override",
            "traceparent",
            "tracestate",
            "baggage");

    private final int trustedHops;

    ForwardedHeaders(GatewayConfig config) {
        this.trustedHops = config.trustedHops();
    }

    /** Copies a request's headers for the service and adds who really asked. */
    void toService(HttpServerRequest from, MultiMap to) {
        List<String> listed = listed(from.headers());
        for (Map.Entry<String, String> header : from.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (passesToService(name) && !listed.contains(name)) {
                to.add(name, header.getValue());
            }
        }
        to.set("x-forwarded-for", clientAddress(from));
        to.set("x-forwarded-proto", scheme(from));
        String host = from.getHeader("Host");
        if (host != null) {
            to.set("x-forwarded-host", host);
        }
    }

    /** Copies an answer's headers for the caller; those the gateway has already set win, but for Vary, which adds up. */
    static void toCaller(MultiMap from, MultiMap to) {
        List<String> listed = listed(from);
        List<Map.Entry<String, String>> passing = new ArrayList<>(from.size());
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (passesToCaller(name) && (name.equals("vary") || !to.contains(name)) && !listed.contains(name)) {
                passing.add(header);
            }
        }
        // Only now, or the second of two equal names would be taken for one the gateway had set.
        for (Map.Entry<String, String> header : passing) {
            to.add(header.getKey(), header.getValue());
        }
    }

    /** The scheme the caller used, which a trusted proxy in front may know better. */
    public String scheme(HttpServerRequest request) {
        String forwarded = trustedHops > 0 ? request.getHeader("X-Forwarded-Proto") : null;
        if (forwarded != null) {
            return "https".equalsIgnoreCase(forwarded.strip()) ? "https" : "http";
        }
        return request.isSSL() ? "https" : "http";
    }

    /** The address of who asks, which a trusted proxy in front may know better. */
    public String clientAddress(HttpServerRequest request) {
        return trustedHops == 0
                ? String.valueOf(request.remoteAddress().hostAddress())
                : clientAddress(
                        request.remoteAddress().hostAddress(),
                        request.headers().getAll("X-Forwarded-For"),
                        trustedHops);
    }

    /** The address before the last trusted proxy: entries further left are only what the caller claims. */
    static String clientAddress(@Nullable String peer, List<String> forwardedFor, int trustedHops) {
        List<String> chain =
                List.of(String.join(",", forwardedFor).replace(" ", "").split(","));
        boolean usable = trustedHops > 0 && chain.size() >= trustedHops;
        String claimed = usable ? chain.get(chain.size() - trustedHops) : "";
        return claimed.isEmpty() ? String.valueOf(peer) : claimed;
    }

    private static boolean passesToService(String name) {
        return !HOP_BY_HOP.contains(name)
                && !REPLACED_IN_REQUESTS.contains(name)
                && !name.startsWith("x-forwarded-")
                && !name.startsWith("x-internal-");
    }

    private static boolean passesToCaller(String name) {
        return !HOP_BY_HOP.contains(name) && !name.equals("server") && !name.startsWith("access-control-");
    }

    /** The headers that the sender declares to be for this connection only, in lower case. */
    private static List<String> listed(MultiMap headers) {
        if (!headers.contains("Connection")) {
            return List.of();
        }
        return Stream.of(String.join(",", headers.getAll("Connection")).split(","))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
    }
}
