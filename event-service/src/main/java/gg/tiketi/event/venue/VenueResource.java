package gg.tiketi.event.venue;

import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** Shows venues to everybody. */
@Path("/api/venues")
@Tag(name = "venues")
public class VenueResource {

    private static final int LARGEST_PAGE = 100;
    private static final int LAST_PAGE = 1_000_000;

    private final VenueRepository venues;

    VenueResource(VenueRepository venues) {
        this.venues = venues;
    }

    @GET
    @Operation(summary = "List venues by their Korean name")
    public Uni<VenuePage> list(
            @RestQuery @DefaultValue("1") @Min(1) @Max(LAST_PAGE) int page,
            @RestQuery @DefaultValue("20") @Min(1) @Max(LARGEST_PAGE) int size) {
        return venues.list(page, size);
    }
}
