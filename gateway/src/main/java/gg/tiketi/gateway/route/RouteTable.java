package gg.tiketi.gateway.route;

import static gg.tiketi.gateway.route.Upstream.AUTH;
import static gg.tiketi.gateway.route.Upstream.EVENT;
import static gg.tiketi.gateway.route.Upstream.SEAT;

import java.util.List;
import java.util.Optional;

/**
 * Every public path and the service that answers it; the first line that fits decides. {@code *} is one segment,
 * {@code **} any number, also none. What is not listed is not public: internal and management paths have no line here.
 */
public final class RouteTable {

    private static final List<Route> ROUTES = List.of(
            route("/.well-known/**", AUTH),
            route("/api/auth/**", AUTH),
            route("/api/admin/accounts/**", AUTH),
            route("/api/admin/audit/**", AUTH),
            route("/api/events/*/seat-map/**", SEAT),
            route("/api/events/*/seats/**", SEAT),
            route("/api/events/*/reservations/**", SEAT),
            route("/api/events/*/waiting-room/**", SEAT),
            route("/api/events/*/waitlist/**", SEAT),
            route("/api/reservations/**", SEAT),
            route("/api/payments/**", SEAT),
            route("/api/tickets/**", SEAT),
            route("/api/admin/check-ins/**", SEAT),
            route("/api/admin/reservations/**", SEAT),
            route("/api/admin/payments/**", SEAT),
            route("/api/admin/integrity/**", SEAT),
            route("/api/admin/events/*/seats/**", SEAT),
            route("/api/admin/events/*/waiting-room/**", SEAT),
            route("/api/admin/events/*/waitlist/**", SEAT),
            route("/api/admin/events/*/sales/**", SEAT),
            route("/api/events/**", EVENT),
            route("/api/venues/**", EVENT),
            route("/api/news/**", EVENT),
            route("/api/admin/events/**", EVENT),
            route("/api/admin/venues/**", EVENT),
            route("/api/admin/plans/**", EVENT),
            route("/api/admin/news/**", EVENT),
            route("/asyncapi.json", SEAT),
            route("/ws/**", SEAT));

    private RouteTable() {}

    private record Route(List<String> segments, boolean open, Upstream upstream) {

        boolean fits(List<String> path) {
            if (open ? path.size() < segments.size() : path.size() != segments.size()) {
                return false;
            }
            for (int i = 0; i < segments.size(); i++) {
                String expected = segments.get(i);
                if (!expected.equals("*") && !expected.equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The service that answers the path, which must have passed {@link SafePath}. */
    public static Optional<Upstream> find(String path) {
        List<String> segments = split(path);
        for (Route route : ROUTES) {
            if (route.fits(segments)) {
                return Optional.of(route.upstream());
            }
        }
        return Optional.empty();
    }

    private static Route route(String pattern, Upstream upstream) {
        boolean open = pattern.endsWith("/**");
        return new Route(split(open ? pattern.substring(0, pattern.length() - 3) : pattern), open, upstream);
    }

    private static List<String> split(String path) {
        return List.of(path.substring(1).split("/", -1));
    }
}
