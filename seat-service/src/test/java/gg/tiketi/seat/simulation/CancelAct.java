package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Answer.Outcome;
import gg.tiketi.seat.simulation.Books.Operation;
import gg.tiketi.seat.simulation.Books.Reservation;
import gg.tiketi.seat.simulation.Books.Status;
import gg.tiketi.seat.simulation.Books.Stored;
import org.jspecify.annotations.Nullable;

/** The function {@code cancel}: the buyer gives a reservation up. */
public final class CancelAct extends ReservationAct {

    private final int account;
    private final int key;
    private final Object body;
    private boolean cancels;

    /** A request to cancel. */
    public CancelAct(int reservation, int account, int key, Object body) {
        super(reservation);
        this.account = account;
        this.key = key;
        this.body = body;
    }

    @Override
    int firstLock() {
        return keyLock(account, key);
    }

    @Override
    public @Nullable Answer begin(Books books, long now) {
        Answer stored = ReserveAct.storedAnswer(books, account, key, Operation.CANCEL, body);
        if (stored != null) {
            return stored;
        }
        Reservation one = books.reservation(reservation);
        return one == null || one.account != account ? Answer.of(Outcome.NOT_FOUND) : null;
    }

    @Override
    public Answer decide(Books books, long now) {
        decidedAt = now;
        Reservation one = books.existing(reservation);
        if (one.status == Status.PAYING) {
            return Answer.of(Outcome.PAYING);
        }
        if (one.status == Status.EXPIRED || (one.status == Status.PENDING && one.expiresAt <= now)) {
            return Answer.of(Outcome.LAPSED);
        }
        if (one.status == Status.CANCELLED) {
            return Answer.of(Outcome.ENDED);
        }
        cancels = true;
        return Answer.of(Outcome.CANCELLED, 200, reservation);
    }

    @Override
    public void write(Books books) {
        if (cancels) {
            books.endReservation(books.existing(reservation), Status.CANCELLED, decidedAt);
            books.store(account, key, new Stored(Operation.CANCEL, body, 200, reservation));
        }
    }
}
