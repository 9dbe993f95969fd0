package gg.tiketi.event.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {

    @Test
    void aDayIsADayInSeoul() {
        assertThat(Moment.fromString("2026-12-24"))
                .isEqualTo(new Moment(Instant.parse("2026-12-23T15:00:00Z"), Instant.parse("2026-12-24T15:00:00Z")));
    }

    @Test
    void anInstantMayHaveAnyOffset() {
        assertThat(Moment.fromString("2026-12-24T19:00:00+09:00"))
                .isEqualTo(new Moment(Instant.parse("2026-12-24T10:00:00Z"), Instant.parse("2026-12-24T10:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "2026-02-30", "2026-12-24T19:00:00", "1066-10-14", "9999-01-01", "x234567890"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Moment.fromString(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
