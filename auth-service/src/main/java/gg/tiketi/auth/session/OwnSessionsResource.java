package gg.tiketi.auth.session;

import gg.tiketi.auth.account.AccountId;
import gg.tiketi.auth.platform.Origin;
import gg.tiketi.auth.session.SessionRepository.OpenSession;
import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Where the signed-in person is signed in, and how to end it there. Another person's session is not found. */
@Path("/api/auth/sessions")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Session")
public class OwnSessionsResource {

    private final SessionService sessions;
    private final JsonWebToken token;

    OwnSessionsResource(SessionService sessions, JsonWebToken token) {
        this.sessions = sessions;
        this.token = token;
    }

    /** The live sessions, newest first; at most as many as the setting says. */
    @RegisterForReflection
    public record OwnSessions(List<OwnSession> items) {}

    /**
     * A sign-in on some device.
     *
     * @param current whether it is the one that asks
     */
    @RegisterForReflection
    public record OwnSession(UUID id, Instant createdAt, Instant lastUsedAt, Instant expiresAt, boolean current) {}

    /** Lists them. */
    @GET
    @Operation(summary = "Where the signed-in person is signed in")
    public Uni<OwnSessions> list() {
        String current = token.getClaim("sid");
        return sessions.list(caller())
                .map(open -> new OwnSessions(
                        open.stream().map(session -> view(session, current)).toList()));
    }

    /** Ends one. */
    @DELETE
    @Path("/{id}")
    @Operation(summary = "Sign out there")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "404", description = "not-found")
    public Uni<Response> end(@RestPath UUID id, @Context HttpServerRequest connection) {
        return sessions.end(caller(), new SessionId(id), Origin.of(connection))
                .map(ended -> ended
                        ? Response.noContent().build()
                        : Problem.of(CommonProblem.NOT_FOUND).response());
    }

    /** Ends all of them, this one too unless it is to be kept. */
    @DELETE
    @Operation(summary = "Sign out everywhere")
    @APIResponse(responseCode = "204")
    public Uni<Response> endAll(
            @RestQuery @DefaultValue("false") @Parameter(description = "whether the session that asks goes on")
                    boolean keepCurrent,
            @Context HttpServerRequest connection) {
        SessionId current = new SessionId(UUID.fromString(token.getClaim("sid")));
        return sessions.endAll(caller(), keepCurrent ? current : null, Origin.of(connection))
                .replaceWith(() -> Response.noContent().build());
    }

    private AccountId caller() {
        return new AccountId(UUID.fromString(token.getSubject()));
    }

    private static OwnSession view(OpenSession session, String current) {
        UUID id = session.id().value();
        return new OwnSession(
                id,
                session.createdAt(),
                session.lastUsedAt(),
                session.expiresAt(),
                id.toString().equals(current));
    }
}
