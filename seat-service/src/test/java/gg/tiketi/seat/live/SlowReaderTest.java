package gg.tiketi.seat.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatChange;
import gg.tiketi.seat.seatmap.SeatState;
import gg.tiketi.seat.seatmap.SeatStates;
import gg.tiketi.seat.seatmap.SeatsNow;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random changes to readers of any speed: whoever keeps reading ends with what is true. */
class SlowReaderTest {

    private static final int SEATS = 400;
    private static final int TICKS = 400;

    /** So few that a very slow reader misses more than is kept. */
    private static final int HISTORY = 60;

    private static final ByteBuf PING = Frames.ping();
    private static final EventId EVENT = new EventId(UUID.randomUUID());
    private static final LiveConfig CONFIG =
            new SmallRyeConfigBuilder().withMapping(LiveConfig.class).build().getConfigMapping(LiveConfig.class);

    private SeatStates truth = SeatStates.available(new Position(1, 1), SEATS);
    private final LiveChannel channel = new LiveChannel(EVENT, SEATS, () -> truth, SlowReaderTest::seen, HISTORY);

    /** A hub's mistake: what a busy reader was not sent is taken for sent. */
    private static final class ForgetfulWatcher extends Watcher {

        ForgetfulWatcher(LiveChannel channel, Outlet outlet) {
            super(channel, outlet, ImmediateEventExecutor.INSTANCE, CONFIG, Position.NONE, System.nanoTime());
        }

        @Override
        void bringTo(Tick tick) {
            if (mayWrite()) {
                super.bringTo(tick);
            } else {
                take(tick.position());
            }
        }
    }

    /** A page at the end of a line that takes what it takes. */
    private static final class Reader implements Outlet {

        private final List<String> onItsWay = new ArrayList<>();
        private final int[] map = new int[SEATS];
        private Position position = Position.NONE;
        private int snapshots;
        private int deltas;
        private boolean isClosed;

        @Override
        public long pendingBytes() {
            return onItsWay.stream().mapToInt(String::length).sum();
        }

        @Override
        public void write(ByteBuf... frames) {
            for (ByteBuf frame : frames) {
                onItsWay.add(text(frame));
            }
        }

        @Override
        public void close(CloseCode why, ByteBuf... frames) {
            isClosed = true;
        }

        @Override
        public void cut() {
            isClosed = true;
        }

        void read() {
            onItsWay.stream()
                    .filter(text -> !text.isEmpty())
                    .map(JsonObject::new)
                    .forEach(this::take);
            onItsWay.clear();
        }

        private void take(JsonObject message) {
            Position next = new Position(message.getLong("epoch"), message.getLong("version"));
            switch (message.getString("type")) {
                case "snapshot" -> {
                    snapshots++;
                    byte[] states = java.util.Base64.getDecoder().decode(message.getString("states"));
                    for (int i = 0; i < SEATS; i++) {
                        map[i] = states[i >> 2] >> ((i & 3) << 1) & 3;
                    }
                    position = next;
                }
                case "delta" -> {
                    deltas++;
                    assertThat(message.getLong("from")).isLessThanOrEqualTo(position.version());
                    for (Object change : message.getJsonArray("changes")) {
                        JsonArray pair = (JsonArray) change;
                        map[pair.getInteger(0)] = pair.getInteger(1);
                    }
                    position = next;
                }
                default -> {}
            }
        }

        private static String text(ByteBuf frame) {
            int length = frame.getUnsignedByte(1);
            int start = length < 126 ? 2 : length == 126 ? 4 : 10;
            return (frame.getByte(0) & 0xF) == 1
                    ? frame.toString(start, frame.readableBytes() - start, StandardCharsets.UTF_8)
                    : "";
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyReaderEndsWithWhatIsTrue(long seed) {
        // given
        Random random = new Random(seed);
        List<Reader> readers = new ArrayList<>();
        List<Watcher> watchers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Reader reader = new Reader();
            readers.add(reader);
            watchers.add(watcher(reader, Position.NONE));
        }

        // when
        play(random, readers, watchers);

        // then
        assertThat(readers).as("seed %d", seed).allSatisfy(this::knowsTheTruth);
        assertThat(readers.getFirst().snapshots).isEqualTo(1);
        assertThat(readers.getLast().snapshots).as("the slowest was resynced").isGreaterThan(2);
        assertThat(readers.get(3).deltas).isLessThan(readers.getFirst().deltas);
    }

    /** A control: the check above must be able to fail. */
    @Test
    void aHubThatForgetsChangesOfBusyReadersIsCaught() {
        Reader reader = new Reader();
        Watcher forgetful = new ForgetfulWatcher(channel, reader);

        assertThatThrownBy(() -> {
                    play(new Random(1), List.of(new Reader(), new Reader(), reader), List.of(forgetful));
                    knowsTheTruth(reader);
                })
                .isInstanceOf(AssertionError.class);
    }

    /** Changes end while a reader is busy: it must not wait for the next one to learn of the last. */
    @Test
    void whoWasBusyAtTheLastChangeLearnsOfItAllTheSame() {
        // given
        Reader reader = new Reader();
        Watcher watcher = watcher(reader, Position.NONE);
        watcher.bringTo(channel.latest());

        // when
        change(new Random(3), 3);
        watcher.bringTo(channel.latest());
        boolean isVisitedAgain = channel.takeBehind();
        reader.read();
        watcher.bringTo(channel.latest());
        reader.read();

        // then
        assertThat(isVisitedAgain).isTrue();
        assertThat(channel.takeBehind()).isFalse();
        knowsTheTruth(reader);
    }

    @Test
    void whoResumesGetsADeltaWhileTheLogReachesBackAndASnapshotAfterThat() {
        // given
        Random random = new Random(7);
        Position before = truth.position();
        change(random, 5);

        // when
        Reader soon = new Reader();
        soon.position = before;
        watcher(soon, before).bringTo(channel.latest());
        soon.read();
        for (int i = 0; i < HISTORY; i++) {
            change(random, 5);
        }
        Reader late = new Reader();
        watcher(late, before).bringTo(channel.latest());
        late.read();

        // then
        assertThat(soon.deltas).isEqualTo(1);
        assertThat(soon.snapshots).isZero();
        assertThat(late.snapshots).isEqualTo(1);
        knowsTheTruth(late);
    }

    @Test
    void anotherEpochBringsASnapshot() {
        // given
        Reader reader = new Reader();
        Watcher watcher = watcher(reader, Position.NONE);
        watcher.bringTo(channel.latest());
        reader.read();

        // when
        truth = SeatStates.available(new Position(2, 1), SEATS)
                .with(new Position(2, 2), List.of(new SeatChange(3, SeatState.SOLD)));
        channel.advance();
        watcher.bringTo(channel.latest());
        reader.read();

        // then
        assertThat(reader.snapshots).isEqualTo(2);
        knowsTheTruth(reader);
    }

    @Test
    void whoTakesNothingIsClosed() {
        // given
        Reader reader = new Reader();
        Watcher watcher = watcher(reader, Position.NONE);
        watcher.bringTo(channel.latest());
        ByteBuf heartbeat = Frames.text(LiveMessage.heartbeat(truth.position()));
        long now = System.nanoTime();

        // when
        Optional<CloseCode> first = watcher.look(now, PING, heartbeat);
        Optional<CloseCode> inTime = watcher.look(now + seconds(9), PING, heartbeat);
        Optional<CloseCode> tooLate = watcher.look(now + seconds(11), PING, heartbeat);

        // then
        assertThat(first).isEmpty();
        assertThat(inTime).isEmpty();
        assertThat(tooLate).contains(CloseCode.TOO_SLOW);
        assertThat(reader.isClosed).isTrue();
    }

    @Test
    void whoAnswersNoPingIsClosedAndWhoDoesIsNot() {
        // given
        ByteBuf heartbeat = Frames.text(LiveMessage.heartbeat(truth.position()));
        Reader dead = new Reader();
        Reader alive = new Reader();
        Watcher forgotten = watcher(dead, Position.NONE);
        Watcher heard = watcher(alive, Position.NONE);
        long now = System.nanoTime();

        // when
        for (int i = 0; i < 100; i++) {
            forgotten.look(now + seconds(i), PING, heartbeat);
            heard.look(now + seconds(i), PING, heartbeat);
            dead.read();
            alive.read();
            heard.ponged();
        }

        // then
        assertThat(dead.isClosed).isTrue();
        assertThat(alive.isClosed).isFalse();
    }

    private void play(Random random, List<Reader> readers, List<Watcher> watchers) {
        for (int i = 0; i < TICKS; i++) {
            change(random, 1 + random.nextInt(4));
            watchers.forEach(watcher -> watcher.bringTo(channel.latest()));
            for (int reader = 0; reader < readers.size(); reader++) {
                // The first reads at once, the last every hundredth time.
                if (random.nextInt(1 + reader * reader * 2) == 0) {
                    readers.get(reader).read();
                }
            }
        }
        readers.forEach(Reader::read);
        watchers.forEach(watcher -> watcher.bringTo(channel.latest()));
        readers.forEach(Reader::read);
    }

    private void knowsTheTruth(Reader reader) {
        assertThat(reader.map).isEqualTo(codes(truth));
        assertThat(reader.position).isEqualTo(truth.position());
    }

    private void change(Random random, int count) {
        List<SeatChange> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(new SeatChange(random.nextInt(SEATS), SeatState.ofCode(random.nextInt(4))));
        }
        truth = truth.with(new Position(1, truth.position().version() + count), changes);
        channel.advance();
    }

    private Watcher watcher(Reader reader, Position known) {
        return new Watcher(channel, reader, ImmediateEventExecutor.INSTANCE, CONFIG, known, System.nanoTime());
    }

    private static int[] codes(SeatStates states) {
        int[] codes = new int[SEATS];
        for (int i = 0; i < SEATS; i++) {
            codes[i] = states.state(i).ordinal();
        }
        return codes;
    }

    private static SeatsNow seen(SeatStates states) {
        var counts = states.counts(0, SEATS);
        return new SeatsNow(
                EVENT.value(),
                states.position().epoch(),
                states.position().version(),
                Instant.EPOCH,
                new SeatsNow.Counts(counts.available(), counts.held(), counts.sold(), counts.blocked(), null),
                states.base64(SEATS));
    }

    private static long seconds(int count) {
        return Duration.ofSeconds(count).toNanos();
    }
}
