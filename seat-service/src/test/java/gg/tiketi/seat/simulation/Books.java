package gg.tiketi.seat.simulation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL has committed about one event: the tables that the functions in the migrations read and write. */
public final class Books {

    /** Status of a reservation. */
    public enum Status {
        PENDING,
        PAYING,
        CONFIRMED,
        EXPIRED,
        CANCELLED;

        boolean isLive() {
            return this == PENDING || this == PAYING || this == CONFIRMED;
        }
    }

    /** Status of a payment attempt. */
    public enum PaymentStatus {
        STARTED,
        CAPTURED,
        DECLINED,
        REFUND_DUE,
        REFUNDED
    }

    /** A row of table seat. */
    public static final class Seat {
        int state;
        int reservation;
        int owner;
        long freeAt;
        long revision;

        boolean isLapsed(long now) {
            return state == 1 && freeAt != 0 && freeAt <= now;
        }

        /** 0 available, 1 held, 2 sold, 3 blocked. */
        public int state() {
            return state;
        }

        /** When its hold lapses, 0 for never. */
        public long freeAt() {
            return freeAt;
        }

        /** The reservation that has it, 0 for none. */
        public int reservation() {
            return reservation;
        }

        /** Grows with every change. */
        public long revision() {
            return revision;
        }
    }

    /** A row of table reservation with its rows of reservation_seat. */
    public static final class Reservation {
        int id;
        int account;
        int owner;
        int seats;
        int live;
        Status status = Status.PENDING;
        long expiresAt;
        long freeAt;

        /** Where it stands. */
        public Status status() {
            return status;
        }

        /** Seats that it still has, one bit each. */
        public int live() {
            return live;
        }
    }

    /** A row of table payment. */
    public static final class Payment {
        int id;
        int reservation;
        int account;
        int key;
        PaymentStatus status = PaymentStatus.STARTED;
        long startedAt;
    }

    /** A row of table idempotency; status 0 means under way. */
    static final class Stored {
        final Operation operation;
        final Object body;
        int status;
        int reservation;

        Stored(Operation operation, Object body, int status, int reservation) {
            this.operation = operation;
            this.body = body;
            this.status = status;
            this.reservation = reservation;
        }
    }

    /** What a stored answer belongs to. */
    enum Operation {
        RESERVE,
        PAY,
        CANCEL
    }

    /** A row of table seat_outbox. */
    public record OutboxRow(long id, List<SeatFact> facts, int seats, long createdAt) {}

    /** The event's row. */
    public record Rules(long change, boolean cancelled, boolean stopped, long closesAt) {}

    final Sabotage sabotage;
    final Seat[] seats;
    final List<Reservation> reservations = new ArrayList<>();
    final List<Payment> payments = new ArrayList<>();
    final Map<Long, Stored> answers = new HashMap<>();
    final List<OutboxRow> outbox = new ArrayList<>();
    Rules rules = new Rules(1, false, false, Long.MAX_VALUE);
    int maxSeatsPerPerson;
    private long nextOutbox = 1;
    private long nextEpoch = 1;

    /** An event on sale with untouched seats. */
    public Books(int seats, int maxSeatsPerPerson, Sabotage sabotage) {
        this.sabotage = sabotage;
        this.maxSeatsPerPerson = maxSeatsPerPerson;
        this.seats = new Seat[seats];
        for (int i = 0; i < seats; i++) {
            this.seats[i] = new Seat();
        }
    }

    /** A seat's row. */
    public Seat seat(int position) {
        return seats[position];
    }

    /** A reservation, or null. */
    public @Nullable Reservation reservation(int id) {
        return id > 0 && id <= reservations.size() ? reservations.get(id - 1) : null;
    }

    Reservation existing(int id) {
        return reservations.get(id - 1);
    }

    /** Another state of the event. */
    public void change(long change, boolean cancelled, boolean stopped) {
        rules = new Rules(change, cancelled, stopped, Long.MAX_VALUE);
    }

    /** Lets the time of a reservation pass, its return delay included. */
    public void letTimePass(int id, long now) {
        Reservation one = existing(id);
        one.expiresAt = now - 1;
        one.freeAt = now - 1;
        for (Seat seat : seats) {
            if (seat.reservation == id && seat.freeAt != 0) {
                seat.freeAt = now - 1;
            }
        }
    }

    /** Changes that are waiting for the copy, oldest first. */
    public List<OutboxRow> outbox() {
        return List.copyOf(outbox);
    }

    /** Changes that the copy has. */
    public void deleted(List<OutboxRow> rows) {
        deleteOutbox(rows);
    }

    /** How many reservations there have been. */
    public int reservations() {
        return reservations.size();
    }

    /** How many payments there have been. */
    public int payments() {
        return payments.size();
    }

    /** Where a payment stands. */
    public PaymentStatus paymentStatus(int id) {
        return payment(id).status;
    }

    Payment payment(int id) {
        return payments.get(id - 1);
    }

    long nextEpoch() {
        return nextEpoch++;
    }

    @Nullable
    Stored stored(int account, int key) {
        return answers.get(answerKey(account, key));
    }

    void store(int account, int key, Stored answer) {
        if (sabotage != Sabotage.NO_STORED_ANSWER) {
            answers.put(answerKey(account, key), answer);
        }
    }

    private static long answerKey(int account, int key) {
        return ((long) account << 32) | key;
    }

    /** Every seat that was ever touched, as it is now. */
    public List<SeatFact> touchedSeats() {
        List<SeatFact> facts = new ArrayList<>();
        for (int i = 0; i < seats.length; i++) {
            if (seats[i].revision > 0) {
                facts.add(fact(i));
            }
        }
        return facts;
    }

    private SeatFact fact(int position) {
        Seat seat = seats[position];
        return new SeatFact(position, seat.state, seat.owner, seat.freeAt, seat.revision);
    }

    /** Changes the state of seats and tells the outbox. */
    void setSeats(int mask, int state, int reservation, int owner, long freeAt, long now) {
        List<SeatFact> facts = new ArrayList<>(Integer.bitCount(mask));
        for (int left = mask; left != 0; left &= left - 1) {
            int position = Integer.numberOfTrailingZeros(left);
            Seat seat = seats[position];
            seat.state = state;
            seat.reservation = reservation;
            seat.owner = owner;
            seat.freeAt = freeAt;
            seat.revision++;
            facts.add(fact(position));
        }
        outbox.add(new OutboxRow(nextOutbox++, facts, mask, now));
    }

    void endReservation(Reservation ended, Status status, long now) {
        ended.status = status;
        int freed = ended.live;
        ended.live = 0;
        setSeats(freed, 0, 0, 0, 0, now);
        if (status == Status.CANCELLED) {
            for (Payment payment : payments) {
                if (payment.reservation == ended.id && payment.status == PaymentStatus.CAPTURED) {
                    payment.status = PaymentStatus.REFUND_DUE;
                }
            }
        }
    }

    void deleteOutbox(List<OutboxRow> rows) {
        outbox.removeIf(row -> rows.stream().anyMatch(gone -> gone == row));
    }

    boolean markRefunded(int payment) {
        boolean due = payment(payment).status == PaymentStatus.REFUND_DUE;
        if (due) {
            payment(payment).status = PaymentStatus.REFUNDED;
        }
        return due;
    }

    /** The reservations whose holds have lapsed on any of the seats. */
    BitSet lapsed(int mask, long now) {
        BitSet found = new BitSet();
        for (int left = mask; left != 0; left &= left - 1) {
            Seat seat = seats[Integer.numberOfTrailingZeros(left)];
            if (seat.isLapsed(now)) {
                found.set(seat.reservation);
            }
        }
        return found;
    }

    /** Seats with all seats of the reservations behind them. */
    int withAllOf(BitSet behind, int mask) {
        int all = mask;
        for (int id = behind.nextSetBit(0); id >= 0; id = behind.nextSetBit(id + 1)) {
            all |= existing(id).live;
        }
        return all;
    }

    /** Seats that are not free: held and not lapsed, sold or blocked. */
    int taken(int mask, long now) {
        int taken = 0;
        for (int left = mask; left != 0; left &= left - 1) {
            Seat seat = seats[Integer.numberOfTrailingZeros(left)];
            if (seat.state != 0 && !seat.isLapsed(now)) {
                taken |= Integer.lowestOneBit(left);
            }
        }
        return taken;
    }

    /** Ends reservations in order of their number. */
    void expireAll(BitSet over, long now) {
        for (int id = over.nextSetBit(0); id >= 0; id = over.nextSetBit(id + 1)) {
            endReservation(existing(id), Status.EXPIRED, now);
        }
    }

    /** The latest committed revision of a seat that is still waiting in the outbox, 0 for none. */
    long waitingRevision(int position) {
        long revision = 0;
        for (OutboxRow row : outbox) {
            if ((row.seats() >> position & 1) != 0) {
                for (SeatFact fact : row.facts()) {
                    if (fact.seat() == position) {
                        revision = Math.max(revision, fact.revision());
                    }
                }
            }
        }
        return revision;
    }

    /** Runs one act alone, as a sequential caller sees it. */
    public Answer run(Act act, long now) {
        Answer early = act.begin(this, now);
        if (early != null) {
            return early;
        }
        act.seatsToLock(this, now, 0);
        Answer answer = act.decide(this, now);
        act.write(this);
        return answer;
    }
}
