package gg.tiketi.seat.reservation;

import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.seat.platform.Caller;
import gg.tiketi.seat.platform.IdempotencyKey;
import gg.tiketi.seat.platform.SeatProblem;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.waitingroom.AdmissionTokens;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reserving seats, and looking at one's own reservations. */
@Path("/api")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Reservations")
public class ReservationResource {

    private static final Duration BUSY_RETRY = Duration.ofSeconds(1);

    private final ReservationService service;
    private final AdmissionTokens admissions;
    private final Caller caller;

    ReservationResource(ReservationService service, AdmissionTokens admissions, Caller caller) {
        this.service = service;
        this.admissions = admissions;
        this.caller = caller;
    }

    /** Holds all the seats for the caller, or none. */
    @POST
    @Path("/events/{eventId}/reservations")
    @Operation(summary = "Reserve seats by label, the best available, or standing places; all or none")
    @APIResponse(
            responseCode = "201",
            description = "held until expiresAt",
            content = @Content(schema = @Schema(implementation = ReservationView.class)))
    @APIResponse(
            responseCode = "403",
            description = "admission-required, admission-expired: the waiting room is active")
    @APIResponse(responseCode = "409", description = "seats-taken with alternatives; not-enough-seats")
    @APIResponse(responseCode = "422", description = "purchase-limit, sale-not-open, sale-closed, unknown-seats …")
    public Uni<Response> reserve(
            @PathParam("eventId") EventId eventId,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @HeaderParam(AdmissionTokens.HEADER) @Nullable String admission,
            @NotNull @Valid ReserveBody body) {
        Wish wish = body.wish();
        IdempotencyKey name = IdempotencyKey.of(key, "reserve " + eventId + " " + wish.canonical());
        UUID account = caller.accountId();
        return service.reserve(
                        new ReserveRequest(eventId, account, name, wish, admissions.read(admission, eventId, account)))
                .map(ReservationResource::answer);
    }

    /** The caller's reservations, newest first. */
    @GET
    @Path("/reservations")
    @Operation(summary = "My reservations, newest first")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ReservationView.Page.class)))
    public Uni<String> mine(
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return service.page(caller.accountId(), page, size).map(ReservationPage::encode);
    }

    /** One of the caller's reservations, with what happened to it. */
    @GET
    @Path("/reservations/{id}")
    @Operation(summary = "One of my reservations with its timeline")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ReservationView.class)))
    @APIResponse(responseCode = "404", description = "reservation-not-found, also when it is somebody else's")
    public Uni<Response> one(@PathParam("id") ReservationId id) {
        return service.find(id, caller.accountId()).map(found -> found.map(
                        body -> Response.ok(body).build())
                .orElseGet(() -> Problem.of(SeatProblem.RESERVATION_NOT_FOUND).response()));
    }

    /** Accepts an offer of the waitlist. */
    @POST
    @Path("/reservations/{id}/acceptance")
    @Operation(summary = "Accept an offer: it is held until the new expiresAt; repeating it changes nothing")
    @APIResponse(
            responseCode = "200",
            description = "PENDING, to be paid for; needs no admission, because the offer is the permission",
            content = @Content(schema = @Schema(implementation = ReservationView.class)))
    @APIResponse(responseCode = "404", description = "reservation-not-found, also when it is somebody else's")
    @APIResponse(responseCode = "409", description = "reservation-not-offered, reservation-ended")
    @APIResponse(responseCode = "410", description = "reservation-expired: the offer is over")
    public Uni<Response> accept(@PathParam("id") ReservationId id) {
        return service.accept(id, caller.accountId()).map(ReservationResource::answer);
    }

    private static Response answer(AcceptOutcome outcome) {
        return switch (outcome) {
            case AcceptOutcome.Accepted accepted ->
                Response.ok(accepted.body(), MediaType.APPLICATION_JSON).build();
            case AcceptOutcome.Refused refused ->
                Problem.of(type(refused.reason())).response();
        };
    }

    private static SeatProblem type(AcceptOutcome.Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> SeatProblem.RESERVATION_NOT_FOUND;
            case LAPSED -> SeatProblem.RESERVATION_EXPIRED;
            case ENDED -> SeatProblem.RESERVATION_ENDED;
            case NOT_OFFERED -> SeatProblem.RESERVATION_NOT_OFFERED;
        };
    }

    private static Response answer(ReserveOutcome outcome) {
        return switch (outcome) {
            case ReserveOutcome.Placed placed ->
                at(placed.position(), Response.status(201).entity(placed.body()).type(MediaType.APPLICATION_JSON));
            case ReserveOutcome.SeatsTaken taken ->
                at(
                        taken.position(),
                        Response.fromResponse(Problem.of(SeatProblem.SEATS_TAKEN)
                                .with("taken", taken.labels())
                                .with("alternatives", taken.alternatives())
                                .response()));
            case ReserveOutcome.NotEnough notEnough ->
                at(
                        notEnough.position(),
                        Response.fromResponse(
                                Problem.of(SeatProblem.NOT_ENOUGH_SEATS).response()));
            case ReserveOutcome.LimitReached limit ->
                Problem.of(SeatProblem.PURCHASE_LIMIT)
                        .with("limit", limit.limit())
                        .with("has", limit.has())
                        .response();
            case ReserveOutcome.TooManySeats tooMany ->
                Problem.of(SeatProblem.TOO_MANY_SEATS)
                        .with("limit", tooMany.limit())
                        .response();
            case ReserveOutcome.UnknownSeats unknown ->
                Problem.of(SeatProblem.UNKNOWN_SEATS)
                        .with("unknown", unknown.labels())
                        .response();
            case ReserveOutcome.Refused refused -> problem(refused.reason()).response();
        };
    }

    private static Problem problem(ReserveOutcome.Reason reason) {
        return switch (reason) {
            case UNKNOWN_EVENT -> Problem.of(SeatProblem.EVENT_NOT_FOUND);
            case EVENT_CANCELLED -> Problem.of(SeatProblem.EVENT_CANCELLED);
            case SALE_STOPPED -> Problem.of(SeatProblem.SALE_STOPPED);
            case SALE_NOT_OPEN -> Problem.of(SeatProblem.SALE_NOT_OPEN);
            case SALE_CLOSED -> Problem.of(SeatProblem.SALE_CLOSED);
            case ADMISSION_REQUIRED -> Problem.of(SeatProblem.ADMISSION_REQUIRED);
            case ADMISSION_EXPIRED -> Problem.of(SeatProblem.ADMISSION_EXPIRED);
            case KEY_REUSED -> Problem.of(SeatProblem.IDEMPOTENCY_KEY_REUSED);
            case IN_FLIGHT -> Problem.of(SeatProblem.REQUEST_IN_FLIGHT);
            case BUSY -> Problem.unavailable(BUSY_RETRY);
        };
    }

    private static Response at(Optional<Position> position, Response.ResponseBuilder builder) {
        position.ifPresent(known -> builder.header(Position.HEADER, known.toString()));
        return builder.build();
    }
}
