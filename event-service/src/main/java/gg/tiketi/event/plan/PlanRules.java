package gg.tiketi.event.plan;

import gg.tiketi.event.plan.SeatingPlan.Row;
import gg.tiketi.event.plan.SeatingPlan.Seat;
import gg.tiketi.event.plan.SeatingPlan.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a plan must satisfy before it is published, because afterwards it cannot change: names without hyphens (they
 * build labels), every label unique and made of its parts, every section with places, not more than the limit.
 */
public final class PlanRules {

    /** Section, tier, row and number: letters, digits and Hangul, so that a label splits at its hyphens. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9가-힣]{1,20}");

    /** Enough to correct an import by, few enough to read. */
    private static final int MOST_VIOLATIONS = 20;

    private PlanRules() {}

    /** What is wrong with the plan, in plan order; empty when it may be published. */
    public static List<String> violations(SeatingPlan plan, int maxCapacity) {
        List<String> violations = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        Set<String> sections = new HashSet<>();
        for (Section section : plan.sections()) {
            if (!sections.add(section.name())) {
                violations.add("section appears twice: " + section.name());
            }
            checkSection(section, labels, violations);
        }
        if (plan.planVersion() < 1) {
            violations.add("version must be 1 or more");
        }
        if (plan.capacity() < 1 || plan.capacity() > maxCapacity) {
            violations.add("capacity must be between 1 and " + maxCapacity);
        }
        return violations.stream().limit(MOST_VIOLATIONS).toList();
    }

    private static void checkSection(Section section, Set<String> labels, List<String> violations) {
        checkName("section", section.name(), violations);
        checkName("price tier", section.priceTier(), violations);
        boolean standing = section.standing() != null;
        if (standing == !section.rows().isEmpty()) {
            violations.add("section needs either rows or standing room: " + section.name());
        }
        if (section.capacity() < 1) {
            violations.add("section has no places: " + section.name());
        }
        for (Row row : section.rows()) {
            checkName("row", row.row(), violations);
            if (row.seats().isEmpty()) {
                violations.add("row without seats: " + section.name() + "-" + row.row());
            }
            for (Seat seat : row.seats()) {
                checkSeat(section, row, seat, labels, violations);
            }
        }
    }

    private static void checkSeat(Section section, Row row, Seat seat, Set<String> labels, List<String> violations) {
        checkName("number", seat.number(), violations);
        String label = section.name() + "-" + row.row() + "-" + seat.number();
        if (!label.equals(seat.label())) {
            violations.add("label is not section-row-number: " + seat.label());
        }
        if (!labels.add(label)) {
            violations.add("seat appears twice: " + label);
        }
        if ((seat.x() == null) != (seat.y() == null)) {
            violations.add("seat has only one coordinate: " + label);
        }
    }

    private static void checkName(String kind, String name, List<String> violations) {
        if (!NAME.matcher(name).matches()) {
            violations.add(kind + " must be 1-20 letters or digits: " + name);
        }
    }
}
