package gg.tiketi.system.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of a waiting room, from what its clients were told and what is stored: S4 (a place that was told is
 * there), S10 (rate and cap in every window), S12 (a place is given once and kept), L2 (no inversion between arrivals more
 * than a second apart). Pure.
 */
public final class QueueRules {

    private static final Duration APART = Duration.ofSeconds(1);

    private QueueRules() {}

    /**
     * A join that was answered.
     *
     * @param account who
     * @param sent when it was sent
     * @param answered when the answer was there
     * @param place what it says
     */
    public record Joined(UUID account, Instant sent, Instant answered, int place) {}

    /**
     * A place as it is stored.
     *
     * @param account whose
     * @param rank its rank, counted from 1
     * @param fromLine false for those who were let in when the room opened
     * @param admittedAt when it was admitted
     * @param endedAt when it ended
     */
    public record Stored(
            UUID account,
            int rank,
            boolean fromLine,
            @Nullable Instant admittedAt,
            @Nullable Instant endedAt) {}

    /** Everything that is wrong. */
    public static List<Violation> check(List<Joined> joins, List<Stored> places, int perMinute, int cap) {
        List<Violation> found = new ArrayList<>();
        places(joins, places, found);
        order(joins, found);
        rate(places, perMinute, found);
        cap(places, cap, found);
        return found;
    }

    private static void places(List<Joined> joins, List<Stored> places, List<Violation> found) {
        Set<Integer> ranks = new HashSet<>();
        Map<UUID, Set<Integer>> stored = new HashMap<>();
        for (Stored place : places) {
            stored.computeIfAbsent(place.account(), first -> new HashSet<>()).add(place.rank());
            if (!ranks.add(place.rank())) {
                found.add(new Violation("S12", "rank " + place.rank() + " was given twice"));
            }
        }
        Map<Integer, UUID> told = new HashMap<>();
        for (Joined join : joins) {
            if (!stored.getOrDefault(join.account(), Set.of()).contains(join.place())) {
                found.add(new Violation("S4", "place " + join.place() + " was told and is not stored"));
            }
            UUID other = told.putIfAbsent(join.place(), join.account());
            if (other != null && !other.equals(join.account())) {
                found.add(new Violation("S12", "place " + join.place() + " was told to two"));
            }
        }
    }

    /** Against the last answer that was there a second before: the highest place among those must be lower. */
    private static void order(List<Joined> joins, List<Violation> found) {
        List<Joined> byAnswer =
                joins.stream().sorted(Comparator.comparing(Joined::answered)).toList();
        List<Joined> bySent =
                joins.stream().sorted(Comparator.comparing(Joined::sent)).toList();
        Map<UUID, Integer> first = new HashMap<>();
        int next = 0;
        int highest = 0;
        for (Joined join : bySent) {
            while (next < byAnswer.size()
                    && byAnswer.get(next).answered().isBefore(join.sent().minus(APART))) {
                highest = Math.max(highest, byAnswer.get(next).place());
                first.putIfAbsent(
                        byAnswer.get(next).account(), byAnswer.get(next).place());
                next++;
            }
            // Asking again for the place one has is no arrival.
            if (join.place() < highest && !first.containsKey(join.account())) {
                found.add(new Violation(
                        "L2", "place " + join.place() + " was asked for a second after " + highest + " was given"));
            }
        }
    }

    /** Worst surplus of admissions over the rate, over all windows, in one pass. */
    private static void rate(List<Stored> places, int perMinute, List<Violation> found) {
        double perSecond = perMinute / 60.0;
        double quota = Math.max(1, perSecond);
        List<Instant> admitted = places.stream()
                .filter(Stored::fromLine)
                .map(Stored::admittedAt)
                .filter(at -> at != null)
                .map(at -> (Instant) at)
                .sorted()
                .toList();
        double lowest = Double.MAX_VALUE;
        for (int i = 0; i < admitted.size(); i++) {
            double surplus =
                    i - Duration.between(admitted.getFirst(), admitted.get(i)).toNanos() / 1e9 * perSecond;
            lowest = Math.min(lowest, surplus);
            if (surplus - lowest + 1 > quota + 0.001) {
                found.add(new Violation("S10", "too many were admitted until " + admitted.get(i)));
            }
        }
    }

    private static void cap(List<Stored> places, int cap, List<Violation> found) {
        record Move(Instant at, int by, boolean fromLine) {}
        List<Move> moves = new ArrayList<>();
        for (Stored place : places) {
            Instant admittedAt = place.admittedAt();
            Instant endedAt = place.endedAt();
            if (admittedAt != null) {
                moves.add(new Move(admittedAt, 1, place.fromLine()));
                if (endedAt != null) {
                    moves.add(new Move(endedAt, -1, false));
                }
            }
        }
        moves.sort(Comparator.comparing(Move::at).thenComparing(Move::by));
        int active = 0;
        for (Move move : moves) {
            active += move.by();
            if (move.fromLine() && active > cap) {
                found.add(new Violation("S10", active + " were in at " + move.at()));
            }
        }
    }
}
