package gg.tiketi.seat.claim;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatChange;
import gg.tiketi.seat.seatmap.SeatState;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeatLogMessageTest {

    private static final UUID EVENT = UUID.randomUUID();

    @Test
    void aMessageNamesEventPositionAndSeats() {
        SeatLogMessage message =
                SeatLogMessage.parse(EVENT + "|3|17|0:1,4899:2").orElseThrow();

        assertThat(message.event()).isEqualTo(new EventId(EVENT));
        assertThat(message.position()).isEqualTo(new Position(3, 17));
        assertThat(message.changes())
                .containsExactly(new SeatChange(0, SeatState.HELD), new SeatChange(4899, SeatState.SOLD));
    }

    @Test
    void aMessageMayBeWithoutSeats() {
        assertThat(SeatLogMessage.parse(EVENT + "|3|1|").orElseThrow().changes())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "heartbeat", "a|1|2|", "|||", "x|y|z|w"})
    void anythingElseIsNoMessage(String text) {
        assertThat(SeatLogMessage.parse(text)).isEmpty();
    }
}
