package gg.tiketi.event.catalog;

/** What came of changing a public event. */
public sealed interface EventChangeOutcome {

    /** Done; seat-service learns of it by the change with this number. */
    record Changed(long change) implements EventChangeOutcome {}

    /** It was so before; nothing was written. */
    record Unchanged() implements EventChangeOutcome {}

    /** A cancelled event does not change any more. */
    record Cancelled() implements EventChangeOutcome {}

    /** There is no such event. */
    record Unknown() implements EventChangeOutcome {}
}
