package gg.tiketi.system.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** S9: how many seats one person has of one event, at every moment. */
final class LimitRules {

    private record Person(UUID event, UUID account) {}

    private record Change(Instant at, int seats) {}

    private final Books books;
    private final List<Violation> found;

    LimitRules(Books books, List<Violation> found) {
        this.books = books;
        this.found = found;
    }

    void check() {
        books.reservations().stream()
                .collect(Collectors.groupingBy(one -> new Person(one.event(), one.account())))
                .forEach(this::check);
    }

    private void check(Person person, List<Books.Reservation> all) {
        int limit = books.limits().getOrDefault(person.event(), Integer.MAX_VALUE);
        List<Change> changes = new ArrayList<>();
        for (Books.Reservation one : all) {
            Instant to = counted(one);
            if (one.createdAt().isBefore(to)) {
                changes.add(new Change(one.createdAt(), one.seatCount()));
                changes.add(new Change(to, -one.seatCount()));
            }
        }
        // At one moment what ends comes before what begins.
        changes.sort(Comparator.comparing(Change::at).thenComparingInt(Change::seats));
        int has = 0;
        for (Change change : changes) {
            has += change.seats();
            if (has > limit) {
                found.add(new Violation(
                        "S9", person + " has " + has + " seats at " + change.at() + ", the limit is " + limit));
                return;
            }
        }
    }

    /** Until when it certainly counted: one that lapsed, or may lapse any moment, only until it could. */
    private static Instant counted(Books.Reservation one) {
        Instant end = one.endedAt() == null ? Instant.MAX : one.endedAt();
        boolean isUnpaid = one.status().equals("EXPIRED") || one.status().equals("PENDING");
        return isUnpaid && one.expiresAt().isBefore(end) ? one.expiresAt() : end;
    }
}
