package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Books.PaymentStatus;
import gg.tiketi.seat.simulation.Provider.Word;
import java.util.List;

/** Finishes payments that a crash or a lost answer left open: ask, cancel what was never heard of, settle; then refunds. */
final class RecoveryTask extends Task {

    RecoveryTask(World world, Node node) {
        super(world, node, Node.RECOVERY);
    }

    @Override
    void start() {
        call(
                Transition.RECOVERY_FIND,
                () -> books.payments.stream()
                        .filter(payment -> payment.status == PaymentStatus.STARTED
                                && payment.startedAt < world.now - Numbers.RECOVER_AFTER)
                        .map(payment -> payment.id)
                        .toList(),
                found -> each(found, 0),
                this::end);
    }

    private void each(List<Integer> found, int index) {
        if (index == found.size()) {
            Refunds.all(this, this::end);
            return;
        }
        int payment = found.get(index);
        Runnable next = () -> each(found, index + 1);
        call(
                Transition.RECOVERY_ASK,
                () -> world.provider.find(payment),
                word -> {
                    if (word != Word.UNHEARD || books.sabotage == Sabotage.UNHEARD_IS_DECLINED) {
                        settle(payment, word, next);
                    } else {
                        call(
                                Transition.RECOVERY_CANCEL,
                                () -> world.provider.cancel(payment),
                                now -> settle(payment, now, next),
                                next);
                    }
                },
                next);
    }

    private void settle(int payment, Word word, Runnable next) {
        transact(
                Transition.RECOVERY_SETTLE,
                new SettleAct(payment, Provider.hasMoney(word)),
                answer -> {
                    node.changed = true;
                    next.run();
                },
                next);
    }
}
