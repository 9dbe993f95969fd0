package gg.tiketi.event.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import gg.tiketi.event.platform.LocalText;
import gg.tiketi.event.venue.Venue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as a list shows it.
 *
 * @param saleOpensAt opening of the window that is open or opens next; of the first one when all are over
 * @param saleClosesAt end of the last window
 * @param priceFrom lowest price, KRW
 * @param remaining places left by the last report; all of them before the first
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventItem(
        UUID id,
        LocalText title,
        LocalText artist,
        Category category,
        EventStatus status,
        Venue venue,
        Instant startsAt,
        Instant endsAt,
        Instant saleOpensAt,
        Instant saleClosesAt,
        long priceFrom,
        long priceTo,
        long remaining,
        long total,
        @Nullable String posterUrl) {}
