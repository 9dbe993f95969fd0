package gg.tiketi.seat.cancellation;

import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.seat.platform.Caller;
import gg.tiketi.seat.platform.IdempotencyKey;
import gg.tiketi.seat.platform.SeatProblem;
import gg.tiketi.seat.reservation.ReservationId;
import gg.tiketi.seat.reservation.ReservationView;
import gg.tiketi.seat.seatmap.Position;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Giving up one's own reservation. */
@Path("/api")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Reservations")
public class CancellationResource {

    private final CancellationService service;
    private final Caller caller;

    CancellationResource(CancellationService service, Caller caller) {
        this.service = service;
        this.caller = caller;
    }

    /** Cancels the whole reservation and returns what was paid. */
    @DELETE
    @Path("/reservations/{id}")
    @Operation(summary = "Cancel a reservation")
    @APIResponse(
            responseCode = "200",
            description = "cancelled",
            content = @Content(schema = @Schema(implementation = ReservationView.class)))
    @APIResponse(responseCode = "409", description = "payment-in-progress, reservation-ended")
    @APIResponse(responseCode = "410", description = "reservation-expired")
    public Uni<Response> cancel(
            @PathParam("id") ReservationId id, @HeaderParam(IdempotencyKey.HEADER) @Nullable String key) {
        IdempotencyKey name = IdempotencyKey.of(key, "cancel " + id);
        return service.cancel(id, caller.accountId(), name).map(CancellationResource::answer);
    }

    private static Response answer(CancelOutcome outcome) {
        return switch (outcome) {
            case CancelOutcome.Cancelled cancelled -> {
                Response.ResponseBuilder builder = Response.ok(cancelled.body(), MediaType.APPLICATION_JSON);
                cancelled.position().ifPresent(position -> builder.header(Position.HEADER, position.toString()));
                yield builder.build();
            }
            case CancelOutcome.Refused refused ->
                Problem.of(type(refused.reason())).response();
        };
    }

    private static SeatProblem type(CancelOutcome.Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> SeatProblem.RESERVATION_NOT_FOUND;
            case PAYING -> SeatProblem.PAYMENT_IN_PROGRESS;
            case LAPSED -> SeatProblem.RESERVATION_EXPIRED;
            case ENDED -> SeatProblem.RESERVATION_ENDED;
            case KEY_REUSED -> SeatProblem.IDEMPOTENCY_KEY_REUSED;
        };
    }
}
