package gg.tiketi.event.sample;

import gg.tiketi.event.catalog.Category;
import gg.tiketi.event.catalog.EventDraft;
import gg.tiketi.event.platform.EventId;
import gg.tiketi.event.platform.LocalText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/** An event as written in {@code sample/events.json}. */
@RegisterForReflection
record SampleEvent(
        String key,
        String venue,
        Category category,
        LocalText title,
        LocalText artist,
        LocalText description,
        SampleSale sale,
        int ageLimit,
        int runningMinutes,
        int maxSeatsPerPerson) {

    EventId id() {
        return SampleIds.event(key);
    }

    EventDraft draft(SampleVenue at, Instant now) {
        return new EventDraft(
                id(),
                title,
                artist,
                description,
                category,
                at.planKey(),
                sale.schedule(now, runningMinutes),
                ageLimit,
                runningMinutes,
                maxSeatsPerPerson,
                at.plan().priceTiers());
    }
}
