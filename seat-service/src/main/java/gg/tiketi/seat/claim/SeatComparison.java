package gg.tiketi.seat.claim;

import gg.tiketi.seat.seatmap.SeatState;
import gg.tiketi.seat.seatmap.StoredSeat;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds one seat's entry in the copy against the seat in PostgreSQL, the entry read first. An entry is
 * {@code state|owner|free at ms|revision|} and a {@code p} when the state is only a claim's provisional mark.
 */
final class SeatComparison {

    /** Clocks of Redis and PostgreSQL may differ by less than this. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

    /** A provisional mark this long over its deadline is not waiting for its turn any more: nobody will free it. */
    private static final Duration ABANDONED_AFTER = Duration.ofSeconds(3);

    private static final Pattern ENTRY = Pattern.compile("([0-3])\\|([^|]*)\\|(\\d*)\\|(\\d+)\\|(p?)");

    /** What the comparison says. */
    enum Verdict {
        /** They agree, as far as claims under way and lapsed holds allow. */
        SAME,
        /** The copy misses a committed change; right while the change is on its way. */
        MISSED,
        /** The copy has the newest revision and another story to it. */
        WRONG,
        /** A claim that nobody confirmed has not lapsed. */
        ABANDONED,
        /** The copy has a revision that PostgreSQL never had: all of the copy is suspect. */
        UNKNOWN
    }

    private SeatComparison() {}

    /**
     * Compares.
     *
     * @param entry the copy's entry; empty when it has none
     * @param stored the seat in PostgreSQL, read later than the entry
     * @param now database time of that reading
     */
    static Verdict compare(Optional<String> entry, StoredSeat stored, Instant now) {
        Matcher copy = ENTRY.matcher(entry.orElse("0|||0|"));
        if (!copy.matches()) {
            return Verdict.WRONG;
        }
        long revision = Long.parseLong(copy.group(4));
        if (revision != stored.revision()) {
            return revision < stored.revision() ? Verdict.MISSED : Verdict.UNKNOWN;
        }
        Optional<Instant> freeAt = Optional.of(copy.group(3))
                .filter(millis -> !millis.isEmpty())
                .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)));
        boolean provisional = !copy.group(5).isEmpty();
        if (provisional
                && freeAt.map(at -> at.plus(ABANDONED_AFTER).isBefore(now)).orElse(true)) {
            return Verdict.ABANDONED;
        }
        boolean same = provisional || copy.group(1).equals("0")
                ? isFree(stored, now)
                : copy.group(1).equals(Integer.toString(stored.state().ordinal()))
                        && copy.group(2).equals(stored.owner())
                        && freeAt.equals(heldUntil(stored));
        return same ? Verdict.SAME : Verdict.WRONG;
    }

    /** The revision of an entry; 0 when there is none. */
    static long revision(Optional<String> entry) {
        return entry.map(ENTRY::matcher)
                .filter(Matcher::matches)
                .map(copy -> Long.parseLong(copy.group(4)))
                .orElse(0L);
    }

    private static boolean isFree(StoredSeat stored, Instant now) {
        return switch (stored.state()) {
            case AVAILABLE -> true;
            case HELD ->
                stored.freeAt().map(at -> !at.isAfter(now.plus(CLOCK_SLACK))).orElse(false);
            case SOLD, BLOCKED -> false;
        };
    }

    private static Optional<Instant> heldUntil(StoredSeat stored) {
        return stored.state() == SeatState.HELD
                ? stored.freeAt().map(at -> Instant.ofEpochMilli(at.toEpochMilli()))
                : Optional.empty();
    }
}
