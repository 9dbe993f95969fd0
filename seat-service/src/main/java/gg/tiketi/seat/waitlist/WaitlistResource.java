package gg.tiketi.seat.waitlist;

import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.seat.platform.Caller;
import gg.tiketi.seat.platform.SeatProblem;
import gg.tiketi.seat.seatmap.EventId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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
import org.jspecify.annotations.Nullable;

/** Waiting for seats of an event that is sold out. */
@Path("/api/events/{eventId}/waitlist")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Waitlist")
public class WaitlistResource {

    private static final Duration BUSY_RETRY = Duration.ofSeconds(1);
    private static final int LONGEST_TIER = 64;
    private static final int LARGEST_GROUP = 64;
    private static final String NO_CONTROLS = "[^\\p{Cc}]*";

    private final WaitlistService service;
    private final Caller caller;

    WaitlistResource(WaitlistService service, Caller caller) {
        this.service = service;
        this.caller = caller;
    }

    /**
     * What to wait for.
     *
     * @param priceTier seats of which tier
     * @param groupSize how many; no more than the event allows a person
     * @param adjacent whether only seats side by side in one row will do; false unless said otherwise
     */
    @RegisterForReflection
    @Schema(name = "WaitlistJoin")
    public record Join(
            @NotNull @Size(min = 1, max = LONGEST_TIER) @Pattern(regexp = NO_CONTROLS)
            String priceTier,

            @NotNull @Min(1) @Max(LARGEST_GROUP) Integer groupSize,
            @Nullable Boolean adjacent) {}

    /** The caller's entries: for each tier the latest, ended ones for a day. */
    @RegisterForReflection
    @Schema(name = "Waitlist")
    record Entries(List<WaitlistEntry> entries) {}

    /** Takes a place, or tells the one the caller has. */
    @POST
    @Operation(summary = "Wait for seats of a tier; repeating it changes nothing, also while there is an offer")
    @APIResponse(
            responseCode = "201",
            description = "in line, now or since an earlier request for the same",
            content = @Content(schema = @Schema(implementation = WaitlistEntry.class)))
    @APIResponse(responseCode = "404", description = "event-not-found")
    @APIResponse(
            responseCode = "409",
            description = "waitlist-seats-available: buy them; waitlist-already-joined with another wish, told as"
                    + " entry; waitlist-full")
    @APIResponse(
            responseCode = "422",
            description = "unknown-price-tier, too-many-seats, purchase-limit, too-many-waitlist-entries,"
                    + " sale-not-open, sale-closed, sale-stopped, event-cancelled")
    public Uni<Response> join(@PathParam("eventId") EventId eventId, @NotNull @Valid Join body) {
        return service.join(new WaitlistWish(
                        eventId,
                        caller.accountId(),
                        body.priceTier(),
                        body.groupSize(),
                        Boolean.TRUE.equals(body.adjacent())))
                .map(WaitlistResource::answer);
    }

    /** How it stands. */
    @GET
    @Operation(summary = "What I wait for: state, place, people ahead, and the offer if there is one")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Entries.class)))
    @APIResponse(responseCode = "404", description = "event-not-found")
    public Uni<Response> mine(@PathParam("eventId") EventId eventId) {
        return service.mine(eventId, caller.accountId())
                .map(found -> found.map(entries -> Response.ok(new Entries(entries))
                                .header("Cache-Control", "no-store")
                                .build())
                        .orElseGet(() -> Problem.of(SeatProblem.EVENT_NOT_FOUND).response()));
    }

    /** Gives up place and offer. */
    @DELETE
    @Operation(summary = "Leave: my place, or my offer, is over at once; all tiers unless one is named")
    @APIResponse(responseCode = "204", description = "also when there was none")
    public Uni<Response> leave(
            @PathParam("eventId") EventId eventId,
            @QueryParam("priceTier") @Size(min = 1, max = LONGEST_TIER) @Pattern(regexp = NO_CONTROLS) @Nullable
                    String priceTier) {
        return service.leave(eventId, Optional.ofNullable(priceTier), caller.accountId())
                .map(left -> Response.noContent().build());
    }

    private static Response answer(JoinOutcome outcome) {
        return switch (outcome) {
            case JoinOutcome.Stands stands ->
                Response.status(201).entity(stands.entry()).build();
            case JoinOutcome.Different different ->
                Problem.of(SeatProblem.WAITLIST_ALREADY_JOINED)
                        .with("entry", different.entry())
                        .response();
            case JoinOutcome.TooManySeats tooMany ->
                Problem.of(SeatProblem.TOO_MANY_SEATS)
                        .with("limit", tooMany.limit())
                        .response();
            case JoinOutcome.LimitReached limit ->
                Problem.of(SeatProblem.PURCHASE_LIMIT)
                        .with("limit", limit.limit())
                        .with("has", limit.has())
                        .response();
            case JoinOutcome.Refused refused -> problem(refused.reason()).response();
        };
    }

    private static Problem problem(JoinOutcome.Reason reason) {
        return switch (reason) {
            case UNKNOWN_EVENT -> Problem.of(SeatProblem.EVENT_NOT_FOUND);
            case EVENT_CANCELLED -> Problem.of(SeatProblem.EVENT_CANCELLED);
            case SALE_STOPPED -> Problem.of(SeatProblem.SALE_STOPPED);
            case SALE_NOT_OPEN -> Problem.of(SeatProblem.SALE_NOT_OPEN);
            case SALE_CLOSED -> Problem.of(SeatProblem.SALE_CLOSED);
            case UNKNOWN_TIER -> Problem.of(SeatProblem.UNKNOWN_PRICE_TIER);
            case SEATS_AVAILABLE -> Problem.of(SeatProblem.WAITLIST_SEATS_AVAILABLE);
            case TOO_MANY_ENTRIES -> Problem.of(SeatProblem.TOO_MANY_WAITLIST_ENTRIES);
            case FULL -> Problem.of(SeatProblem.WAITLIST_FULL);
            case BUSY -> Problem.unavailable(BUSY_RETRY);
        };
    }
}
