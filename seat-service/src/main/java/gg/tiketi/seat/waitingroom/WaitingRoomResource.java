package gg.tiketi.seat.waitingroom;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.seat.platform.Caller;
import gg.tiketi.seat.platform.SeatProblem;
import gg.tiketi.seat.seatmap.EventId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The own place in an event's waiting room. */
@Path("/api/events/{eventId}/waiting-room")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Waiting room")
public class WaitingRoomResource {

    private static final Duration BUSY_RETRY = Duration.ofSeconds(2);

    private final WaitingRoomService service;
    private final Challenges challenges;
    private final Caller caller;

    WaitingRoomResource(WaitingRoomService service, Challenges challenges, Caller caller) {
        this.service = service;
        this.challenges = challenges;
        this.caller = caller;
    }

    /**
     * The answer to a challenge; not needed where the room asks for none, and by those who have a place.
     *
     * @param challenge as it was given
     * @param solution what was found; nothing for a wait
     */
    @RegisterForReflection
    @Schema(name = "WaitingRoomJoin")
    public record Join(
            @Nullable @Size(max = 200) String challenge,
            @Nullable @Size(max = 64) String solution) {}

    /** Takes a place, or tells the one the caller has. */
    @POST
    @Operation(summary = "Join, or find the place I have; repeating it changes nothing")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = WaitingStatus.class)))
    @APIResponse(responseCode = "403", description = "challenge-required, not-eligible")
    @APIResponse(responseCode = "404", description = "event-not-found")
    @APIResponse(responseCode = "409", description = "lobby-not-open, waiting-room-draining")
    public Uni<Response> join(@PathParam("eventId") EventId eventId, @Nullable @Valid Join body) {
        JoinRequest request = new JoinRequest(
                eventId,
                caller.accountId(),
                caller.hasVerifiedEmail(),
                body == null ? null : body.challenge(),
                body == null ? null : body.solution());
        return service.join(request).map(WaitingRoomResource::answer);
    }

    /** How it stands; asking is the sign of life that keeps the place. */
    @GET
    @Operation(summary = "How it stands with my place; ask again after pollAfterSeconds to keep it")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = WaitingStatus.class)))
    @APIResponse(responseCode = "404", description = "event-not-found")
    public Uni<Response> status(@PathParam("eventId") EventId eventId) {
        return service.status(eventId, caller.accountId()).map(WaitingRoomResource::answer);
    }

    /** Gives place and admission up. */
    @DELETE
    @Operation(summary = "Leave: my place, or my admission, is over at once")
    @APIResponse(responseCode = "204", description = "also when there was none")
    public Uni<Response> leave(@PathParam("eventId") EventId eventId) {
        return service.leave(eventId, caller.accountId())
                .map(left -> Response.noContent().build());
    }

    /** A challenge to be answered before joining. */
    @GET
    @Path("/challenge")
    @Operation(summary = "A challenge to answer when joining: a proof of work, or for those who cannot do it, a wait")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Challenges.Asked.class)))
    @APIResponse(responseCode = "400", description = "no such kind")
    public Response challenge(
            @PathParam("eventId") EventId eventId,
            @QueryParam("kind") @DefaultValue("proof-of-work") @Size(max = 20) String kind) {
        return challenges
                .ask(kind, eventId, caller.accountId())
                .map(asked -> Response.ok(asked).build())
                .orElseGet(() -> Problem.of(CommonProblem.MALFORMED_REQUEST)
                        .detail("kind is proof-of-work or wait")
                        .response());
    }

    private static Response answer(JoinOutcome outcome) {
        return switch (outcome) {
            case JoinOutcome.Stands stands ->
                Response.ok(stands.status()).header("Cache-Control", "no-store").build();
            case JoinOutcome.UnknownEvent unknown ->
                Problem.of(SeatProblem.EVENT_NOT_FOUND).response();
            case JoinOutcome.NotEligible refused ->
                Problem.of(SeatProblem.NOT_ELIGIBLE).response();
            case JoinOutcome.ChallengeRequired required ->
                Problem.of(SeatProblem.CHALLENGE_REQUIRED).response();
            case JoinOutcome.NotYet notYet ->
                notYet.opensAt()
                        .map(at -> Problem.of(SeatProblem.LOBBY_NOT_OPEN).with("opensAt", at.toString()))
                        .orElseGet(() -> Problem.of(SeatProblem.LOBBY_NOT_OPEN))
                        .response();
            case JoinOutcome.Draining draining ->
                Problem.of(SeatProblem.WAITING_ROOM_DRAINING).response();
            case JoinOutcome.Busy busy -> Problem.unavailable(BUSY_RETRY).response();
        };
    }
}
