package gg.tiketi.seat.seatmap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

    @Test
    void aLaterEpochIsLaterWhateverTheVersion() {
        assertThat(new Position(2, 1)).isGreaterThan(new Position(1, 900));
        assertThat(new Position(2, 3)).isGreaterThan(new Position(2, 2));
    }

    @Test
    void itReadsWhatItWrites() {
        assertThat(Position.parse(new Position(7, 12).toString())).contains(new Position(7, 12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "1", "1:", ":1", "a:b", "-1:2", "1:-2", "1:2:3", "99999999999999999999:1"})
    void rubbishIsNoPosition(String text) {
        assertThat(Position.parse(text)).isEmpty();
    }
}
