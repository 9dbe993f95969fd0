package gg.tiketi.gateway.limit;

import gg.tiketi.gateway.platform.GatewayConfig;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Map;

/** Refuses requests whose headers are too large in sum; what even the HTTP parser refuses never gets here. */
@Singleton
public class HeaderLimit {

    private final int maxBytes;

    HeaderLimit(GatewayConfig config) {
        this.maxBytes = config.maxHeaderBytes();
    }

    /** Whether there is too much of them. */
    public boolean refuses(HttpServerRequest request) {
        int size = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            size += header.getKey().length() + header.getValue().length();
        }
        return size > maxBytes;
    }
}
