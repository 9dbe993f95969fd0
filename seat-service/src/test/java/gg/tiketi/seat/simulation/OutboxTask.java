package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Books.OutboxRow;
import java.util.ArrayList;
import java.util.List;

/** Brings committed changes from the outbox into the copy, then deletes them. */
final class OutboxTask extends Task {

    private final long minAge;

    OutboxTask(World world, Node node, int slot, long minAge) {
        super(world, node, slot);
        this.minAge = minAge;
    }

    @Override
    void start() {
        node.changed = false;
        apply(this, minAge, this::end);
    }

    /** Selects, applies and deletes as part of a task; {@code then} runs in any case. */
    static void apply(Task task, long minAge, Runnable then) {
        task.call(
                Transition.OUTBOX_SELECT,
                () -> task.books.outbox.stream()
                        .filter(row -> minAge == 0 || row.createdAt() < task.world.now - minAge)
                        .toList(),
                rows -> {
                    if (rows.isEmpty()) {
                        then.run();
                    } else if (task.books.sabotage == Sabotage.DELETE_BEFORE_APPLY) {
                        delete(task, rows, () -> bring(task, rows, true, then, then), then);
                    } else {
                        bring(task, rows, true, () -> delete(task, rows, then, then), then);
                    }
                },
                then);
    }

    private static void bring(Task task, List<OutboxRow> rows, boolean mayRebuild, Runnable then, Runnable otherwise) {
        List<SeatFact> facts = new ArrayList<>();
        rows.forEach(row -> facts.addAll(row.facts()));
        task.call(
                Transition.OUTBOX_APPLY,
                () -> apply(task, facts),
                use -> {
                    switch (use) {
                        case OPEN -> then.run();
                        case NOT_LOADED -> otherwise.run();
                        case ABSENT -> {
                            if (mayRebuild) {
                                new Rebuild(task, () -> bring(task, rows, false, then, otherwise), otherwise).start();
                            } else {
                                otherwise.run();
                            }
                        }
                    }
                },
                otherwise);
    }

    static Copy.Use apply(Task task, List<SeatFact> facts) {
        Copy.Use use = task.world.use(task.node);
        if (use == Copy.Use.OPEN) {
            task.copy.apply(facts);
        }
        return use;
    }

    private static void delete(Task task, List<OutboxRow> rows, Runnable then, Runnable otherwise) {
        task.call(
                Transition.OUTBOX_DELETE,
                () -> {
                    task.books.deleteOutbox(rows);
                    return true;
                },
                deleted -> then.run(),
                otherwise);
    }
}
