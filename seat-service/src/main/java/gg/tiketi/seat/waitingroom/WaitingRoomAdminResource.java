package gg.tiketi.seat.waitingroom;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.seat.platform.SeatProblem;
import gg.tiketi.seat.seatmap.EventId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Setting up and steering an event's waiting room, for administrators. */
@Path("/api/admin/events/{eventId}/waiting-room")
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
public class WaitingRoomAdminResource {

    private static final int MOST_PER_MINUTE = 60_000;

    /** All live admissions are written to Redis in one script: some 10 ms at this many. */
    private static final int MOST_ACTIVE = 10_000;

    private final WaitingRoomAdminService service;

    WaitingRoomAdminResource(WaitingRoomAdminService service) {
        this.service = service;
    }

    /**
     * What is wanted of a room. Times of a lobby that is open already stay as they are.
     *
     * @param mode when admission is asked for
     * @param threshold people with unpaid reservations from which on an AUTOMATIC room opens
     * @param perMinute most admissions a minute
     * @param cap most admissions alive at a time
     * @param admissionSeconds how long an admission lives; buying renews it
     * @param lobbyOpensAt when people may gather for the draw, with {@code opensAt}
     * @param opensAt when the draw is made
     * @param verifiedEmail whether only accounts with a confirmed address may join
     * @param challenge what a newcomer has to do; PROOF_OF_WORK unless said otherwise
     * @param beacon where the draw's public number comes from; NONE unless said otherwise
     */
    @RegisterForReflection
    @Schema(name = "WaitingRoomSettings")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Settings(
            @NotNull WaitingRoom.Mode mode,
            @Min(1) @Max(1_000_000) int threshold,
            @Min(1) @Max(MOST_PER_MINUTE) int perMinute,
            @Min(1) @Max(MOST_ACTIVE) int cap,
            @Min(30) @Max(3600) int admissionSeconds,
            @Nullable Instant lobbyOpensAt,
            @Nullable Instant opensAt,
            boolean verifiedEmail,
            WaitingRoom.@Nullable ChallengeKind challenge,
            WaitingRoom.@Nullable Beacon beacon) {

        @JsonIgnore
        @Schema(hidden = true)
        @AssertTrue(message = "lobbyOpensAt and opensAt come together and in this order, with mode FORCED")
        public boolean isClear() {
            return lobbyOpensAt == null || opensAt == null
                    ? lobbyOpensAt == null && opensAt == null
                    : lobbyOpensAt.isBefore(opensAt) && mode == WaitingRoom.Mode.FORCED;
        }

        RoomSettings toSettings() {
            return new RoomSettings(
                    mode,
                    threshold,
                    perMinute,
                    cap,
                    Duration.ofSeconds(admissionSeconds),
                    Optional.ofNullable(lobbyOpensAt),
                    Optional.ofNullable(opensAt),
                    verifiedEmail,
                    challenge == null ? WaitingRoom.ChallengeKind.PROOF_OF_WORK : challenge,
                    beacon == null ? WaitingRoom.Beacon.NONE : beacon);
        }

        static Settings of(RoomSettings settings) {
            return new Settings(
                    settings.mode(),
                    settings.threshold(),
                    settings.perMinute(),
                    settings.cap(),
                    (int) settings.admission().toSeconds(),
                    settings.lobbyOpensAt().orElse(null),
                    settings.opensAt().orElse(null),
                    settings.verifiedEmail(),
                    settings.challenge(),
                    settings.beacon());
        }
    }

    /**
     * A room as it is.
     *
     * @param settings what is wanted
     * @param phase what it does
     * @param generation counts its openings; the counts are this one's
     * @param paused whether nobody is admitted for the moment
     * @param draining whether no new places are given
     * @param lobby people who wait for the draw
     * @param waiting people in line
     * @param active admissions alive
     * @param admitted admissions ever given
     * @param lastMinute of them from the line, in the last minute
     * @param completed ended by a purchase
     * @param expired ended by time
     * @param gone people who left, or were not heard of
     */
    @RegisterForReflection
    @Schema(name = "WaitingRoomOverview")
    public record Overview(
            Settings settings,
            WaitingRoom.Phase phase,
            int generation,
            boolean paused,
            boolean draining,
            long lobby,
            long waiting,
            long active,
            long admitted,
            long lastMinute,
            long completed,
            long expired,
            long gone) {

        static Overview of(WaitingRoomAdminService.Overview seen) {
            WaitingRoom room = seen.room();
            WaitingRoomRepository.Numbers numbers = seen.numbers();
            return new Overview(
                    Settings.of(room.settings()),
                    room.phase(),
                    room.generation(),
                    room.paused(),
                    room.draining(),
                    numbers.lobby(),
                    numbers.waiting(),
                    numbers.active(),
                    numbers.admitted(),
                    numbers.lastMinute(),
                    numbers.completed(),
                    numbers.expired(),
                    numbers.gone());
        }
    }

    /** Rate and cap, effective with the next tick. */
    @RegisterForReflection
    @Schema(name = "WaitingRoomRate")
    public record Rate(
            @Min(1) @Max(MOST_PER_MINUTE) int perMinute,
            @Min(1) @Max(MOST_ACTIVE) int cap) {}

    /** A switch. */
    @RegisterForReflection
    @Schema(name = "WaitingRoomSwitch")
    public record Switch(@NotNull Boolean on) {}

    /** The beacon's value, and where anybody can look it up. */
    @RegisterForReflection
    @Schema(name = "WaitingRoomBeacon")
    public record BeaconValue(
            @NotNull @Size(min = 3, max = 200) String source,
            @NotNull @Size(min = 1, max = 1000) String value) {}

    /** The room. */
    @GET
    @Operation(summary = "Settings and numbers of the waiting room")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Overview.class)))
    @APIResponse(responseCode = "409", description = "no-waiting-room: nobody has set it up")
    public Uni<Response> look(@PathParam("eventId") EventId eventId) {
        return service.look(eventId)
                .map(found -> found.map(seen -> Response.ok(Overview.of(seen)).build())
                        .orElseGet(WaitingRoomAdminResource::none));
    }

    /** Sets the room up. */
    @PUT
    @Operation(summary = "Set the waiting room up; OFF ends it at once")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Overview.class)))
    @APIResponse(responseCode = "404", description = "event-not-found")
    public Uni<Response> set(@PathParam("eventId") EventId eventId, @NotNull @Valid Settings settings) {
        return service.set(eventId, settings.toSettings())
                .chain(done -> done
                        ? look(eventId)
                        : Uni.createFrom()
                                .item(Problem.of(SeatProblem.EVENT_NOT_FOUND).response()));
    }

    /** Changes rate and cap. */
    @PUT
    @Path("/rate")
    @Operation(summary = "Set rate and cap, effective with the next tick")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Overview.class)))
    public Uni<Response> rate(@PathParam("eventId") EventId eventId, @NotNull @Valid Rate rate) {
        return service.rate(eventId, rate.perMinute(), rate.cap()).chain(done -> seen(eventId, done));
    }

    /** Stops or resumes admitting. */
    @PUT
    @Path("/pause")
    @Operation(summary = "Stop or resume admitting; places are given as before")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Overview.class)))
    public Uni<Response> pause(@PathParam("eventId") EventId eventId, @NotNull @Valid Switch wish) {
        return service.pause(eventId, wish.on()).chain(done -> seen(eventId, done));
    }

    /** Stops or resumes giving places. */
    @PUT
    @Path("/drain")
    @Operation(summary = "Give no new places and close the room when nobody waits; or resume")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Overview.class)))
    @APIResponse(responseCode = "409", description = "no-waiting-room: it is not active")
    public Uni<Response> drain(@PathParam("eventId") EventId eventId, @NotNull @Valid Switch wish) {
        return service.drain(eventId, wish.on()).chain(done -> seen(eventId, done));
    }

    /** Opens now. */
    @POST
    @Path("/open")
    @Operation(summary = "Open now, whatever was planned; a lobby is closed and drawn")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Overview.class)))
    public Uni<Response> open(@PathParam("eventId") EventId eventId) {
        return service.open(eventId).chain(done -> seen(eventId, done));
    }

    /** Names the beacon's value. */
    @PUT
    @Path("/beacon")
    @Operation(summary = "Name the public number that the draw waits for; once, and only after the root is public")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Overview.class)))
    @APIResponse(responseCode = "409", description = "no-waiting-room: no draw waits for it")
    public Uni<Response> beacon(@PathParam("eventId") EventId eventId, @NotNull @Valid BeaconValue beacon) {
        return service.beacon(eventId, beacon.source(), beacon.value()).chain(done -> seen(eventId, done));
    }

    private Uni<Response> seen(EventId eventId, boolean done) {
        return done ? look(eventId) : Uni.createFrom().item(none());
    }

    private static Response none() {
        return Problem.of(SeatProblem.NO_WAITING_ROOM).response();
    }
}
