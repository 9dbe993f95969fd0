package gg.tiketi.event.platform;

import gg.tiketi.defaults.problem.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Lets a call to a {@link ServiceOnly} resource pass only with the service token. */
public class ServiceTokenFilter {

    private final ServiceToken token;

    ServiceTokenFilter(ServiceToken token) {
        this.token = token;
    }

    @ServiceOnly
    @ServerRequestFilter
    public @Nullable Response check(ContainerRequestContext request) {
        return token.isCarriedBy(request.getHeaderString(HttpHeaders.AUTHORIZATION))
                ? null
                : Problem.unauthenticated().response();
    }
}
