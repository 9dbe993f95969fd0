package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Answer.Outcome;

/** Cancels: seats free and refund due in one transaction, then the money, then the copy. */
final class CancelTask extends RequestTask {

    CancelTask(World world, Node node, int slot, Request request) {
        super(world, node, slot, request);
    }

    @Override
    void start() {
        transact(
                Transition.CANCEL_DECIDE,
                new CancelAct(request.reservation(), request.account(), request.key(), request.body()),
                this::decided,
                this::unknown);
    }

    private void decided(Answer answer) {
        switch (answer.outcome()) {
            case CANCELLED ->
                Refunds.ofReservation(
                        this,
                        request.reservation(),
                        () -> OutboxTask.apply(this, 0, () -> answer(200, answer.reservation(), Outcome.CANCELLED)));
            case REPLAY -> answer(answer.status(), answer.reservation(), Outcome.REPLAY);
            case LAPSED -> answer(410, 0, Outcome.LAPSED);
            case KEY_REUSED -> answer(422, 0, Outcome.KEY_REUSED);
            default -> answer(409, 0, answer.outcome());
        }
    }
}
