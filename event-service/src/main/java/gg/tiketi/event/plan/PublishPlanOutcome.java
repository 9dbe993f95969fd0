package gg.tiketi.event.plan;

import java.util.List;

/** What came of publishing a seating plan. */
public sealed interface PublishPlanOutcome {

    /** The version is there for good. */
    record Published(PlanKey key) implements PublishPlanOutcome {}

    /** The version was there before and stays as it was. */
    record AlreadyPublished(PlanKey key) implements PublishPlanOutcome {}

    /** Nothing was kept. */
    record Refused(List<String> violations) implements PublishPlanOutcome {}
}
