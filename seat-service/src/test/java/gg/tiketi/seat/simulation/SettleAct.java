package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Answer.Outcome;
import gg.tiketi.seat.simulation.Books.Payment;
import gg.tiketi.seat.simulation.Books.PaymentStatus;
import gg.tiketi.seat.simulation.Books.Reservation;
import gg.tiketi.seat.simulation.Books.Status;
import gg.tiketi.seat.simulation.Books.Stored;

/** The function {@code settle_payment}: the provider's word about an attempt is written down, once. */
public final class SettleAct extends Act {

    private final int payment;
    private final boolean captured;
    private boolean settles;

    /** What the provider said of a payment. */
    public SettleAct(int payment, boolean captured) {
        this.payment = payment;
        this.captured = captured;
    }

    @Override
    public int seatsToLock(Books books, long now, int busy) {
        return books.existing(books.payment(payment).reservation).live;
    }

    @Override
    public Answer decide(Books books, long now) {
        decidedAt = now;
        Payment attempt = books.payment(payment);
        settles = attempt.status == PaymentStatus.STARTED;
        boolean declined = settles ? !captured : attempt.status == PaymentStatus.DECLINED;
        return Answer.of(Outcome.SETTLED, declined ? 402 : 200, attempt.reservation);
    }

    @Override
    public void write(Books books) {
        if (!settles) {
            return;
        }
        Payment attempt = books.payment(payment);
        Reservation one = books.existing(attempt.reservation);
        one.status = captured ? Status.CONFIRMED : Status.PENDING;
        books.setSeats(one.live, captured ? 2 : 1, one.id, one.owner, captured ? 0 : one.freeAt, decidedAt);
        attempt.status = captured ? PaymentStatus.CAPTURED : PaymentStatus.DECLINED;
        Stored stored = books.stored(attempt.account, attempt.key);
        if (stored != null) {
            stored.status = captured ? 200 : 402;
        }
    }
}
