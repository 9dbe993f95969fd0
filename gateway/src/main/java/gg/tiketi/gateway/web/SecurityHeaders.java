package gg.tiketi.gateway.web;

import gg.tiketi.gateway.route.ForwardedHeaders;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Headers that tell browsers to be careful, on every answer; they win over what a service may have set. */
@Singleton
public class SecurityHeaders {

    private static final CharSequence PAGE_POLICY = policy("script-src 'self'; style-src 'self' 'unsafe-inline'");

    /** The API document's page starts itself with an inline script. */
    private static final CharSequence DOCUMENT_POLICY =
            policy("script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'");

    private static final CharSequence ONE_YEAR_HTTPS = encoded("max-age=31536000; includeSubDomains");
    private static final CharSequence NO_FEATURES =
            encoded("camera=(), geolocation=(), microphone=(), usb=(), payment=(self)");
    private static final CharSequence NOSNIFF = encoded("nosniff");
    private static final CharSequence DENY = encoded("DENY");
    private static final CharSequence REFERRER_ORIGIN = encoded("strict-origin-when-cross-origin");
    private static final CharSequence SAME_ORIGIN = encoded("same-origin");

    private static final CharSequence CONTENT_POLICY = encoded("Content-Security-Policy");
    private static final CharSequence CONTENT_TYPE_OPTIONS = encoded("X-Content-Type-Options");
    private static final CharSequence FRAME_OPTIONS = encoded("X-Frame-Options");
    private static final CharSequence REFERRER_POLICY = encoded("Referrer-Policy");
    private static final CharSequence PERMISSIONS_POLICY = encoded("Permissions-Policy");
    private static final CharSequence OPENER_POLICY = encoded("Cross-Origin-Opener-Policy");
    private static final CharSequence RESOURCE_POLICY = encoded("Cross-Origin-Resource-Policy");
    private static final CharSequence TRANSPORT_SECURITY = encoded("Strict-Transport-Security");

    private final ForwardedHeaders forwarded;

    SecurityHeaders(ForwardedHeaders forwarded) {
        this.forwarded = forwarded;
    }

    /** Adds them; the request goes on. */
    public boolean add(RoutingContext context) {
        MultiMap headers = context.response().headers();
        String path = context.request().path();
        boolean isDocument = path != null && path.startsWith("/api-docs");
        headers.set(CONTENT_POLICY, isDocument ? DOCUMENT_POLICY : PAGE_POLICY);
        headers.set(CONTENT_TYPE_OPTIONS, NOSNIFF);
        headers.set(FRAME_OPTIONS, DENY);
        headers.set(REFERRER_POLICY, REFERRER_ORIGIN);
        headers.set(PERMISSIONS_POLICY, NO_FEATURES);
        headers.set(OPENER_POLICY, SAME_ORIGIN);
        headers.set(RESOURCE_POLICY, SAME_ORIGIN);
        if ("https".equals(forwarded.scheme(context.request()))) {
            headers.set(TRANSPORT_SECURITY, ONE_YEAR_HTTPS);
        }
        return true;
    }

    private static CharSequence policy(String scriptsAndStyles) {
        return encoded("default-src 'self'; " + scriptsAndStyles
                + "; img-src 'self' data: https:; font-src 'self' data:; connect-src 'self' ws: wss:;"
                + " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'");
    }

    /** Bytes made once: these texts are part of every answer. */
    private static CharSequence encoded(String text) {
        return HttpHeaders.createOptimized(text);
    }
}
