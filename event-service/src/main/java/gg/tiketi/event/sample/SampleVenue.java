package gg.tiketi.event.sample;

import gg.tiketi.event.plan.PlanKey;
import gg.tiketi.event.plan.SeatingPlan;
import gg.tiketi.event.platform.LocalText;
import gg.tiketi.event.venue.Venue;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** A venue with one plan, as written in {@code sample/venues.json}. */
@RegisterForReflection
record SampleVenue(String key, LocalText name, LocalText city, PlanShape plan) {

    private static final int PLAN_VERSION = 1;

    Venue venue() {
        return new Venue(SampleIds.venue(key), name, city);
    }

    PlanKey planKey() {
        return SampleIds.plan(key, PLAN_VERSION);
    }

    SeatingPlan seatingPlan() {
        return new SeatingPlan(planKey().planId(), PLAN_VERSION, SampleIds.venue(key), plan.sections());
    }
}
