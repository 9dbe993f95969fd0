package gg.tiketi.seat.platform;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The least that this service can answer, on the same way as everything else: what benchmarks compare the real answers
 * with. Internal paths are not routed by the gateway.
 */
@Path("/internal/empty")
public class EmptyResource {

    private static final String NOTHING = "{}";

    /** An empty JSON object. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Uni<String> nothing() {
        return Uni.createFrom().item(NOTHING);
    }
}
