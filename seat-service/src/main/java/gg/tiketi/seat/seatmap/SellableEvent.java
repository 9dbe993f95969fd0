package gg.tiketi.seat.seatmap;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An event with the rules of its sale, as of one change of the feed.
 *
 * @param id the event
 * @param changeNumber the change these rules come from; the reserve function refuses others
 * @param cancelled whether it was called off
 * @param saleStopped whether the organizer has stopped the sale
 * @param title names in both languages
 * @param venue the venue's names
 * @param startsAt when the show begins
 * @param maxSeatsPerPerson the limit per account
 * @param planId the plan
 * @param planVersion the plan's version
 * @param saleWindows when it may be bought
 * @param priceByTier KRW by tier name
 * @param needsAdmission whether its waiting room is active
 * @param layout the plan's seats by position
 */
public record SellableEvent(
        EventId id,
        long changeNumber,
        boolean cancelled,
        boolean saleStopped,
        LocalizedText title,
        LocalizedText venue,
        Instant startsAt,
        int maxSeatsPerPerson,
        UUID planId,
        int planVersion,
        List<SaleWindow> saleWindows,
        Map<String, Integer> priceByTier,
        boolean needsAdmission,
        SeatLayout layout) {

    /** Whether it is sold at this moment: not called off, not stopped, within one of its sale windows. */
    public boolean isOnSale(Instant now) {
        return !cancelled
                && !saleStopped
                && saleWindows.stream()
                        .anyMatch(window -> !now.isBefore(window.opensAt()) && now.isBefore(window.closesAt()));
    }

    /** The price in KRW of the seat at a position. */
    public int price(int position) {
        Integer price = priceByTier.get(layout.place(position).priceTier());
        if (price == null) {
            throw new IllegalStateException("event " + id + " has no price for a tier of its plan");
        }
        return price;
    }
}
