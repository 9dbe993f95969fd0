package gg.tiketi.seat.claim;

import gg.tiketi.seat.platform.AccountKey;
import gg.tiketi.seat.seatmap.EventId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What became of somebody's reservation, for that account's own pages: a hint to look again, told at least once and
 * possibly late. On its way between nodes it is a line {@code eventId|account|reservationId|status}; the account is a hash.
 *
 * @param event the event
 * @param account whose reservation
 * @param reservation its id
 * @param status its status when this was written
 */
public record ReservationNews(EventId event, AccountKey account, UUID reservation, String status) {

    /** One message of several news. */
    static String write(List<ReservationNews> news) {
        return news.stream()
                .map(one -> one.event() + "|" + one.account().value() + "|" + one.reservation() + "|" + one.status())
                .collect(Collectors.joining("\n"));
    }

    /** Reads a message; lines that are something else are left out. */
    public static List<ReservationNews> parse(String text) {
        return Arrays.stream(text.split("\n", -1))
                .flatMap(line -> parseLine(line).stream())
                .toList();
    }

    private static Optional<ReservationNews> parseLine(String line) {
        String[] parts = line.split("\\|", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ReservationNews(
                    EventId.fromString(parts[0]), new AccountKey(parts[1]), UUID.fromString(parts[2]), parts[3]));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
