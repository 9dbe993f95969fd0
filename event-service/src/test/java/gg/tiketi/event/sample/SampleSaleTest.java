package gg.tiketi.event.sample;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.event.catalog.EventSchedule;
import gg.tiketi.event.sample.SampleSale.State;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleSaleTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "ON_SALE, PT0S, false",
        "ON_SALE, P1D, false",
        "ON_SALE, P12D, false",
        "ON_SALE, P14D, true",
        "ON_SALE, P60D, true",
        "OPENS, PT0S, false",
        "OPENS, PT9M59S, false",
        "OPENS, PT10M, true",
        "OPENS, P1D, true",
        "ENDED, P60D, false",
        "CANCELLED, P60D, false"
    })
    void anEventDriftsWhenTimeTookItOutOfItsState(State state, Duration later, boolean drifted) {
        // given
        int startsInDays = state == State.ENDED ? -10 : 14;
        SampleSale sale = new SampleSale(state, Duration.ofMinutes(10), startsInDays, LocalTime.of(19, 30), false);
        EventSchedule schedule = sale.schedule(NOW, 120);

        // then
        assertThat(sale.hasDrifted(schedule, NOW.plus(later))).isEqualTo(drifted);
        assertThat(sale.hasDrifted(sale.schedule(NOW.plus(later), 120), NOW.plus(later)))
                .isFalse();
    }
}
