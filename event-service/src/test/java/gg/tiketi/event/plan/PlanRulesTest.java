package gg.tiketi.event.plan;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.event.plan.SeatingPlan.Row;
import gg.tiketi.event.plan.SeatingPlan.Seat;
import gg.tiketi.event.plan.SeatingPlan.Section;
import gg.tiketi.event.plan.SeatingPlan.Standing;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanRulesTest {

    private static final Section GOOD = section("A", seat("A-1-1", "1"), seat("A-1-2", "2"));

    @Test
    void aGoodPlanHasNoViolations() {
        assertThat(violations(GOOD, new Section("입석", "F", List.of(), new Standing(10))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A-1", "A 1", "A_1", "A%", "ABCDEFGHIJKLMNOPQRSTU", "é", "A\n"})
    void namesThatCannotBuildALabelAreRefused(String name) {
        assertThat(violations(section(name, seat(name + "-1-1", "1")))).isNotEmpty();
        assertThat(violations(section("A", seat("A-1-" + name, name)))).isNotEmpty();
    }

    @Test
    void eachFaultIsNamed() {
        assertThat(violations(GOOD, GOOD)).contains("section appears twice: A");
        assertThat(violations(section("A", seat("A-1-1", "1"), seat("A-1-1", "1"))))
                .containsExactly("seat appears twice: A-1-1");
        assertThat(violations(section("A", seat("B-1-1", "1"))))
                .containsExactly("label is not section-row-number: B-1-1");
        assertThat(violations(section("A", new Seat("A-1-1", "1", 1.0, null, false))))
                .containsExactly("seat has only one coordinate: A-1-1");
        assertThat(violations(section("A"))).contains("row without seats: A-1");
        assertThat(violations(new Section("A", "A", List.of(), null)))
                .contains("section needs either rows or standing room: A");
        assertThat(violations(new Section("A", "A", GOOD.rows(), new Standing(1))))
                .contains("section needs either rows or standing room: A");
        assertThat(violations(new Section("A", "A", List.of(), new Standing(0))))
                .contains("section has no places: A");
        assertThat(violations()).containsExactly("capacity must be between 1 and 100");
        assertThat(violations(new Section("A", "A", List.of(), new Standing(101))))
                .containsExactly("capacity must be between 1 and 100");
    }

    private static List<String> violations(Section... sections) {
        return PlanRules.violations(new SeatingPlan(new UUID(0, 1), 1, new UUID(0, 2), List.of(sections)), 100);
    }

    private static Section section(String name, Seat... seats) {
        return new Section(name, "A", List.of(new Row("1", List.of(seats))), null);
    }

    private static Seat seat(String label, String number) {
        return new Seat(label, number, 0.0, 0.0, false);
    }
}
