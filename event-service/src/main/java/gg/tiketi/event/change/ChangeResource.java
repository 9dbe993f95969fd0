package gg.tiketi.event.change;

import gg.tiketi.event.platform.ServiceOnly;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;

/** The feed that seat-service pulls. */
@ServiceOnly
@Path("/internal/changes")
public class ChangeResource {

    /** About 1 kB a change: a page stays well below what a client has to buffer anyway. */
    private static final int LARGEST_PAGE = 500;

    private final ChangeRepository changes;

    ChangeResource(ChangeRepository changes) {
        this.changes = changes;
    }

    @GET
    @Operation(hidden = true)
    public Uni<ChangePage> changes(
            @RestQuery @DefaultValue("0") @PositiveOrZero long after,
            @RestQuery @DefaultValue("100") @Min(1) @Max(LARGEST_PAGE) int limit) {
        return changes.findAfter(after, limit);
    }
}
