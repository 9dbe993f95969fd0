package gg.tiketi.gateway.route;

import java.util.Set;

/** Paths that belong to the suite and never to the page, so that a typing error in one is not answered with HTML. */
public final class Reserved {

    private static final Set<String> FIRST_SEGMENTS =
            Set.of("api", "ws", ".well-known", "internal", "openapi", "q", "metrics");

    private Reserved() {}

    /** Whether the page has nothing to say about the path. */
    public static boolean isReserved(String path) {
        int end = path.indexOf('/', 1);
        return FIRST_SEGMENTS.contains(end < 0 ? path.substring(1) : path.substring(1, end));
    }
}
