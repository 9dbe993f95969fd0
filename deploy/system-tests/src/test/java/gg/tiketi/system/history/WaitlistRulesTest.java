package gg.tiketi.system.history;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.system.history.WaitlistRules.Booking;
import gg.tiketi.system.history.WaitlistRules.Entry;
import gg.tiketi.system.history.WaitlistRules.Told;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WaitlistRulesTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private final UUID anna = UUID.randomUUID();
    private final UUID ben = UUID.randomUUID();

    @Test
    void aFairHistoryBreaksNothing() {
        // given a pair that waits longer, because single seats come back first
        List<Entry> entries = List.of(entry(anna, 1, 2, true, 0, 60, 70), entry(ben, 2, 1, false, 10, 30, 40));
        List<Booking> bookings = List.of(
                booking(anna, false, 10, 20, 1, 2),
                booking(ben, true, 30, null, 1),
                booking(anna, true, 60, null, 2, 3));

        // then
        assertThat(WaitlistRules.check(List.of(new Told(anna, 1), new Told(ben, 2)), entries, bookings))
                .isEmpty();
    }

    @Test
    void eachRuleFindsWhatBreaksIt() {
        // given
        Entry waiting = entry(anna, 1, 1, false, 0, null, null);
        Entry overtaking = entry(ben, 2, 1, true, 10, 30, null);

        // then
        assertThat(rules(List.of(), List.of(waiting, overtaking), List.of())).containsExactly("L2");
        assertThat(rules(List.of(new Told(ben, 1)), List.of(waiting), List.of()))
                .containsExactly("S4");
        assertThat(rules(List.of(), List.of(waiting, entry(ben, 1, 1, false, 1, null, null)), List.of()))
                .containsExactly("S12");
        assertThat(rules(List.of(), List.of(waiting, entry(anna, 2, 1, false, 1, null, null)), List.of()))
                .containsExactly("S12");
        assertThat(rules(
                        List.of(), List.of(), List.of(booking(anna, false, 0, 11, 1), booking(ben, true, 10, null, 1))))
                .containsExactly("S1");
        assertThat(rules(List.of(), List.of(waiting), List.of(booking(ben, false, 10, null, 1))))
                .containsExactly("L1");
    }

    private static Set<String> rules(List<Told> told, List<Entry> entries, List<Booking> bookings) {
        return WaitlistRules.rules(WaitlistRules.check(told, entries, bookings));
    }

    private static Entry entry(
            UUID account,
            int place,
            int size,
            boolean adjacent,
            int joined,
            @Nullable Integer offered,
            @Nullable Integer ended) {
        return new Entry(account, place, size, adjacent, START.plusSeconds(joined), at(offered), at(ended));
    }

    private static Booking booking(UUID account, boolean offered, int from, @Nullable Integer until, Integer... seats) {
        return new Booking(UUID.randomUUID(), account, offered, Set.of(seats), START.plusSeconds(from), at(until));
    }

    private static @Nullable Instant at(@Nullable Integer second) {
        return second == null ? null : START.plusSeconds(second);
    }
}
