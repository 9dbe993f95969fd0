package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Answer.Outcome;
import gg.tiketi.seat.simulation.Books.Operation;
import gg.tiketi.seat.simulation.Books.Payment;
import gg.tiketi.seat.simulation.Books.Reservation;
import gg.tiketi.seat.simulation.Books.Status;
import gg.tiketi.seat.simulation.Books.Stored;
import org.jspecify.annotations.Nullable;

/** The function {@code start_payment}: PENDING to PAYING. */
public final class StartPaymentAct extends ReservationAct {

    private final int account;
    private final int key;
    private final Object body;
    private final boolean guarded;
    private boolean starts;
    private int created;

    /** An attempt to pay for a reservation; {@code guarded} by the lock that reserving takes. */
    public StartPaymentAct(int reservation, int account, int key, Object body, boolean guarded) {
        super(reservation);
        this.account = account;
        this.key = key;
        this.body = body;
        this.guarded = guarded;
    }

    @Override
    int firstLock() {
        return guarded ? accountLock(account) : keyLock(account, key);
    }

    @Override
    int secondLock() {
        return guarded ? keyLock(account, key) : NO_LOCK;
    }

    @Override
    public @Nullable Answer begin(Books books, long now) {
        Answer stored = ReserveAct.storedAnswer(books, account, key, Operation.PAY, body);
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
        if (one.status == Status.EXPIRED || (one.status == Status.PENDING && one.expiresAt <= now)) {
            return Answer.of(Outcome.LAPSED);
        }
        if (one.status != Status.PENDING) {
            return Answer.of(Outcome.NOT_PAYABLE);
        }
        starts = true;
        return Answer.of(Outcome.STARTED, 0, reservation);
    }

    @Override
    public void write(Books books) {
        if (!starts) {
            return;
        }
        Reservation one = books.existing(reservation);
        one.status = Status.PAYING;
        books.setSeats(one.live, 1, one.id, one.owner, 0, decidedAt);
        Payment made = new Payment();
        made.id = books.payments.size() + 1;
        made.reservation = reservation;
        made.account = account;
        made.key = key;
        made.startedAt = decidedAt;
        books.payments.add(made);
        books.store(account, key, new Stored(Operation.PAY, body, 0, reservation));
        created = made.id;
    }

    /** The payment it made, once written; the node has drawn its id before, so it knows it in any case. */
    public int created() {
        return created;
    }
}
