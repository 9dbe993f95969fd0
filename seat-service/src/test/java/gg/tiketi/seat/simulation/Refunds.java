package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Books.PaymentStatus;
import java.util.List;

/** Gives money back that is due, one payment after the other; what fails is left for the next recovery. */
final class Refunds {

    private Refunds() {}

    static void ofReservation(Task task, int reservation, Runnable then) {
        task.call(
                Transition.REFUND_FIND,
                () -> due(task, reservation),
                payments -> giveBack(task, payments, 0, then),
                then);
    }

    static void all(Task task, Runnable then) {
        ofReservation(task, 0, then);
    }

    private static List<Integer> due(Task task, int reservation) {
        return task.books.payments.stream()
                .filter(payment -> payment.status == PaymentStatus.REFUND_DUE)
                .filter(payment -> reservation == 0 || payment.reservation == reservation)
                .map(payment -> payment.id)
                .toList();
    }

    private static void giveBack(Task task, List<Integer> payments, int index, Runnable then) {
        if (index == payments.size()) {
            then.run();
            return;
        }
        int payment = payments.get(index);
        Runnable next = () -> giveBack(task, payments, index + 1, then);
        task.call(
                Transition.REFUND_RETURN,
                () -> task.world.provider.refund(payment),
                returned -> task.call(
                        Transition.REFUND_RETURNED, () -> task.books.markRefunded(payment), marked -> next.run(), next),
                next);
    }
}
