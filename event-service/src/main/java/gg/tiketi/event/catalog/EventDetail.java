package gg.tiketi.event.catalog;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import gg.tiketi.event.platform.LocalText;
import gg.tiketi.event.sale.SaleWindow;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * All a buyer is told about an event.
 *
 * @param serverTime the database's time in whole seconds, so that answers within a second are the same to the byte
 */
@RegisterForReflection
public record EventDetail(
        @JsonUnwrapped EventItem item,
        LocalText description,
        int ageLimit,
        int runningMinutes,
        List<SaleWindow> saleWindows,
        boolean saleStopped,
        List<TierOffer> priceTiers,
        int maxSeatsPerPerson,
        UUID planId,
        int planVersion,
        Instant serverTime) {

    public EventDetail {
        saleWindows = List.copyOf(saleWindows);
        priceTiers = List.copyOf(priceTiers);
    }

    /** A price tier and what is left of it. */
    @RegisterForReflection
    public record TierOffer(String name, long price, long remaining, long total) {}
}
