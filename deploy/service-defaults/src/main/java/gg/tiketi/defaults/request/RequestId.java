package gg.tiketi.defaults.request;

import com.github.f4b6a3.uuid.UuidCreator;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Takes the caller's request id, or makes one, and puts it into every log line, problem and answer. An id that is not
 * plain text of 8-64 characters is replaced, so that nobody can write into our logs through it.
 */
public class RequestId {

    /** Header that carries the id between caller, gateway and services. */
    public static final String HEADER = "X-Request-Id";

    private static final String PROPERTY = "requestId";
    private static final Pattern ACCEPTABLE = Pattern.compile("[A-Za-z0-9._-]{8,64}");

    @ServerRequestFilter(preMatching = true)
    public void begin(ContainerRequestContext request) {
        MDC.put(PROPERTY, of(request));
    }

    @ServerResponseFilter
    public void end(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle(HEADER, of(request));
        MDC.remove(PROPERTY);
    }

    /** The id of a REST request. */
    public static String of(ContainerRequestContext request) {
        if (request.getProperty(PROPERTY) instanceof String known) {
            return known;
        }
        String id = acceptOrCreate(request.getHeaderString(HEADER));
        request.setProperty(PROPERTY, id);
        return id;
    }

    /** The id of a plain Vert.x request; the same for every call on the same request. */
    public static String of(HttpServerRequest request) {
        String id = acceptOrCreate(request.getHeader(HEADER));
        request.headers().set(HEADER, id);
        return id;
    }

    static String acceptOrCreate(@Nullable String offered) {
        return offered != null && ACCEPTABLE.matcher(offered).matches()
                ? offered
                : UuidCreator.getTimeOrderedEpoch().toString();
    }
}
