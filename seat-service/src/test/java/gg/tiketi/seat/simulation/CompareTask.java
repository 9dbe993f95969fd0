package gg.tiketi.seat.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Compares the copy with PostgreSQL and repairs it: a seat that the copy has an older revision of, with no outbox row on
 * its way, is applied again; a revision that PostgreSQL does not know means that the copy cannot be trusted at all.
 */
final class CompareTask extends Task {

    private record Truth(List<SeatFact> facts, int waiting) {}

    CompareTask(World world, Node node) {
        super(world, node, Node.COMPARE);
    }

    @Override
    void start() {
        call(Transition.COMPARE_DATABASE, this::truth, this::compare, this::end);
    }

    private Truth truth() {
        int waiting = 0;
        for (Books.OutboxRow row : books.outbox) {
            waiting |= row.seats();
        }
        return new Truth(books.touchedSeats(), waiting);
    }

    private void compare(Truth truth) {
        call(Transition.COMPARE_COPY, () -> differences(truth), found -> repair(truth, found), this::end);
    }

    private List<SeatFact> differences(Truth truth) {
        List<SeatFact> behind = new ArrayList<>();
        if (copy.isOpen(world.redisTime())) {
            for (SeatFact fact : truth.facts()) {
                if (copy.entry(fact.seat()).revision() < fact.revision() && (truth.waiting() >> fact.seat() & 1) == 0) {
                    behind.add(fact);
                }
            }
        }
        return behind;
    }

    private void repair(Truth truth, List<SeatFact> behind) {
        if (behind.isEmpty()) {
            end();
        } else {
            call(
                    Transition.COMPARE_APPLY,
                    () -> copy.apply(behind, world.redisTime()),
                    applied -> end(),
                    this::end);
        }
    }
}
