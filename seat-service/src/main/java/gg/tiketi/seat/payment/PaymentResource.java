package gg.tiketi.seat.payment;

import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.seat.platform.Caller;
import gg.tiketi.seat.platform.IdempotencyKey;
import gg.tiketi.seat.platform.SeatProblem;
import gg.tiketi.seat.reservation.ReservationId;
import gg.tiketi.seat.reservation.ReservationView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Paying for one's own reservation. */
@Path("/api")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Payments")
public class PaymentResource {

    private final PaymentService service;
    private final Caller caller;

    PaymentResource(PaymentService service, Caller caller) {
        this.service = service;
        this.caller = caller;
    }

    /**
     * How to pay.
     *
     * @param method the means
     */
    @RegisterForReflection
    public record PayBody(@NotNull PaymentMethod method) {}

    /**
     * The provider has not answered yet.
     *
     * @param paymentId the attempt
     * @param status always {@code PAYING}
     * @param askAgainAt when the reservation is worth looking at again
     */
    @RegisterForReflection
    public record UndecidedBody(UUID paymentId, String status, Instant askAgainAt) {}

    /** Takes the reservation's amount. */
    @POST
    @Path("/reservations/{id}/payments")
    @Operation(summary = "Pay for a reservation")
    @APIResponse(
            responseCode = "200",
            description = "confirmed",
            content = @Content(schema = @Schema(implementation = ReservationView.class)))
    @APIResponse(
            responseCode = "202",
            description = "the provider has not answered yet; the seats stay held until it does",
            content = @Content(schema = @Schema(implementation = UndecidedBody.class)))
    @APIResponse(responseCode = "402", description = "payment-declined")
    @APIResponse(responseCode = "409", description = "reservation-not-payable, request-in-flight")
    @APIResponse(responseCode = "410", description = "reservation-expired")
    public Uni<Response> pay(
            @PathParam("id") ReservationId id,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @NotNull @Valid PayBody body) {
        IdempotencyKey name =
                IdempotencyKey.of(key, "pay " + id + " " + body.method().code());
        return service.pay(id, caller.accountId(), body.method(), name).map(PaymentResource::answer);
    }

    private static Response answer(PayOutcome outcome) {
        return switch (outcome) {
            case PayOutcome.Confirmed confirmed ->
                Response.ok(confirmed.body(), MediaType.APPLICATION_JSON).build();
            case PayOutcome.Declined declined ->
                Problem.of(SeatProblem.PAYMENT_DECLINED).response();
            case PayOutcome.Undecided open ->
                Response.accepted(new UndecidedBody(open.paymentId().value(), "PAYING", open.askAgainAt()))
                        .build();
            case PayOutcome.Refused refused ->
                Problem.of(type(refused.reason())).response();
        };
    }

    private static SeatProblem type(PayOutcome.Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> SeatProblem.RESERVATION_NOT_FOUND;
            case LAPSED -> SeatProblem.RESERVATION_EXPIRED;
            case NOT_PAYABLE -> SeatProblem.RESERVATION_NOT_PAYABLE;
            case KEY_REUSED -> SeatProblem.IDEMPOTENCY_KEY_REUSED;
            case IN_FLIGHT -> SeatProblem.REQUEST_IN_FLIGHT;
        };
    }
}
