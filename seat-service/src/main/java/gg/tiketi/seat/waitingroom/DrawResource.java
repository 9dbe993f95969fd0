package gg.tiketi.seat.waitingroom;

import com.fasterxml.jackson.annotation.JsonInclude;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.seat.platform.SeatProblem;
import gg.tiketi.seat.seatmap.EventId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The draw and its log, for anybody who wants to check it. */
@Path("/api/events/{eventId}/waiting-room")
@Tag(name = "Waiting room")
public class DrawResource {

    private static final HexFormat HEX = HexFormat.of();

    private final DrawService draws;
    private final Secrets secrets;

    DrawResource(DrawService draws, Secrets secrets) {
        this.draws = draws;
        this.secrets = secrets;
    }

    /**
     * A draw, as far as it is public. Hashes and the seed are in hex.
     *
     * @param generation counts the room's openings
     * @param algorithm how the order is computed
     * @param publicKey verifies receipts: Ed25519, X.509 SubjectPublicKeyInfo in base64
     * @param seedHash SHA-256 of the seed, public from the start
     * @param root over all place ids, once the lobby is closed
     * @param size how many take part
     * @param rootAt when the root became public
     * @param beaconSource where the beacon's value can be looked up, or that the operator is trusted
     * @param beaconValue the number that nobody could know before
     * @param seed once the draw was made
     * @param drawnAt when
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "WaitingRoomDraw")
    public record View(
            int generation,
            String algorithm,
            String publicKey,
            String seedHash,
            @Nullable String root,
            @Nullable Integer size,
            @Nullable Instant rootAt,
            @Nullable String beaconSource,
            @Nullable String beaconValue,
            @Nullable String seed,
            @Nullable Instant drawnAt) {

        private static final String ALGORITHM = "root = SHA-256(sorted place ids);"
                + " order key = SHA-256(seed || root || beacon || place id), ascending; bytes, beacon in UTF-8";

        static View of(DrawRecord draw, byte[] publicKey) {
            return new View(
                    draw.generation(),
                    ALGORITHM,
                    Base64.getEncoder().encodeToString(publicKey),
                    HEX.formatHex(draw.seedHash()),
                    draw.root().map(HEX::formatHex).orElse(null),
                    draw.size().orElse(null),
                    draw.rootAt().orElse(null),
                    draw.beaconSource().orElse(null),
                    draw.beaconValue().orElse(null),
                    draw.drawnAt().map(at -> HEX.formatHex(draw.seed())).orElse(null),
                    draw.drawnAt().orElse(null));
        }
    }

    /** What is public of a draw. */
    @GET
    @Path("/draw")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The draw as far as it is public: seed hash, root, beacon, seed")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = View.class)))
    @APIResponse(responseCode = "404", description = "draw-not-found")
    public Uni<Response> draw(
            @PathParam("eventId") EventId eventId,
            @QueryParam("generation") @DefaultValue("0") @Min(0) int generation) {
        return draws.find(eventId, generation).map(found -> found.map(
                        draw -> Response.ok(View.of(draw, secrets.publicKey())).build())
                .orElseGet(() -> Problem.of(SeatProblem.DRAW_NOT_FOUND).response()));
    }

    /**
     * A page of a draw's log.
     *
     * @param event the event
     * @param draw the draw
     * @param places in the order of their numbers
     * @param next {@code after} of the next page; not on the last
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "WaitingRoomLog")
    public record Log(
            String event,
            View draw,
            List<LogPlace> places,
            @Nullable Integer next) {}

    /**
     * A place, without any hint to whom.
     *
     * @param number in the order of joining
     * @param placeId in hex
     * @param rank in the order of admission; not of those who left the lobby
     * @param lobby whether it took part in the draw
     * @param fromLine false for those who were buying already when the room opened
     * @param state where it is now
     * @param joinedAt when it was given
     * @param admittedAt when it was admitted
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "WaitingRoomLogPlace")
    public record LogPlace(
            int number,
            String placeId,
            @Nullable Integer rank,
            boolean lobby,
            boolean fromLine,
            String state,
            Instant joinedAt,
            @Nullable Instant admittedAt) {

        static LogPlace of(DrawRepository.LogLine line) {
            return new LogPlace(
                    line.number(),
                    HEX.formatHex(line.placeId()),
                    line.rank().orElse(null),
                    line.lobby(),
                    line.fromLine(),
                    line.state(),
                    line.joinedAt(),
                    line.admittedAt().orElse(null));
        }
    }

    /** The log of a draw that was made, page by page. */
    @GET
    @Path("/log")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Every place by its hashed id, with all that it takes to compute the draw again, page by page")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Log.class)))
    @APIResponse(responseCode = "404", description = "draw-not-found: there is none, or it is not made yet")
    public Uni<Response> log(
            @PathParam("eventId") EventId eventId,
            @QueryParam("generation") @DefaultValue("0") @Min(0) int generation,
            @QueryParam("after") @DefaultValue("0") @Min(0) int after) {
        return draws.find(eventId, generation)
                .chain(found -> found.filter(draw -> draw.drawnAt().isPresent())
                        .map(draw -> page(eventId, draw, after))
                        .orElseGet(() -> Uni.createFrom()
                                .item(Problem.of(SeatProblem.DRAW_NOT_FOUND).response())));
    }

    private Uni<Response> page(EventId event, DrawRecord draw, int after) {
        return draws.log(event, draw.generation(), after).map(lines -> Response.ok(new Log(
                        event.toString(),
                        View.of(draw, secrets.publicKey()),
                        lines.stream().map(LogPlace::of).toList(),
                        DrawService.isFull(lines) ? lines.getLast().number() : null))
                .header("Cache-Control", "public, max-age=60")
                .build());
    }
}
