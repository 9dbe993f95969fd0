package gg.tiketi.seat.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares the copy with PostgreSQL and repairs it: a change that the copy does not have although no outbox row brings it
 * any more is put in; a revision that PostgreSQL does not know means that the copy cannot be trusted at all.
 */
final class CompareTask extends Task {

    private record Found(Copy.Use use, List<CopyEntry> entries) {}

    private record Truth(List<SeatFact> facts, int waiting) {}

    CompareTask(World world, Node node) {
        super(world, node, Node.COMPARE);
    }

    /** The copy is read first: what PostgreSQL has committed since is at most a change on its way. */
    @Override
    void start() {
        call(
                Transition.COMPARE_COPY,
                () -> new Found(
                        world.use(node),
                        IntStream.range(0, Numbers.SEATS).mapToObj(copy::entry).toList()),
                this::readDatabase,
                this::end);
    }

    private void readDatabase(Found found) {
        switch (found.use()) {
            case OPEN ->
                call(Transition.COMPARE_DATABASE, this::truth, truth -> judge(found.entries(), truth), this::end);
            case ABSENT -> new Rebuild(this, this::end, this::end).start();
            case NOT_LOADED -> end();
        }
    }

    private Truth truth() {
        int waiting = 0;
        for (Books.OutboxRow row : books.outbox) {
            waiting |= row.seats();
        }
        return new Truth(books.touchedSeats(), waiting);
    }

    private void judge(List<CopyEntry> entries, Truth truth) {
        List<SeatFact> missed = new ArrayList<>();
        for (SeatFact fact : truth.facts()) {
            CopyEntry entry = entries.get(fact.seat());
            if (entry.revision() > fact.revision()) {
                new Rebuild(this, this::end, this::end).start();
                return;
            }
            if (entry.revision() < fact.revision() && (truth.waiting() >> fact.seat() & 1) == 0) {
                missed.add(fact);
            }
        }
        if (missed.isEmpty()) {
            end();
        } else {
            call(Transition.COMPARE_REPAIR, () -> repair(entries, missed), repaired -> end(), this::end);
        }
    }

    private boolean repair(List<CopyEntry> entries, List<SeatFact> missed) {
        if (world.use(node) == Copy.Use.OPEN) {
            missed.forEach(fact -> copy.repair(entries.get(fact.seat()), fact));
        }
        return true;
    }
}
