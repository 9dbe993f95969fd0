package gg.tiketi.gateway.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Serves the page: its addresses all lead to index.html, which finds the view by itself; a missing file stays missing.
 * Files with a hash in their name never change, index.html is asked for each time.
 */
@Singleton
public class PageStep {

    private static final String INDEX = "/index.html";
    private static final String DOCUMENT = "/api-docs";
    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final String ASK_FIRST = "no-cache";
    private static final String SOME_MINUTES = "public, max-age=300";

    /** Leads the page's addresses to index.html and sets how long things may be kept; false when done. */
    public boolean lead(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = String.valueOf(request.path());
        if (isView(request, path)) {
            context.reroute(INDEX);
            return false;
        }
        context.addHeadersEndHandler(writing -> {
            int status = context.response().getStatusCode();
            if (status == 200 || status == 206 || status == 304) {
                context.response().putHeader(HttpHeaders.CACHE_CONTROL, caching(path));
            }
        });
        return true;
    }

    private static boolean isView(HttpServerRequest request, String path) {
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        return reads && isViewPath(path) && acceptsHtml(request.getHeader(HttpHeaders.ACCEPT));
    }

    /** A view's address has no file ending; the API document is a page of its own. */
    static boolean isViewPath(String path) {
        boolean isFile = path.indexOf('.', path.lastIndexOf('/')) >= 0;
        boolean isDocument = path.equals(DOCUMENT) || path.startsWith(DOCUMENT + "/");
        return !isFile && !isDocument;
    }

    static String caching(String path) {
        if (path.startsWith("/assets/")) {
            return FOREVER;
        }
        return path.equals(INDEX) || path.startsWith(DOCUMENT) ? ASK_FIRST : SOME_MINUTES;
    }

    private static boolean acceptsHtml(@Nullable String accept) {
        return accept != null && accept.contains("text/html");
    }
}
