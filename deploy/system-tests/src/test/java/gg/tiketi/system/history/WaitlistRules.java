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
 * What must be true of one line of a waitlist, from what its clients were told and what is stored: S1 (no seat is had by two
 * at a time), S4 (a place that was told is there), S12 (a place is given once, one per person), L2 (nobody is offered seats
 * before somebody who came more than a second earlier and needs no more), L1 (no passer-by gets seats that do for somebody who
 * has waited for a while). Pure.
 */
public final class WaitlistRules {

    private static final Duration APART = Duration.ofSeconds(1);

    /** A newcomer is looked after by the next tick: until then seats that were for sale before may still be sold. */
    private static final Duration TICKS = Duration.ofSeconds(5);

    private WaitlistRules() {}

    /** A place that a client was told. */
    public record Told(UUID account, int place) {}

    /**
     * An entry as it is stored.
     *
     * @param account whose
     * @param place its place
     * @param size seats wanted
     * @param adjacent whether only side by side
     * @param joinedAt when
     * @param offeredAt when seats were offered
     * @param endedAt when it ended
     */
    public record Entry(
            UUID account,
            int place,
            int size,
            boolean adjacent,
            Instant joinedAt,
            @Nullable Instant offeredAt,
            @Nullable Instant endedAt) {

        private Instant waitsUntil() {
            return offeredAt != null ? offeredAt : endedAt != null ? endedAt : Instant.MAX;
        }

        private boolean needsNoMoreThan(Entry other) {
            return size <= other.size && (other.adjacent || !adjacent);
        }
    }

    /**
     * A reservation of seats of the tier as it is stored.
     *
     * @param id its id
     * @param account whose
     * @param offered whether the waitlist made it
     * @param seats positions
     * @param from when it was made
     * @param until when its seats came back
     */
    public record Booking(
            UUID id,
            UUID account,
            boolean offered,
            Set<Integer> seats,
            Instant from,
            @Nullable Instant until) {}

    /** Everything that is wrong. */
    public static List<Violation> check(List<Told> told, List<Entry> entries, List<Booking> bookings) {
        List<Violation> found = new ArrayList<>();
        places(told, entries, found);
        order(entries, found);
        seats(bookings, found);
        passersBy(entries, bookings, found);
        return found;
    }

    private static void places(List<Told> told, List<Entry> entries, List<Violation> found) {
        Map<Integer, UUID> stored = new HashMap<>();
        Map<UUID, Entry> last = new HashMap<>();
        for (Entry entry : entries) {
            if (stored.putIfAbsent(entry.place(), entry.account()) != null) {
                found.add(new Violation("S12", "place " + entry.place() + " was given twice"));
            }
            Entry before = last.put(entry.account(), entry);
            Instant ended = before == null ? null : before.endedAt();
            if (before != null && (ended == null || ended.isAfter(entry.joinedAt()))) {
                found.add(
                        new Violation("S12", "places " + before.place() + " and " + entry.place() + " of one person"));
            }
        }
        for (Told place : told) {
            if (!place.account().equals(stored.get(place.place()))) {
                found.add(new Violation("S4", "place " + place.place() + " was told and is not stored"));
            }
        }
    }

    private static void order(List<Entry> entries, List<Violation> found) {
        for (Entry first : entries) {
            for (Entry later : entries) {
                Instant offeredAt = later.offeredAt();
                if (offeredAt != null
                        && first.joinedAt().plus(APART).isBefore(later.joinedAt())
                        && first.needsNoMoreThan(later)
                        && offeredAt.isBefore(first.waitsUntil())) {
                    found.add(new Violation("L2", later + " was offered seats before " + first));
                }
            }
        }
    }

    private static void seats(List<Booking> bookings, List<Violation> found) {
        Map<Integer, List<Booking>> bySeat = new HashMap<>();
        for (Booking booking : bookings) {
            booking.seats().forEach(seat -> bySeat.computeIfAbsent(seat, first -> new ArrayList<>())
                    .add(booking));
        }
        bySeat.forEach((seat, all) -> {
            all.sort(Comparator.comparing(Booking::from));
            for (int i = 1; i < all.size(); i++) {
                Instant until = all.get(i - 1).until();
                if (until == null || until.isAfter(all.get(i).from())) {
                    found.add(new Violation(
                            "S1", "seat " + seat + " is had by " + all.get(i - 1) + " and " + all.get(i)));
                }
            }
        });
    }

    private static void passersBy(List<Entry> entries, List<Booking> bookings, List<Violation> found) {
        for (Booking booking : bookings) {
            for (Entry entry : entries) {
                if (!booking.offered()
                        && !entry.adjacent()
                        && entry.size() <= booking.seats().size()
                        && entry.joinedAt().plus(TICKS).isBefore(booking.from())
                        && entry.waitsUntil().isAfter(booking.from())) {
                    found.add(new Violation("L1", booking + " was for " + entry));
                }
            }
        }
    }

    /** Which rules these break. */
    public static Set<String> rules(List<Violation> found) {
        Set<String> rules = new HashSet<>();
        found.forEach(violation -> rules.add(violation.rule()));
        return rules;
    }
}
