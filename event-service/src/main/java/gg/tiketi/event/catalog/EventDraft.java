package gg.tiketi.event.catalog;

import gg.tiketi.event.plan.PlanKey;
import gg.tiketi.event.platform.EventId;
import gg.tiketi.event.platform.LocalText;
import gg.tiketi.event.sale.PriceTier;
import java.util.List;

/** Everything an organizer decides about an event before it is published. */
public record EventDraft(
        EventId id,
        LocalText title,
        LocalText artist,
        LocalText description,
        Category category,
        PlanKey plan,
        EventSchedule schedule,
        int ageLimit,
        int runningMinutes,
        int maxSeatsPerPerson,
        List<PriceTier> priceTiers) {

    public EventDraft {
        priceTiers = List.copyOf(priceTiers);
        if (ageLimit < 0 || runningMinutes < 1 || maxSeatsPerPerson < 1) {
            throw new IllegalArgumentException("age limit, running time and seats per person are positive");
        }
    }
}
