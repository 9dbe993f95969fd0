package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Answer.Outcome;
import gg.tiketi.seat.simulation.Books.Payment;
import gg.tiketi.seat.simulation.Books.PaymentStatus;
import gg.tiketi.seat.simulation.Books.Reservation;
import gg.tiketi.seat.simulation.Books.Status;
import gg.tiketi.seat.simulation.Provider.Word;
import gg.tiketi.seat.simulation.Transition.Store;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold after every step; the names are those of the product's list. */
final class Invariants {

    private final World world;
    private final Books books;
    private final List<Status> statuses = new ArrayList<>();
    private final Position[] replicaPositions = new Position[Numbers.NODES];
    private boolean booksTouched;
    private boolean copyTouched;
    private long latestRedisTime;

    Invariants(World world) {
        this.world = world;
        this.books = world.books;
    }

    void touched(Store store) {
        booksTouched |= store != Store.REDIS;
        copyTouched = true;
    }

    /** Checks all that the last step can have changed. */
    void check() {
        latestRedisTime = Math.max(latestRedisTime, world.redisTime());
        if (booksTouched) {
            booksTouched = false;
            checkSeats();
            checkReservations();
            checkPayments();
        }
        if (copyTouched) {
            copyTouched = false;
            checkCopy();
        }
        checkReplicas();
    }

    private void checkSeats() {
        int live = 0;
        for (Reservation one : books.reservations) {
            Violation.unless((live & one.live) == 0, "S1: a seat has two live reservations");
            live |= one.live;
            for (int left = one.live; left != 0; left &= left - 1) {
                Books.Seat seat = books.seats[Integer.numberOfTrailingZeros(left)];
                boolean agrees = seat.reservation == one.id
                        && seat.state == (one.status == Status.CONFIRMED ? 2 : 1)
                        && (seat.freeAt == 0) == (one.status != Status.PENDING);
                Violation.unless(agrees, "S7: seat and reservation " + one.id + " tell different stories");
            }
        }
        for (int seat = 0; seat < Numbers.SEATS; seat++) {
            boolean owned = (live >> seat & 1) != 0;
            int state = books.seats[seat].state;
            Violation.unless(owned == (state == 1 || state == 2), "S7: seat " + seat + " has a state without an owner");
        }
    }

    private void checkReservations() {
        int[] has = new int[Numbers.ACCOUNTS];
        BitSet keys = new BitSet();
        for (int i = 0; i < books.reservations.size(); i++) {
            Reservation one = books.reservations.get(i);
            if (i == statuses.size()) {
                statuses.add(Status.PENDING);
            }
            Status before = statuses.set(i, one.status);
            Violation.unless(mayFollow(before, one.status), "S2: " + before + " became " + one.status);
            Violation.unless(one.status.isLive() == (one.live != 0), "L9: an ended reservation keeps seats");
            Violation.unless(!keys.get(one.owner), "S8: a request had two effects");
            keys.set(one.owner);
            boolean lapsed = one.status == Status.PENDING && one.expiresAt <= world.now;
            if (one.status.isLive() && !lapsed) {
                has[one.account] += Integer.bitCount(one.live);
            }
        }
        for (int count : has) {
            Violation.unless(count <= Numbers.MAX_SEATS_PER_PERSON, "S9: a person has more seats than allowed");
        }
    }

    private static boolean mayFollow(Status before, Status after) {
        return before == after
                || switch (before) {
                    case PENDING -> after == Status.PAYING || after == Status.EXPIRED || after == Status.CANCELLED;
                    case PAYING -> after == Status.CONFIRMED || after == Status.PENDING;
                    case CONFIRMED -> after == Status.CANCELLED;
                    case EXPIRED, CANCELLED -> false;
                };
    }

    private void checkPayments() {
        BitSet open = new BitSet();
        BitSet paid = new BitSet();
        for (Payment payment : books.payments) {
            Word word = world.provider.find(payment.id);
            Status status = books.existing(payment.reservation).status;
            boolean fits =
                    switch (payment.status) {
                        case STARTED -> status == Status.PAYING;
                        case CAPTURED -> word == Word.CAPTURED && status == Status.CONFIRMED;
                        case DECLINED -> !Provider.hasMoney(word);
                        case REFUND_DUE -> Provider.hasMoney(word) && status == Status.CANCELLED;
                        case REFUNDED -> word == Word.REFUNDED && status == Status.CANCELLED;
                    };
            Violation.unless(fits, "S5: payment " + payment.id + " is " + payment.status + ", " + word + ", " + status);
            if (payment.status == PaymentStatus.STARTED) {
                open.set(payment.reservation);
            }
            if (payment.status == PaymentStatus.CAPTURED) {
                Violation.unless(!paid.get(payment.reservation), "S5: a reservation is paid twice");
                paid.set(payment.reservation);
            }
        }
        for (Reservation one : books.reservations) {
            Violation.unless(one.status != Status.PAYING || open.get(one.id), "L9: PAYING without an open attempt");
            Violation.unless(one.status != Status.CONFIRMED || paid.get(one.id), "S5: CONFIRMED without money");
        }
    }

    /** The copy has every committed change, or the outbox still has it for the copy. */
    private void checkCopy() {
        if (world.copy.isOpen(world.redisTime()) && !isStillSuspect()) {
            checkEntries();
        }
    }

    /** A suspect copy is above suspicion again once it has all changes; one that failed over only by a rebuild. */
    private boolean isStillSuspect() {
        if (world.copySuspect && world.copy.use(world.redisTime(), world.redisServer, Position.NONE) == Copy.Use.OPEN) {
            boolean complete = true;
            for (int seat = 0; seat < Numbers.SEATS; seat++) {
                complete &= world.copy.entry(seat).revision() == books.seats[seat].revision;
            }
            world.copySuspect = !complete;
        }
        return world.copySuspect;
    }

    private void checkEntries() {
        for (int seat = 0; seat < Numbers.SEATS; seat++) {
            CopyEntry entry = world.copy.entry(seat);
            Books.Seat truth = books.seats[seat];
            Violation.unless(
                    entry.revision() <= truth.revision, "L4: the copy has a revision that PostgreSQL does not know");
            if (entry.revision() < truth.revision) {
                Violation.unless(
                        books.waitingRevision(seat) == truth.revision,
                        "L4: the copy missed a change of seat " + seat + " for good");
            } else if (!entry.provisional() && entry.state() != truth.state) {
                // A mark over a lapsed hold that was given back.
                boolean lapsed = entry.state() == 0 && truth.state == 1 && truth.freeAt != 0;
                Violation.unless(
                        lapsed && truth.freeAt <= latestRedisTime,
                        "L4: the copy shows another state at the same revision of seat " + seat);
            }
            Violation.unless(
                    !entry.provisional() || world.copy.deadline(seat) == entry.freeAt(),
                    "L9: a mark without a deadline on seat " + seat);
        }
    }

    /** What a node shows never goes back. */
    private void checkReplicas() {
        for (Node node : world.nodes) {
            Position before = replicaPositions[node.id];
            Position after = node.replica.position();
            boolean restarted = !node.up || before == null;
            Violation.unless(
                    restarted || before.compareTo(after) <= 0, "L4: node " + node.id + " fell back to " + after);
            replicaPositions[node.id] = after;
        }
    }

    void checkAnswer(RequestTask task, Reply reply) {
        Request request = task.request;
        if (task.storedBefore != null && reply.isCertain()) {
            Books.Stored stored = task.storedBefore;
            boolean same = stored.operation == request.operation() && stored.body.equals(request.body());
            Violation.unless(
                    reply.status() == (same ? stored.status : 422),
                    "S8: a repeated request was answered " + reply + " instead of " + (same ? stored.status : 422));
        }
        if (reply.isSuccess()) {
            Reservation one = books.reservation(reply.reservation());
            Violation.unless(
                    one != null && one.account == request.account(), "S4: an acknowledged reservation is gone");
            Books.Stored stored = books.stored(request.account(), request.key());
            boolean kept = stored != null && stored.body.equals(request.body()) && stored.status == reply.status();
            Violation.unless(
                    kept || world.sabotage == Sabotage.NO_STORED_ANSWER, "S8: an effect without a stored answer");
        }
        boolean mayStay = task.troubled || world.copySuspect || reply.reason() == Outcome.PLACED;
        Violation.unless(
                mayStay || (world.marksOf(request.key()) & task.marked()) == 0,
                "L1: a request without effect left its mark");
    }

    /** The first choice made on a node's replica. */
    void checkChoice(Wish wish, int free, int first) {
        if (wish.kind() != Wish.Kind.BEST_AVAILABLE) {
            return;
        }
        Violation.unless((first & ~free) == 0, "S17: a seat was offered that is not free");
        Violation.unless(Integer.bitCount(first) == wish.count(), "S17: another number of seats was offered");
        if (!Seating.leavesOrphan(first, free)) {
            return;
        }
        for (int row : Numbers.ROWS) {
            int window = ((1 << wish.count()) - 1) * Integer.lowestOneBit(row);
            for (; (window & ~row) == 0; window <<= 1) {
                boolean better = (window & ~free) == 0 && !Seating.leavesOrphan(window, free);
                Violation.unless(!better, "S17: a lonely seat was left without need");
            }
        }
    }

    /** What is not yet as it must be once all is healed and some time has passed; null when all is. */
    @Nullable
    String disquiet() {
        if (!books.outbox.isEmpty()) {
            return "L4: an outbox row is left";
        }
        if (!world.copy.isOpen(world.redisTime())) {
            return "L4: the copy is not open";
        }
        for (Reservation one : books.reservations) {
            if (one.status == Status.PENDING || one.status == Status.PAYING) {
                return "L9: a reservation is still " + one.status;
            }
            if (books.rules.cancelled() && one.status == Status.CONFIRMED) {
                return "L9: a called-off event has tickets";
            }
        }
        for (Payment payment : books.payments) {
            if (payment.status == PaymentStatus.STARTED || payment.status == PaymentStatus.REFUND_DUE) {
                return "S5: a payment is still " + payment.status;
            }
        }
        for (int seat = 0; seat < Numbers.SEATS; seat++) {
            int state = books.seats[seat].state;
            if (world.copy.entry(seat).provisional()) {
                return "L1: a seat is still marked, seat " + seat;
            }
            if (world.copy.entry(seat).state() != state) {
                return "L4: the copy differs for good at seat " + seat;
            }
            for (Node node : world.nodes) {
                if (node.replica.state(seat) != state) {
                    return "L4: a map shows another state for good, node " + node.id + " seat " + seat;
                }
            }
        }
        return null;
    }
}
