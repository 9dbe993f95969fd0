package gg.tiketi.gateway.web;

import gg.tiketi.gateway.route.ForwardedHeaders;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Headers that tell browsers to be careful, on every answer; they win over what a service may have set. */
@ApplicationScoped
public class SecurityHeaders {

    private static final String PAGE_POLICY = policy("script-src 'self'; style-src 'self' 'unsafe-inline'");

    /** The API document's page starts itself with an inline script. */
    private static final String DOCUMENT_POLICY =
            policy("script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'");

    private static final String ONE_YEAR_HTTPS = "max-age=31536000; includeSubDomains";
    private static final String NO_FEATURES = "camera=(), geolocation=(), microphone=(), usb=(), payment=(self)";

    private final ForwardedHeaders forwarded;

    SecurityHeaders(ForwardedHeaders forwarded) {
        this.forwarded = forwarded;
    }

    /** Adds them. */
    public void add(RoutingContext context) {
        MultiMap headers = context.response().headers();
        String path = context.request().path();
        boolean isDocument = path != null && path.startsWith("/api-docs");
        headers.set("Content-Security-Policy", isDocument ? DOCUMENT_POLICY : PAGE_POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "strict-origin-when-cross-origin");
        headers.set("Permissions-Policy", NO_FEATURES);
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        if ("https".equals(forwarded.scheme(context.request()))) {
            headers.set("Strict-Transport-Security", ONE_YEAR_HTTPS);
        }
        context.next();
    }

    private static String policy(String scriptsAndStyles) {
        return "default-src 'self'; " + scriptsAndStyles
                + "; img-src 'self' data: https:; font-src 'self' data:; connect-src 'self' ws: wss:;"
                + " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
    }
}
