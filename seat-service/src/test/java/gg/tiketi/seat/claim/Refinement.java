package gg.tiketi.seat.claim;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.SeatState;
import gg.tiketi.seat.seatmap.StoredSeat;
import gg.tiketi.seat.simulation.Act;
import gg.tiketi.seat.simulation.Answer;
import gg.tiketi.seat.simulation.Answer.Outcome;
import gg.tiketi.seat.simulation.BlockAct;
import gg.tiketi.seat.simulation.Books;
import gg.tiketi.seat.simulation.CancelAct;
import gg.tiketi.seat.simulation.Claim;
import gg.tiketi.seat.simulation.Copy;
import gg.tiketi.seat.simulation.CopyEntry;
import gg.tiketi.seat.simulation.Dice;
import gg.tiketi.seat.simulation.EndingAct;
import gg.tiketi.seat.simulation.Position;
import gg.tiketi.seat.simulation.ReserveAct;
import gg.tiketi.seat.simulation.Sabotage;
import gg.tiketi.seat.simulation.SeatFact;
import gg.tiketi.seat.simulation.SettleAct;
import gg.tiketi.seat.simulation.StartPaymentAct;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The same random commands on the model and on the real stores: same answers, same states. */
final class Refinement {

    static final int SEATS = 8;
    static final int ACCOUNTS = 3;
    static final int MAX_SEATS_PER_PERSON = 4;

    /** The model's time stands still; what is to lapse is made to. */
    private static final long NOW = 1_000_000;

    private static final long HOLD = 3_600_000;
    private static final long SERVER = 1;

    /** A request to reserve, to be repeated perhaps. */
    private record Asked(int account, int key, int[] candidates, int pick) {}

    private final Books books = new Books(SEATS, MAX_SEATS_PER_PERSON, Sabotage.NONE);
    private final Copy copy = new Copy(SEATS, Sabotage.NONE);
    private final RealSeats real;
    private final ClaimStore store;
    private final EventId event;
    private final Dice dice;
    private final List<Asked> asked = new ArrayList<>();
    private long change = 1;
    private long epoch = 1;
    private int keys = 1;

    Refinement(RealSeats real, ClaimStore store, long seed) {
        this.real = real;
        this.store = store;
        this.event = real.event();
        this.dice = new Dice(seed);
    }

    /** One random command on both, then all states compared; tells what it was. */
    String step() {
        String command =
                switch (dice.below(14)) {
                    case 0, 1, 2, 3 -> reserve();
                    case 4 -> act("expire", real::expire, EndingAct::expire);
                    case 5 -> act("cancel for event", real::cancelForEvent, EndingAct::cancelForEvent);
                    case 6 -> cancel();
                    case 7 -> startPayment();
                    case 8 -> settle();
                    case 9 -> block();
                    case 10 -> applyOutbox();
                    case 11 -> letTimePass();
                    case 12 -> rebuild();
                    default -> changeSale();
                };
        compareStates(command);
        return command;
    }

    private String reserve() {
        boolean repeats = dice.percent(25) && !asked.isEmpty();
        Asked ask = repeats ? asked.get(dice.below(asked.size())) : fresh();
        int account = ask.account();
        int key = ask.key();
        int[] candidates = dice.percent(80) ? ask.candidates() : fresh().candidates();
        int pick = candidates.length == 1 ? ask.pick() : 0;
        String command = "reserve account %d key %d %s pick %d".formatted(account, key, seats(candidates[0]), pick);

        int seats = candidates[0];
        Claim claim = claim(command, real.owner(key), key, candidates, pick);
        boolean claimed = claim instanceof Claim.Claimed;
        if (claim instanceof Claim.Taken && dice.percent(70)) {
            return command + " refused";
        }
        if (claim instanceof Claim.Claimed mark) {
            seats = mark.seats();
            pick = 0;
            real.keepMarks(real.owner(key), seats);
        }
        long rules = dice.percent(10) ? change - 1 : change;
        Answer answer = real.reserve(account, key, seats, pick, rules, HOLD);
        // Which of equal places PostgreSQL picks is its own affair.
        int picked = pick > 0 && answer.outcome() == Outcome.PLACED ? real.seatsOfLast() : seats;
        ReserveAct act = new ReserveAct(account, key, "" + seats + pick, picked, pick, rules, HOLD, 0);
        compare(command, books.run(act, NOW), answer);
        if (claimed && answer.outcome() != Outcome.PLACED && dice.percent(70)) {
            copy.release(key, seats, NOW);
            done(store.release(event, real.owner(key), positions(seats)));
        }
        return command + " " + answer.outcome();
    }

    private Asked fresh() {
        boolean picks = dice.percent(20);
        int first = 1 << dice.below(6) | 1 << dice.below(6);
        int[] candidates = picks ? new int[] {0b11000000} : new int[] {first, 1 << dice.below(6)};
        Asked ask = new Asked(dice.below(ACCOUNTS), keys++, candidates, 1 + dice.below(2));
        asked.add(ask);
        return ask;
    }

    private Claim claim(String command, ClaimOwner owner, int key, int[] candidates, int pick) {
        Claim expected = isOpen() ? copy.claim(key, candidates, pick, NOW, HOLD) : null;
        Candidates wanted = pick > 0
                ? Candidates.any(pick, positions(candidates[0]))
                : new Candidates(List.of(positions(candidates[0]), positions(candidates[1])), 0);
        Optional<ClaimOutcome> outcome = ifThere(store.claim(event, owner, wanted, Optional.empty()));
        assertThat(outcome.isPresent()).as(command).isEqualTo(expected != null);
        if (expected == null) {
            return new Claim.Known();
        }
        Claim actual =
                switch (outcome.get()) {
                    case ClaimOutcome.Claimed mark -> new Claim.Claimed(position(mark.position()), mask(mark.seats()));
                    case ClaimOutcome.Taken taken -> new Claim.Taken(position(taken.position()), mask(taken.seats()));
                    case ClaimOutcome.Known known -> new Claim.Known();
                    case ClaimOutcome.NotAdmitted refused -> throw new IllegalStateException("no waiting room here");
                    case ClaimOutcome.Unavailable away -> throw new IllegalStateException("Redis is away");
                };
        assertThat(actual).as(command).isEqualTo(expected);
        return expected;
    }

    private String act(String name, RealAct realAct, ModelAct modelAct) {
        if (books.reservations() == 0) {
            return name;
        }
        int reservation = 1 + dice.below(books.reservations());
        String command = name + " " + reservation;
        compare(command, books.run(modelAct.of(reservation), NOW), realAct.run(reservation));
        return command;
    }

    /** An act on a reservation in PostgreSQL. */
    interface RealAct {
        Answer run(int reservation);
    }

    /** The same act of the model. */
    interface ModelAct {
        Act of(int reservation);
    }

    private String cancel() {
        int account = dice.below(ACCOUNTS);
        int key = dice.percent(20) ? dice.below(keys) : keys++;
        return act(
                "cancel account %d key %d".formatted(account, key),
                reservation -> real.cancel(reservation, account, key),
                reservation -> new CancelAct(reservation, account, key, reservation));
    }

    private String startPayment() {
        int account = dice.below(ACCOUNTS);
        int key = dice.percent(20) ? dice.below(keys) : keys++;
        return act(
                "pay account %d key %d".formatted(account, key),
                reservation -> real.startPayment(reservation, account, key),
                reservation -> new StartPaymentAct(reservation, account, key, reservation, false));
    }

    private String settle() {
        if (books.payments() == 0) {
            return "settle";
        }
        int payment = 1 + dice.below(books.payments());
        boolean captured = dice.percent(60);
        String command = "settle " + payment + " captured " + captured;
        compare(command, books.run(new SettleAct(payment, captured), NOW), real.settle(payment, captured));
        return command;
    }

    private String block() {
        int block = dice.below(256) & dice.below(256) & dice.below(256);
        int unblock = dice.below(256) & dice.below(256) & ~block;
        String command = "block " + seats(block) + " unblock " + seats(unblock);
        compare(command, books.run(new BlockAct(block, unblock), NOW), real.block(block, unblock));
        return command;
    }

    /** In any order, and some of them twice. */
    private String applyOutbox() {
        List<Books.OutboxRow> rows = new ArrayList<>(books.outbox());
        List<RealSeats.OutboxRow> found = real.outbox();
        assertThat(found).hasSameSizeAs(rows);
        boolean gone = true;
        for (int i = 0; i < rows.size(); i++) {
            int which = dice.percent(50) ? i : dice.below(rows.size());
            compareRow(rows.get(which), found.get(which));
            gone &= which == i;
            Copy.Use use = copy.use(NOW, SERVER, Position.NONE);
            if (use == Copy.Use.OPEN) {
                copy.apply(rows.get(which).facts());
            }
            boolean applied =
                    ifThere(store.apply(event, found.get(which).seats())).isPresent();
            assertThat(applied).as("apply").isEqualTo(use == Copy.Use.OPEN);
            gone &= applied;
        }
        if (gone) {
            books.deleted(rows);
            real.delete(found);
        }
        return "apply " + rows.size() + " rows";
    }

    private static void compareRow(Books.OutboxRow expected, RealSeats.OutboxRow actual) {
        assertThat(actual.seats()).hasSameSizeAs(expected.facts());
        for (int i = 0; i < expected.facts().size(); i++) {
            SeatFact fact = expected.facts().get(i);
            StoredSeat seat = actual.seats().get(i);
            assertThat(seat.seat()).isEqualTo(fact.seat());
            assertThat(seat.state().ordinal()).isEqualTo(fact.state());
            assertThat(seat.revision()).isEqualTo(fact.revision());
            assertThat(seat.freeAt().isPresent()).isEqualTo(fact.freeAt() != 0);
        }
    }

    private String letTimePass() {
        if (dice.percent(50)) {
            copy.letMarksPass(NOW);
            real.letMarksPass();
            int freed = dice.percent(50) ? copy.lapse(NOW) : -1;
            if (freed >= 0) {
                done(store.lapse(event));
            }
            return "marks lapse, swept " + freed;
        }
        if (books.reservations() > 0) {
            int reservation = 1 + dice.below(books.reservations());
            books.letTimePass(reservation, NOW);
            real.letTimePass(reservation);
            return "time passes for " + reservation;
        }
        return "time passes";
    }

    private String rebuild() {
        if (dice.percent(20)) {
            copy.flush();
            real.flush();
        }
        boolean late = dice.percent(20) && isOpen();
        long next = late ? epoch : ++epoch;
        String command = "rebuild " + next;
        boolean begun = copy.beginLoad(next, NOW, HOLD);
        assertThat(done(store.beginLoad(event, next))).as(command).isEqualTo(begun);
        real.keepLoading();
        if (begun && dice.percent(85)) {
            List<SeatFact> facts = books.touchedSeats();
            List<StoredSeat> seats = real.touchedSeats();
            int half = facts.size() / 2;
            assertThat(done(store.load(event, next, 1, seats.subList(0, half), false)))
                    .as(command)
                    .isEqualTo(copy.load(next, 1, facts.subList(0, half), List.of(), false, SERVER, NOW));
            assertThat(done(store.load(event, next - 1, 2, seats, true)))
                    .as("another's load")
                    .isFalse();
            assertThat(done(store.load(event, next, 2, seats.subList(half, seats.size()), true)))
                    .as(command)
                    .isEqualTo(copy.load(next, 2, facts.subList(half, facts.size()), List.of(), true, SERVER, NOW));
        }
        return command;
    }

    private String changeSale() {
        boolean cancelled = dice.percent(5);
        boolean stopped = dice.percent(30);
        change++;
        books.change(change, cancelled, stopped);
        real.change(change, cancelled, stopped);
        return "sale changes, cancelled " + cancelled + " stopped " + stopped;
    }

    private void compare(String command, Answer expected, Answer actual) {
        assertThat(actual.outcome()).as(command).isEqualTo(expected.outcome());
        if (expected.outcome() != Outcome.PLACED) {
            assertThat(actual).as(command).isEqualTo(expected);
        }
    }

    private void compareStates(String command) {
        assertThat(real.states()).as(command).isEqualTo(RealSeats.states(books, SEATS));
        for (int seat = 0; seat < SEATS; seat++) {
            CopyEntry expected = copy.entry(seat);
            CopyEntry actual = real.entry(seat);
            // Times are real there and stand still here: only whether there is one can be compared.
            assertThat(actual.state()).as(command).isEqualTo(expected.state());
            assertThat(actual.owner()).as(command).isEqualTo(expected.owner());
            assertThat(actual.freeAt() != 0).as(command).isEqualTo(expected.freeAt() != 0);
            assertThat(actual.revision()).as(command).isEqualTo(expected.revision());
            assertThat(actual.provisional()).as(command).isEqualTo(expected.provisional());
        }
        if (isOpen()) {
            Position actual = position(done(store.read(event, SEATS)).position());
            assertThat(actual).as(command).isEqualTo(copy.position());
        }
    }

    private boolean isOpen() {
        return copy.use(NOW, SERVER, Position.NONE) == Copy.Use.OPEN;
    }

    private static <T> T done(Uni<T> command) {
        return command.await().atMost(Duration.ofSeconds(60));
    }

    private static <T> Optional<T> ifThere(Uni<T> command) {
        try {
            return Optional.of(done(command));
        } catch (ClaimStore.Absent | ClaimStore.NotLoaded none) {
            return Optional.empty();
        }
    }

    private static Position position(gg.tiketi.seat.seatmap.Position position) {
        return new Position(position.epoch(), position.version());
    }

    static List<Integer> positions(int mask) {
        List<Integer> positions = new ArrayList<>();
        for (int left = mask; left != 0; left &= left - 1) {
            positions.add(Integer.numberOfTrailingZeros(left));
        }
        return positions;
    }

    static int mask(Iterable<Integer> positions) {
        int mask = 0;
        for (int position : positions) {
            mask |= 1 << position;
        }
        return mask;
    }

    private static String seats(int mask) {
        return positions(mask).toString();
    }

    /** A seat as PostgreSQL has it. */
    static StoredSeat stored(int position, int state, String owner, Optional<Instant> freeAt, long revision) {
        return new StoredSeat(position, SeatState.ofCode(state), owner, freeAt, revision);
    }
}
