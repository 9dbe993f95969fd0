package gg.tiketi.seat.seatmap;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One entry of event-service's change feed: the event as it is after the change.
 *
 * @param number grows with every change
 * @param event the whole event
 */
@RegisterForReflection
public record EventChange(long number, Event event) {

    /** A page of the feed; {@code incarnation} names the database it comes from, numbers of another one mean nothing. */
    @RegisterForReflection
    public record Page(UUID incarnation, long last, List<EventChange> changes) {}

    /** What seat-service needs of an event. */
    @RegisterForReflection
    public record Event(
            UUID id,
            String titleKo,
            String titleEn,
            String venueKo,
            String venueEn,
            Instant startsAt,
            Instant endsAt,
            String state,
            boolean saleStopped,
            List<SaleWindow> saleWindows,
            int maxSeatsPerPerson,
            UUID planId,
            int planVersion,
            List<PriceTier> priceTiers) {}

    /** A tier and its price in KRW. */
    @RegisterForReflection
    public record PriceTier(String name, int price) {}
}
