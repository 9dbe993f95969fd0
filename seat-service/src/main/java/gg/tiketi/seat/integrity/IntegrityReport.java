package gg.tiketi.seat.integrity;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator sees of the integrity checks.
 *
 * @param status {@code green}: all hold; {@code red}: some do not; {@code unknown}: not all could be checked (yet)
 * @param checks each check in turn
 */
@RegisterForReflection
public record IntegrityReport(String status, List<Check> checks) {

    /**
     * One check.
     *
     * @param name its name, as in the metric
     * @param invariant the product's rule that it is part of
     * @param meaning what should be true
     * @param violations how many rows contradict it, up to a limit; null when that is not known
     * @param sample some of them; they name reservations, events and seats, never people
     * @param checkedAt when
     * @param tookMs how long it took
     * @param failure why it could not be made
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Check(
            String name,
            String invariant,
            String meaning,
            @Nullable Long violations,
            List<Map<String, Object>> sample,
            Instant checkedAt,
            long tookMs,
            @Nullable String failure) {}

    static IntegrityReport of(List<Finding> findings) {
        boolean violated = findings.stream()
                .anyMatch(finding -> finding instanceof Finding.Checked checked && checked.violations() > 0);
        boolean complete = findings.size() == Invariants.ALL.size()
                && findings.stream().allMatch(Finding.Checked.class::isInstance);
        return new IntegrityReport(
                violated ? "red" : complete ? "green" : "unknown",
                findings.stream().map(IntegrityReport::toCheck).toList());
    }

    private static Check toCheck(Finding finding) {
        Invariant invariant = finding.invariant();
        long tookMs = finding.took().toMillis();
        return switch (finding) {
            case Finding.Checked checked ->
                new Check(
                        invariant.name(),
                        invariant.rule(),
                        invariant.meaning(),
                        checked.violations(),
                        checked.sample(),
                        checked.checkedAt(),
                        tookMs,
                        null);
            case Finding.Failed failed ->
                new Check(
                        invariant.name(),
                        invariant.rule(),
                        invariant.meaning(),
                        null,
                        List.of(),
                        failed.checkedAt(),
                        tookMs,
                        failed.reason());
        };
    }
}
