package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Answer.Outcome;

/** Pays: start in one transaction, ask the provider with nothing held, settle in another. */
final class PayTask extends RequestTask {

    private final boolean willing;

    PayTask(World world, Node node, int slot, Request request, Dice dice) {
        super(world, node, slot, request);
        this.willing = dice.percent(70);
    }

    @Override
    void start() {
        StartPaymentAct act = new StartPaymentAct(
                request.reservation(),
                request.account(),
                request.key(),
                request.body(),
                books.sabotage != Sabotage.PAYMENT_WITHOUT_LIMIT_LOCK);
        transact(Transition.PAY_START, act, answer -> started(act, answer), this::undecided);
    }

    private void started(StartPaymentAct act, Answer answer) {
        switch (answer.outcome()) {
            case STARTED -> {
                node.changed = true;
                int payment = act.created();
                call(
                        Transition.PAY_CAPTURE,
                        () -> world.provider.capture(payment, willing),
                        word -> settle(payment, Provider.hasMoney(word)),
                        this::undecided);
            }
            case REPLAY -> answer(answer.status(), answer.reservation(), Outcome.REPLAY);
            case LAPSED -> answer(410, 0, Outcome.LAPSED);
            case KEY_REUSED -> answer(422, 0, Outcome.KEY_REUSED);
            default -> answer(409, 0, answer.outcome());
        }
    }

    private void settle(int payment, boolean captured) {
        transact(
                Transition.PAY_SETTLE,
                new SettleAct(payment, captured),
                answer -> {
                    node.changed = true;
                    answer(answer.status(), answer.reservation(), Outcome.SETTLED);
                },
                this::undecided);
    }

    private void undecided() {
        answer(202, 0, Outcome.UNKNOWN);
    }
}
