package gg.tiketi.seat.seatblock;

import com.fasterxml.jackson.annotation.JsonIgnore;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.seat.platform.Caller;
import gg.tiketi.seat.platform.SeatProblem;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.Position;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Blocking seats, for administrators. */
@Path("/api")
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
public class SeatBlockResource {

    /** Most seats in one request: locks are held for a few milliseconds. */
    private static final int MOST = 1_000;

    private static final Duration BUSY_RETRY = Duration.ofSeconds(1);

    private final SeatBlockService service;
    private final Caller caller;

    SeatBlockResource(SeatBlockService service, Caller caller) {
        this.service = service;
        this.caller = caller;
    }

    /**
     * Seats to take out of the sale and seats to give back; naming it needs no key, because repeating it changes nothing.
     *
     * @param block labels of seats that are free or blocked
     * @param unblock labels; those that are not blocked stay as they are
     */
    @RegisterForReflection
    @Schema(name = "SeatBlockChange")
    public record Change(
            @Nullable @Size(max = MOST) Set<@NotNull @Size(min = 1, max = 64) String> block,
            @Nullable @Size(max = MOST) Set<@NotNull @Size(min = 1, max = 64) String> unblock) {

        @JsonIgnore
        @Schema(hidden = true)
        @AssertTrue(message = "block or unblock names seats, and none is in both")
        public boolean isClear() {
            return !(toBlock().isEmpty() && toUnblock().isEmpty())
                    && toBlock().stream().noneMatch(toUnblock()::contains);
        }

        Set<String> toBlock() {
            return inOrder(block);
        }

        Set<String> toUnblock() {
            return inOrder(unblock);
        }

        /** A label that is null is refused by its own constraint, which is looked at after {@link #isClear}. */
        private static Set<String> inOrder(@Nullable Set<String> labels) {
            return labels == null
                    ? Set.of()
                    : labels.stream().filter(Objects::nonNull).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** How many seats changed. */
    @RegisterForReflection
    @Schema(name = "SeatBlockResult")
    public record Result(int blocked, int unblocked) {}

    /** Blocks and unblocks, all or nothing. */
    @PATCH
    @Path("/admin/events/{eventId}/seats")
    @Operation(summary = "Take seats out of the sale and give seats back, all or nothing")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Result.class)))
    @APIResponse(responseCode = "409", description = "seats-taken: held or sold seats cannot be blocked")
    @APIResponse(responseCode = "422", description = "unknown-seats")
    public Uni<Response> change(@PathParam("eventId") EventId eventId, @NotNull @Valid Change change) {
        return service.change(eventId, caller.accountId(), change.toBlock(), change.toUnblock())
                .map(SeatBlockResource::answer);
    }

    private static Response answer(BlockOutcome outcome) {
        return switch (outcome) {
            case BlockOutcome.Done done -> {
                Response.ResponseBuilder builder = Response.ok(new Result(done.blocked(), done.unblocked()));
                done.position().ifPresent(position -> builder.header(Position.HEADER, position.toString()));
                yield builder.build();
            }
            case BlockOutcome.SeatsTaken taken ->
                Problem.of(SeatProblem.SEATS_TAKEN)
                        .with("taken", taken.labels())
                        .response();
            case BlockOutcome.UnknownSeats unknown ->
                Problem.of(SeatProblem.UNKNOWN_SEATS)
                        .with("unknown", unknown.labels())
                        .response();
            case BlockOutcome.UnknownEvent unknown ->
                Problem.of(SeatProblem.EVENT_NOT_FOUND).response();
            case BlockOutcome.Busy busy -> Problem.unavailable(BUSY_RETRY).response();
        };
    }
}
