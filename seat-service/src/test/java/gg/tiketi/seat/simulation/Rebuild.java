package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Books.Reservation;
import java.util.List;

/** Makes the copy anew: next epoch, close, read PostgreSQL, load, open. */
final class Rebuild {

    private final Task task;
    private final Runnable then;
    private final Runnable otherwise;
    private long epoch;

    private record Found(List<SeatFact> facts, List<Integer> answered) {}

    Rebuild(Task task, Runnable then, Runnable otherwise) {
        this.task = task;
        this.then = then;
        this.otherwise = otherwise;
    }

    void start() {
        task.call(Transition.REBUILD_EPOCH, task.books::nextEpoch, this::numbered, otherwise);
    }

    private void numbered(long next) {
        epoch = next;
        if (task.books.sabotage == Sabotage.READ_BEFORE_CLOSE) {
            task.call(Transition.REBUILD_READ, this::read, found -> close(() -> load(found)), otherwise);
        } else {
            close(() -> task.call(Transition.REBUILD_READ, this::read, this::load, otherwise));
        }
    }

    private void close(Runnable next) {
        task.call(
                Transition.REBUILD_CLOSE,
                () -> task.copy.beginLoad(epoch, task.world.redisTime(), Numbers.LOADING_TTL),
                begun -> {
                    if (begun) {
                        next.run();
                    } else {
                        then.run();
                    }
                },
                otherwise);
    }

    /** In one snapshot: the seats, and whose requests have been answered, also those whose reservation is over. */
    private Found read() {
        List<Integer> answered = task.books.sabotage == Sabotage.REBUILD_FORGETS_OWNERS
                ? List.of()
                : task.books.reservations.stream()
                        .map((Reservation made) -> made.owner)
                        .toList();
        return new Found(task.books.touchedSeats(), answered);
    }

    private void load(Found found) {
        int half = found.facts().size() / 2;
        task.call(
                Transition.REBUILD_LOAD,
                () -> load(1, found.facts().subList(0, half), found.answered(), false),
                loaded -> open(found.facts().subList(half, found.facts().size())),
                otherwise);
    }

    private void open(List<SeatFact> rest) {
        task.call(Transition.REBUILD_OPEN, () -> load(2, rest, List.of(), true), opened -> then.run(), otherwise);
    }

    private boolean load(int part, List<SeatFact> facts, List<Integer> answered, boolean last) {
        World world = task.world;
        return task.copy.load(epoch, part, facts, answered, last, world.redisServer, world.redisTime());
    }
}
