package gg.tiketi.event.sample;

import gg.tiketi.event.plan.PlanKey;
import gg.tiketi.event.platform.EventId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids made from names, so that every start and every node means the same things. */
final class SampleIds {

    private SampleIds() {}

    static EventId event(String key) {
        return new EventId(named("event", key));
    }

    static UUID venue(String key) {
        return named("venue", key);
    }

    static PlanKey plan(String venueKey, int version) {
        return new PlanKey(named("plan", venueKey), version);
    }

    private static UUID named(String kind, String key) {
        return UUID.nameUUIDFromBytes(("tiketi-sample:" + kind + ":" + key).getBytes(StandardCharsets.UTF_8));
    }
}
