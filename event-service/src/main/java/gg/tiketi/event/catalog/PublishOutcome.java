package gg.tiketi.event.catalog;

import java.util.Set;

/** What came of publishing an event. */
public sealed interface PublishOutcome {

    /** The event is public; seat-service learns of it by the change with this number. */
    record Published(long change) implements PublishOutcome {}

    /** An event with this id is public already and stays as it is. */
    record AlreadyPublished() implements PublishOutcome {}

    /** There is no such plan version. */
    record UnknownPlan() implements PublishOutcome {}

    /** The price tiers are not exactly those of the plan. */
    record TiersDiffer(Set<String> ofPlan) implements PublishOutcome {}
}
