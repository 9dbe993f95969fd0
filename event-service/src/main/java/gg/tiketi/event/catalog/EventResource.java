package gg.tiketi.event.catalog;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.event.platform.Caching;
import gg.tiketi.event.platform.EventId;
import gg.tiketi.event.search.SearchWords;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Shows events to everybody. */
@Path("/api/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "events")
public class EventResource {

    private static final int LONGEST_QUERY = 100;
    private static final int LARGEST_PAGE = 100;

    /** Far beyond any catalogue; keeps the offset from overflowing. */
    private static final int LAST_PAGE = 1_000_000;

    private static final String STATUS = "upcoming|on_sale|sold_out|ended|cancelled";
    private static final String CATEGORY = "concert|theatre|musical|sport|classic|festival";
    private static final String SORT = "-?(startsAt|saleOpensAt|title)";

    private final EventListingRepository events;
    private final Caching caching;

    EventResource(EventListingRepository events, Caching caching) {
        this.events = events;
        this.caching = caching;
    }

    @GET
    @Operation(summary = "Search events")
    @APIResponseSchema(value = EventPage.class, responseCode = "200")
    @APIResponse(responseCode = "304", description = "The caller's copy is the current one")
    @APIResponse(responseCode = "400", description = "A parameter is not one of its values")
    public Uni<Response> search(
            @Parameter(description = "Words in Korean or English that must all occur")
                    @RestQuery
                    @Size(max = LONGEST_QUERY)
                    @Nullable
                    String q,
            @Parameter(description = "Any of these; repeatable") @RestQuery
                    List<@Pattern(regexp = STATUS) String> status,
            @Parameter(description = "Any of these; repeatable") @RestQuery
                    List<@Pattern(regexp = CATEGORY) String> category,
            @Parameter(
                            description = "The show starts at or after this instant or day in Seoul",
                            schema = @Schema(type = SchemaType.STRING, examples = "2026-12-24"))
                    @RestQuery
                    @Nullable
                    Moment from,
            @Parameter(
                            description = "The show starts before this instant, or on this day in Seoul or before it",
                            schema = @Schema(type = SchemaType.STRING, examples = "2026-12-24T10:00:00Z"))
                    @RestQuery
                    @Nullable
                    Moment to,
            @Parameter(description = "Without it: what one can still go to, soonest first, then the rest")
                    @RestQuery
                    @Pattern(regexp = SORT)
                    @Nullable
                    String sort,
            @RestQuery @DefaultValue("1") @Min(1) @Max(LAST_PAGE) int page,
            @RestQuery @DefaultValue("20") @Min(1) @Max(LARGEST_PAGE) int size,
            @Parameter(hidden = true) @RestHeader(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        EventQuery query = new EventQuery(
                SearchWords.of(q),
                status,
                category,
                from == null ? null : from.start(),
                to == null ? null : to.end(),
                sort == null ? EventQuery.CURRENT : sort,
                page,
                size);
        return events.search(query).map(found -> caching.answer(found, ifNoneMatch));
    }

    @GET
    @Path("/{eventId}")
    @Operation(summary = "Everything about one event")
    @APIResponseSchema(value = EventDetail.class, responseCode = "200")
    @APIResponse(responseCode = "304", description = "The caller's copy is the current one")
    @APIResponse(responseCode = "404", description = "There is no such event")
    public Uni<Response> event(
            @RestPath UUID eventId,
            @Parameter(hidden = true) @RestHeader(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        return events.find(new EventId(eventId)).map(found -> found.map(detail -> caching.answer(detail, ifNoneMatch))
                .orElseGet(() -> Problem.of(CommonProblem.NOT_FOUND).response()));
    }
}
