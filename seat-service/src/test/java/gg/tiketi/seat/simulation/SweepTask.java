package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Answer.Outcome;
import gg.tiketi.seat.simulation.Books.Reservation;
import gg.tiketi.seat.simulation.Books.Status;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/** Ends reservations that lapsed and those of an event that was called off. */
final class SweepTask extends Task {

    SweepTask(World world, Node node) {
        super(world, node, Node.SWEEP);
    }

    @Override
    void start() {
        call(
                Transition.SWEEP_FIND_LAPSED,
                () -> find(one -> ends(one) && one.freeAt <= world.now),
                found -> each(Transition.SWEEP_EXPIRE, found, 0, EndingAct::expire, this::findCalledOff),
                this::end);
    }

    private boolean ends(Reservation one) {
        return one.status == Status.PENDING
                || (one.status == Status.PAYING && books.sabotage == Sabotage.EXPIRE_WHILE_PAYING);
    }

    private void findCalledOff() {
        call(
                Transition.SWEEP_FIND_CALLED_OFF,
                () -> books.rules.cancelled()
                        ? find(one -> one.status == Status.PENDING || one.status == Status.CONFIRMED)
                        : List.<Integer>of(),
                found -> each(Transition.SWEEP_CANCEL, found, 0, EndingAct::cancelForEvent, this::end),
                this::end);
    }

    private List<Integer> find(Predicate<Reservation> due) {
        return books.reservations.stream().filter(due).map(one -> one.id).toList();
    }

    private void each(Transition transition, List<Integer> found, int index, IntFunction<Act> ending, Runnable then) {
        if (index == found.size()) {
            then.run();
            return;
        }
        transact(
                transition,
                ending.apply(found.get(index)),
                answer -> {
                    node.changed |= answer.is(Outcome.DONE);
                    each(transition, found, index + 1, ending, then);
                },
                this::end);
    }
}
