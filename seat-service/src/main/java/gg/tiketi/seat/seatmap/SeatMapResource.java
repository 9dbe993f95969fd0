package gg.tiketi.seat.seatmap;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemException;
import gg.tiketi.seat.platform.SeatProblem;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The seat map and the seat states of an event, for anybody. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Seats")
public class SeatMapResource {

    /** Named, and not with quality 0. */
    private static final Pattern GZIP = Pattern.compile("\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))");

    private final SeatMapService service;

    SeatMapResource(SeatMapService service) {
        this.service = service;
    }

    /** The plan with prices; it changes only with the event, so it may be kept and revalidated. */
    @GET
    @Path("/events/{eventId}/seat-map")
    @Operation(summary = "The event's sections, rows and seats with prices")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SeatMap.class)))
    @APIResponse(responseCode = "404", description = "event-not-found")
    public Uni<Response> seatMap(
            @PathParam("eventId") EventId eventId,
            @HeaderParam("If-None-Match") @Nullable String known,
            @Parameter(hidden = true) @HeaderParam("Accept-Encoding") @Nullable String encodings) {
        boolean compressed = encodings != null && GZIP.matcher(encodings).find();
        return service.seatMap(eventId).map(map -> map.map(written -> answer(written, known, compressed))
                .orElseGet(SeatMapResource::notFound));
    }

    /** The states of all seats at one position. */
    @GET
    @Path("/events/{eventId}/seats")
    @Operation(summary = "The state of every seat, two bits each in plan order")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SeatsNow.class)))
    @APIResponse(responseCode = "404", description = "event-not-found")
    @APIResponse(responseCode = "400", description = "atLeast is not epoch:version")
    public Uni<Response> seats(
            @PathParam("eventId") EventId eventId,
            @Parameter(description = "epoch:version that the caller has seen; waits up to 200 ms for it")
                    @QueryParam("atLeast")
                    @Nullable
                    String atLeast) {
        Position seen = atLeast == null
                ? Position.NONE
                : Position.parse(atLeast)
                        .orElseThrow(() -> new ProblemException(
                                Problem.of(CommonProblem.MALFORMED_REQUEST).detail("atLeast must be epoch:version")));
        return service.seats(eventId, seen).map(SeatMapResource::answer);
    }

    private static Response answer(SeatMapService.WrittenMap map, @Nullable String known, boolean compressed) {
        // Weak: compressed or not, it is the same map.
        String tag = "W/\"" + map.tag() + '"';
        if (tag.equals(known)) {
            return cached(Response.notModified(), tag);
        }
        return compressed
                ? cached(Response.ok(map.gzip(), MediaType.APPLICATION_JSON).header("Content-Encoding", "gzip"), tag)
                : cached(Response.ok(map.json(), MediaType.APPLICATION_JSON), tag);
    }

    private static Response cached(Response.ResponseBuilder builder, String tag) {
        return builder.header("ETag", tag)
                .header("Vary", "Accept-Encoding")
                .header("Cache-Control", "public, max-age=60")
                .build();
    }

    private static Response answer(Optional<SeatMapService.WrittenStates> seats) {
        return seats.map(now -> Response.ok(now.json(), MediaType.APPLICATION_JSON)
                        .header("Cache-Control", "no-store")
                        .header(Position.HEADER, now.position())
                        .build())
                .orElseGet(SeatMapResource::notFound);
    }

    private static Response notFound() {
        return Problem.of(SeatProblem.EVENT_NOT_FOUND).response();
    }
}
