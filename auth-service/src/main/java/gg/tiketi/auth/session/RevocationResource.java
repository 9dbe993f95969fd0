package gg.tiketi.auth.session;

import gg.tiketi.defaults.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The list of ended sign-ins that every service reads. The gateway routes no internal path; to whoever reads it all the
 * same it tells digests of random ids, nobody's name and no credential.
 */
@Path("/internal/revocations")
public class RevocationResource {

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final RevokedSessions revoked;

    RevocationResource(RevokedSessions revoked) {
        this.revoked = revoked;
    }

    /** Fingerprints of sign-ins whose access tokens are refused. */
    @RegisterForReflection
    public record Listed(List<String> sessions) {}

    @GET
    @NonBlocking
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Response list(@Context Request request) {
        if (!revoked.isRead()) {
            return Problem.unavailable(RETRY).response();
        }
        RevokedSessions.Listing listing = revoked.listing();
        EntityTag tag = new EntityTag(listing.tag());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return (unchanged == null
                        ? Response.ok(new Listed(listing.fingerprints())).tag(tag)
                        : unchanged)
                .build();
    }
}
