package gg.tiketi.event.catalog;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.event.platform.EventId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Lets an admin end or pause a sale. Saying it twice is the same as saying it once. */
@Path("/api/admin/events/{eventId}")
@RolesAllowed("admin")
@Tag(name = "admin")
public class EventAdminResource {

    private final EventCatalogService catalog;

    EventAdminResource(EventCatalogService catalog) {
        this.catalog = catalog;
    }

    @POST
    @Path("/cancel")
    @Operation(summary = "Cancel an event for good")
    @APIResponse(responseCode = "204", description = "The event is cancelled")
    @APIResponse(responseCode = "404", description = "There is no such event")
    public Uni<Response> cancel(@RestPath UUID eventId) {
        return catalog.cancel(new EventId(eventId)).map(EventAdminResource::answer);
    }

    @POST
    @Path("/stop-sale")
    @Operation(summary = "Stop selling until resumed")
    @APIResponse(responseCode = "204", description = "The sale is stopped")
    @APIResponse(responseCode = "404", description = "There is no such event")
    @APIResponse(responseCode = "409", description = "The event is cancelled")
    public Uni<Response> stopSale(@RestPath UUID eventId) {
        return catalog.stopSale(new EventId(eventId)).map(EventAdminResource::answer);
    }

    @POST
    @Path("/resume-sale")
    @Operation(summary = "Go on selling")
    @APIResponse(responseCode = "204", description = "The sale goes on")
    @APIResponse(responseCode = "404", description = "There is no such event")
    @APIResponse(responseCode = "409", description = "The event is cancelled")
    public Uni<Response> resumeSale(@RestPath UUID eventId) {
        return catalog.resumeSale(new EventId(eventId)).map(EventAdminResource::answer);
    }

    private static Response answer(EventChangeOutcome outcome) {
        return switch (outcome) {
            case EventChangeOutcome.Changed changed -> Response.noContent().build();
            case EventChangeOutcome.Unchanged unchanged -> Response.noContent().build();
            case EventChangeOutcome.Cancelled cancelled ->
                Problem.of(EventProblem.EVENT_ALREADY_CANCELLED).response();
            case EventChangeOutcome.Unknown unknown ->
                Problem.of(CommonProblem.NOT_FOUND).response();
        };
    }
}
