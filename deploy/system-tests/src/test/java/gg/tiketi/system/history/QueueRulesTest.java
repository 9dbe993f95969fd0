package gg.tiketi.system.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The rules of the waiting room find what breaks them, and nothing else. */
class QueueRulesTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aSoundQueueViolatesNothing() {
        assertThat(QueueRules.check(joins(), places(), 60, 3)).isEmpty();
    }

    @Test
    void aLostPlaceIsFound() {
        assertThat(rules(joins(), places().subList(0, 9), 60, 3)).containsExactly("S4");
    }

    @Test
    void aPlaceGivenTwiceIsFound() {
        List<QueueRules.Joined> joins = new ArrayList<>(joins());
        List<QueueRules.Stored> places = new ArrayList<>(places());
        UUID other = UUID.randomUUID();
        joins.add(new QueueRules.Joined(other, BEGIN.plusSeconds(9), BEGIN.plusSeconds(9), 10));
        places.add(new QueueRules.Stored(other, 10, true, null, null));
        assertThat(rules(joins, places, 60, 3)).contains("S12");
    }

    @Test
    void anInversionIsFoundAndALittleOneIsNone() {
        List<QueueRules.Joined> joins = new ArrayList<>(joins());
        QueueRules.Joined last = joins.removeLast();
        // Its place is lower than one that was answered less than a second before.
        joins.add(new QueueRules.Joined(
                last.account(), last.sent().plusMillis(900), last.answered().plusSeconds(2), 10));
        assertThat(rules(joins, places(), 60, 3)).isEmpty();

        UUID late = UUID.randomUUID();
        List<QueueRules.Stored> places = new ArrayList<>(places());
        places.add(new QueueRules.Stored(late, 0, true, null, null));
        joins.add(new QueueRules.Joined(late, BEGIN.plusSeconds(30), BEGIN.plusSeconds(30), 0));
        assertThat(rules(joins, places, 60, 3)).containsExactly("L2");
    }

    @Test
    void overshootIsFound() {
        assertThat(rules(joins(), places(), 30, 3)).contains("S10");
        assertThat(rules(joins(), places(), 60, 2)).contains("S10");
    }

    private static List<String> rules(
            List<QueueRules.Joined> joins, List<QueueRules.Stored> places, int perMinute, int cap) {
        return QueueRules.check(joins, places, perMinute, cap).stream()
                .map(Violation::rule)
                .distinct()
                .toList();
    }

    private static UUID account(int i) {
        return new UUID(0, i);
    }

    private static List<QueueRules.Joined> joins() {
        List<QueueRules.Joined> joins = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            Instant at = BEGIN.plusMillis(100L * i);
            joins.add(new QueueRules.Joined(account(i), at, at.plusMillis(20), i));
        }
        return joins;
    }

    /** One a second, each for three seconds. */
    private static List<QueueRules.Stored> places() {
        List<QueueRules.Stored> places = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            Instant at = BEGIN.plusSeconds(i);
            places.add(new QueueRules.Stored(account(i), i, true, at, at.plusSeconds(3)));
        }
        return places;
    }
}
