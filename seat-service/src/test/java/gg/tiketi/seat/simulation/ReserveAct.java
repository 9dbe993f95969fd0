package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Answer.Outcome;
import gg.tiketi.seat.simulation.Books.Operation;
import gg.tiketi.seat.simulation.Books.Reservation;
import gg.tiketi.seat.simulation.Books.Status;
import gg.tiketi.seat.simulation.Books.Stored;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The function {@code reserve}: all the seats or none. */
public final class ReserveAct extends Act {

    private final int account;
    private final int key;
    private final Object body;
    private final int seats;
    private final long change;
    private final long hold;
    private final long delay;
    private final BitSet lapsedBefore = new BitSet();
    private boolean placed;
    private int created;

    /** A request for seats, with the change number of the rules it was prepared with. */
    public ReserveAct(int account, int key, Object body, int seats, long change, long hold, long delay) {
        this.account = account;
        this.key = key;
        this.body = body;
        this.seats = seats;
        this.change = change;
        this.hold = hold;
        this.delay = delay;
    }

    @Override
    int firstLock() {
        return accountLock(account);
    }

    @Override
    public @Nullable Answer begin(Books books, long now) {
        Answer stored = storedAnswer(books, account, key, Operation.RESERVE, body);
        if (stored != null) {
            return stored;
        }
        if (books.rules.cancelled()) {
            return Answer.of(Outcome.EVENT_CANCELLED);
        }
        if (books.rules.stopped()) {
            return Answer.of(Outcome.SALE_STOPPED);
        }
        if (books.rules.change() != change) {
            return Answer.of(Outcome.STALE);
        }
        if (now >= books.rules.closesAt()) {
            return Answer.of(Outcome.SALE_CLOSED);
        }
        int has = 0;
        for (Reservation one : books.reservations) {
            if (one.account == account && counts(one, now)) {
                has += Integer.bitCount(one.seats);
            }
        }
        return has + Integer.bitCount(seats) > books.maxSeatsPerPerson
                ? new Answer(Outcome.LIMIT, 0, 0, 0, has)
                : null;
    }

    private static boolean counts(Reservation one, long now) {
        return one.status == Status.PAYING
                || one.status == Status.CONFIRMED
                || (one.status == Status.PENDING && one.expiresAt > now);
    }

    @Override
    public int seatsToLock(Books books, long now) {
        int locked = seats;
        for (int left = seats; left != 0; left &= left - 1) {
            Books.Seat seat = books.seats[Integer.numberOfTrailingZeros(left)];
            if (isLapsed(seat, now)) {
                lapsedBefore.set(seat.reservation);
                locked |= books.existing(seat.reservation).live;
            }
        }
        return locked;
    }

    @Override
    public Answer decide(Books books, long now) {
        decidedAt = now;
        int taken = 0;
        boolean appeared = false;
        for (int left = seats; left != 0; left &= left - 1) {
            Books.Seat seat = books.seats[Integer.numberOfTrailingZeros(left)];
            if (seat.state != 0 && !isLapsed(seat, now)) {
                taken |= Integer.lowestOneBit(left);
            } else if (seat.state == 1 && !lapsedBefore.get(seat.reservation)) {
                appeared = true;
            }
        }
        boolean unguarded = books.sabotage == Sabotage.NO_COMPARE_AND_SET;
        if (seats == 0 || (taken != 0 && !unguarded)) {
            return new Answer(Outcome.TAKEN, 0, 0, taken, 0);
        }
        if (appeared && !unguarded) {
            return Answer.of(Outcome.RETRY);
        }
        placed = true;
        created = books.reservations.size() + 1;
        return Answer.of(Outcome.PLACED, 201, created);
    }

    private static boolean isLapsed(Books.Seat seat, long now) {
        return seat.state == 1 && seat.freeAt != 0 && seat.freeAt <= now;
    }

    @Override
    public void write(Books books) {
        if (!placed) {
            return;
        }
        for (int left = seats; left != 0; left &= left - 1) {
            Books.Seat seat = books.seats[Integer.numberOfTrailingZeros(left)];
            if (isLapsed(seat, decidedAt)) {
                books.endReservation(books.existing(seat.reservation), Status.EXPIRED, decidedAt);
            }
        }
        Reservation made = new Reservation();
        made.id = books.reservations.size() + 1;
        made.account = account;
        made.owner = key;
        made.seats = seats;
        made.live = seats;
        made.expiresAt = decidedAt + hold;
        made.freeAt = made.expiresAt + delay;
        books.reservations.add(made);
        books.setSeats(seats, 1, made.id, key, made.freeAt, decidedAt);
        books.store(account, key, new Stored(Operation.RESERVE, body, 201, made.id));
        created = made.id;
    }

    /** The reservation it made, once written. */
    int created() {
        return created;
    }

    static @Nullable Answer storedAnswer(Books books, int account, int key, Operation operation, Object body) {
        Stored stored = books.stored(account, key);
        if (stored == null) {
            return null;
        }
        if (stored.operation != operation || !stored.body.equals(body)) {
            return Answer.of(Outcome.KEY_REUSED);
        }
        return stored.status == 0
                ? Answer.of(Outcome.IN_FLIGHT)
                : Answer.of(Outcome.REPLAY, stored.status, stored.reservation);
    }
}
