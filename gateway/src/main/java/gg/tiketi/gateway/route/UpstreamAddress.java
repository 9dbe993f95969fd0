package gg.tiketi.gateway.route;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.net.URI;

/** Turns a service's base URL and a caller's path into the address of a request. */
final class UpstreamAddress {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private UpstreamAddress() {}

    /** Request options that lead to the service. */
    static RequestOptions of(URI base) {
        boolean secure = "https".equals(base.getScheme());
        int port = base.getPort() != -1 ? base.getPort() : secure ? HTTPS : HTTP;
        return new RequestOptions().setHost(base.getHost()).setPort(port).setSsl(secure);
    }

    /** Path and query as the caller sent them; never an absolute URI, whatever the request line said. */
    static String pathAndQuery(HttpServerRequest request) {
        String query = request.query();
        return query == null ? request.path() : request.path() + "?" + query;
    }
}
