package gg.tiketi.seat.seatmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeatStatesTest {

    @Test
    void aSeatIsTwoBitsFromTheLowestOfItsByte() {
        // given
        SeatStates free = SeatStates.available(new Position(1, 1), 6);

        // when
        SeatStates states = free.with(
                new Position(1, 2),
                List.of(
                        new SeatChange(1, SeatState.HELD),
                        new SeatChange(3, SeatState.BLOCKED),
                        new SeatChange(4, SeatState.SOLD)));

        // then
        assertThat(Base64.getDecoder().decode(states.base64(6))).containsExactly(0b11_00_01_00, 0b00_00_00_10);
        assertThat(states.counts(0, 6)).isEqualTo(new SeatCounts(3, 1, 1, 1));
        assertThat(free.counts(0, 6).available()).isEqualTo(6);
    }

    @Test
    void placesBehindTheMapAreCutOffTheStates() {
        SeatStates states = SeatStates.available(Position.NONE, 8)
                .with(
                        new Position(1, 1),
                        List.of(new SeatChange(5, SeatState.SOLD), new SeatChange(6, SeatState.SOLD)));

        assertThat(Base64.getDecoder().decode(states.base64(6))).containsExactly(0, 0b00_00_10_00);
    }

    @Test
    void changesOfSeatsThatDoNotExistAreIgnored() {
        SeatStates states = SeatStates.available(Position.NONE, 5)
                .with(
                        new Position(1, 1),
                        List.of(new SeatChange(5, SeatState.SOLD), new SeatChange(-1, SeatState.SOLD)));

        assertThat(states.counts(0, 5)).isEqualTo(new SeatCounts(5, 0, 0, 0));
    }

    @Test
    void theDifferenceLeadsFromOneToTheOther() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            // given
            int size = 1 + random.nextInt(70);
            SeatStates before = shuffled(random, SeatStates.available(new Position(1, 1), size));
            SeatStates after = shuffled(random, before);

            // when
            SeatStates led = before.with(after.position(), after.since(before));

            // then
            assertThat(led.base64(size)).as("seed %d round %d", seed, round).isEqualTo(after.base64(size));
            assertThat(after.since(before)).allSatisfy(change -> assertThat(before.state(change.seat()))
                    .isNotEqualTo(change.state()));
        }
    }

    private static SeatStates shuffled(Random random, SeatStates states) {
        List<SeatChange> changes = new ArrayList<>();
        for (int i = 0; i < random.nextInt(10); i++) {
            changes.add(new SeatChange(random.nextInt(states.size()), SeatState.ofCode(random.nextInt(4))));
        }
        return states.with(new Position(1, states.position().version() + 1), changes);
    }
}
