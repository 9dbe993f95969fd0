package gg.tiketi.seat.waitlist;

import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.seat.platform.SeatProblem;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.waitlist.WaitlistRepository.TierCount;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** An event's waitlist, for administrators. */
@Path("/api/admin/events/{eventId}/waitlist")
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
public class WaitlistAdminResource {

    private final WaitlistRepository repository;
    private final WaitlistConfig config;

    WaitlistAdminResource(WaitlistRepository repository, WaitlistConfig config) {
        this.repository = repository;
        this.config = config;
    }

    /**
     * What is wanted of an event's waitlist.
     *
     * @param offerSeconds how long offers made from now on last
     */
    @RegisterForReflection
    @Schema(name = "WaitlistSettings")
    public record Settings(@NotNull @Min(30) @Max(86_400) Integer offerSeconds) {}

    /**
     * One tier.
     *
     * @param priceTier its name
     * @param entries how many by state; states without any are left out
     * @param waitingSeats seats that all who wait want together
     * @param keptSeats seats that came back and are about to be offered or let go
     */
    @RegisterForReflection
    @Schema(name = "WaitlistTier")
    public record Tier(String priceTier, Map<String, Long> entries, long waitingSeats, long keptSeats) {}

    /**
     * An event's waitlist as it is.
     *
     * @param offerSeconds how long its offers last
     * @param tiers each of its price tiers
     */
    @RegisterForReflection
    @Schema(name = "WaitlistOverview")
    public record Overview(long offerSeconds, List<Tier> tiers) {}

    /** Numbers by tier. */
    @GET
    @Operation(summary = "How many wait for each tier, and what became of the others")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Overview.class)))
    @APIResponse(responseCode = "404", description = "event-not-found")
    public Uni<Response> look(@PathParam("eventId") EventId eventId) {
        return repository
                .offerTime(eventId)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(unknown())
                        : overview(eventId, found.get().orElse(config.offer()))
                                .map(overview -> Response.ok(overview).build()));
    }

    /** Changes how long offers last. */
    @PUT
    @Operation(summary = "Say how long this event's offers last, from the next one on")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Overview.class)))
    @APIResponse(responseCode = "404", description = "event-not-found")
    public Uni<Response> set(@PathParam("eventId") EventId eventId, @NotNull @Valid Settings settings) {
        return repository
                .setOfferTime(eventId, Duration.ofSeconds(settings.offerSeconds()))
                .chain(done -> done ? look(eventId) : Uni.createFrom().item(unknown()));
    }

    private Uni<Overview> overview(EventId event, Duration offer) {
        return repository.tiers(event).chain(counts -> repository
                .kept(event)
                .map(kept -> new Overview(offer.toSeconds(), tiers(counts, kept))));
    }

    private static List<Tier> tiers(List<TierCount> counts, Map<String, Long> kept) {
        Map<String, List<TierCount>> byTier = new TreeMap<>();
        counts.forEach(count ->
                byTier.computeIfAbsent(count.tier(), tier -> new ArrayList<>()).add(count));
        return byTier.entrySet().stream()
                .map(entry -> tier(entry.getKey(), entry.getValue(), kept.getOrDefault(entry.getKey(), 0L)))
                .toList();
    }

    private static Tier tier(String name, List<TierCount> counts, long kept) {
        Map<String, Long> entries = new TreeMap<>();
        counts.forEach(count -> count.state().ifPresent(state -> entries.put(state, count.entries())));
        long waitingSeats = counts.stream()
                .filter(count -> count.state().equals(Optional.of("WAITING")))
                .mapToLong(TierCount::seats)
                .sum();
        return new Tier(name, entries, waitingSeats, kept);
    }

    private static Response unknown() {
        return Problem.of(SeatProblem.EVENT_NOT_FOUND).response();
    }
}
