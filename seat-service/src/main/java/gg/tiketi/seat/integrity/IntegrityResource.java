package gg.tiketi.seat.integrity;

import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.seat.platform.SeatProblem;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The invariants and whether they hold, for administrators. */
@Path("/api/admin/integrity")
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
public class IntegrityResource {

    private static final Duration RUNNING_RETRY = Duration.ofSeconds(5);

    private final IntegrityService service;

    IntegrityResource(IntegrityService service) {
        this.service = service;
    }

    /** What this node's last run found. */
    @GET
    @Operation(summary = "What the last integrity run of this node found")
    @APIResponse(
            responseCode = "200",
            description = "each check",
            content = @Content(schema = @Schema(implementation = IntegrityReport.class)))
    public IntegrityReport latest() {
        return IntegrityReport.of(service.latest());
    }

    /** Runs all checks; a run that takes longer than the gateway waits goes on, and the last report tells its end. */
    @POST
    @Operation(summary = "Run all integrity checks now")
    @APIResponse(
            responseCode = "200",
            description = "each check",
            content = @Content(schema = @Schema(implementation = IntegrityReport.class)))
    @APIResponse(responseCode = "409", description = "integrity-check-running: by another node")
    public Uni<Response> run() {
        return service.run().map(IntegrityResource::answer);
    }

    private static Response answer(Optional<List<Finding>> found) {
        return found.map(findings -> Response.ok(IntegrityReport.of(findings)).build())
                .orElseGet(() -> Problem.of(SeatProblem.INTEGRITY_CHECK_RUNNING)
                        .retryAfter(RUNNING_RETRY)
                        .response());
    }
}
