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
    private final int pick;
    private final long change;
    private final long hold;
    private final long delay;
    private BitSet lapsed = new BitSet();
    private int chosen;
    private boolean placed;
    private int created;

    /**
     * A request for seats, or with {@code pick} for any so many of them, with the change number of the rules it was
     * prepared with.
     */
    public ReserveAct(int account, int key, Object body, int seats, int pick, long change, long hold, long delay) {
        this.account = account;
        this.key = key;
        this.body = body;
        this.seats = seats;
        this.pick = pick;
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
        int wanted = pick > 0 ? pick : Integer.bitCount(seats);
        return has + wanted > books.maxSeatsPerPerson ? new Answer(Outcome.LIMIT, 0, 0, 0, has) : null;
    }

    private static boolean counts(Reservation one, long now) {
        return one.status == Status.PAYING
                || one.status == Status.CONFIRMED
                || (one.status == Status.PENDING && one.expiresAt > now);
    }

    @Override
    public int seatsToLock(Books books, long now, int busy) {
        if (pick > 0) {
            // Whichever are free and nobody is busy with.
            for (int left = seats & ~busy; left != 0; left &= left - 1) {
                int bit = Integer.lowestOneBit(left);
                if (books.seats[Integer.numberOfTrailingZeros(bit)].state == 0 && Integer.bitCount(chosen) < pick) {
                    chosen |= bit;
                }
            }
            return chosen;
        }
        chosen = seats;
        lapsed = books.lapsed(seats, now);
        return books.withAllOf(lapsed, seats);
    }

    @Override
    public Answer decide(Books books, long now) {
        decidedAt = now;
        if (pick > 0) {
            placed = Integer.bitCount(chosen) == pick;
            return placed ? Answer.of(Outcome.PLACED, 201, 0) : taken(notFree(books));
        }
        if (seats == 0) {
            return taken(0);
        }
        int taken = books.taken(seats, now);
        BitSet behind = books.lapsed(seats, now);
        boolean clash = behind.stream().anyMatch(id -> !lapsed.get(id));
        boolean guarded = books.sabotage != Sabotage.NO_COMPARE_AND_SET;
        if (guarded && taken != 0) {
            return taken(taken);
        }
        if (guarded && clash) {
            return Answer.of(Outcome.RETRY);
        }
        lapsed = behind;
        placed = true;
        return Answer.of(Outcome.PLACED, 201, 0);
    }

    private int notFree(Books books) {
        int mask = 0;
        for (int left = seats; left != 0; left &= left - 1) {
            if (books.seats[Integer.numberOfTrailingZeros(left)].state != 0) {
                mask |= Integer.lowestOneBit(left);
            }
        }
        return mask;
    }

    private static Answer taken(int seats) {
        return new Answer(Outcome.TAKEN, 0, 0, seats, 0);
    }

    @Override
    public void write(Books books) {
        if (!placed) {
            return;
        }
        books.expireAll(lapsed, decidedAt);
        Reservation made = new Reservation();
        made.id = books.reservations.size() + 1;
        made.account = account;
        made.owner = key;
        made.seats = chosen;
        made.live = chosen;
        made.expiresAt = decidedAt + hold;
        made.freeAt = made.expiresAt + delay;
        books.reservations.add(made);
        books.setSeats(chosen, 1, made.id, key, made.freeAt, decidedAt);
        books.store(account, key, new Stored(Operation.RESERVE, body, 201, made.id));
        created = made.id;
    }

    /** The reservation it made, once written. */
    public int created() {
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
