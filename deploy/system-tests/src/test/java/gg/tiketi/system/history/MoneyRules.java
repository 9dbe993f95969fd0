package gg.tiketi.system.history;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** S5 and S6: where the money is. There are no fees yet, so nothing may be kept of what was cancelled. */
final class MoneyRules {

    private final Books books;
    private final List<Violation> found;
    private final Map<UUID, Books.Reservation> reservations;
    private final Map<UUID, Books.Entry> entries;

    MoneyRules(Books books, List<Violation> found) {
        this.books = books;
        this.found = found;
        this.reservations =
                books.reservations().stream().collect(Collectors.toMap(Books.Reservation::id, Function.identity()));
        this.entries = books.provider().stream().collect(Collectors.toMap(Books.Entry::payment, Function.identity()));
    }

    void check() {
        books.payments().forEach(this::checkAttempt);
        Map<UUID, Books.Payment> attempts =
                books.payments().stream().collect(Collectors.toMap(Books.Payment::id, Function.identity()));
        for (Books.Entry entry : books.provider()) {
            if (!attempts.containsKey(entry.payment()) && entry.status().equals("CAPTURED")) {
                add("S5", "the provider has money that nobody knows of: " + entry);
            }
        }
        checkConfirmedArePaidOnce();
        checkSum();
    }

    private void checkAttempt(Books.Payment payment) {
        Books.Entry entry = entries.get(payment.id());
        String atProvider = entry == null ? "" : entry.status();
        Books.Reservation reservation = reservations.get(payment.reservation());
        String status = reservation == null ? "" : reservation.status();
        boolean isRight =
                switch (payment.status()) {
                    case "CAPTURED" -> atProvider.equals("CAPTURED") && status.equals("CONFIRMED");
                    case "REFUNDED" -> atProvider.equals("REFUNDED") && status.equals("CANCELLED");
                    case "DECLINED" -> atProvider.equals("DECLINED") || atProvider.equals("CANCELLED");
                    // Read when all is quiet: nothing may be under way any more.
                    default -> false;
                };
        if (!isRight || (entry != null && entry.amount() != payment.amount())) {
            add("S5", payment + " for " + reservation + " but the provider says " + entry);
        }
    }

    private void checkConfirmedArePaidOnce() {
        Map<UUID, Long> captures = books.payments().stream()
                .filter(payment -> payment.status().equals("CAPTURED"))
                .collect(Collectors.groupingBy(Books.Payment::reservation, Collectors.counting()));
        for (Books.Reservation reservation : books.reservations()) {
            long times = captures.getOrDefault(reservation.id(), 0L);
            if (times != (reservation.status().equals("CONFIRMED") ? 1 : 0)) {
                add("S5", "paid " + times + " times: " + reservation);
            }
            if (reservation.status().equals("PAYING")) {
                add("S5", "still paying when all is quiet: " + reservation);
            }
        }
    }

    private void checkSum() {
        long kept = books.provider().stream()
                .filter(entry -> entry.status().equals("CAPTURED"))
                .mapToLong(Books.Entry::amount)
                .sum();
        long owed = books.reservations().stream()
                .filter(reservation -> reservation.status().equals("CONFIRMED"))
                .mapToLong(Books.Reservation::amount)
                .sum();
        if (kept != owed) {
            add("S6", "captured and not refunded " + kept + ", confirmed " + owed);
        }
    }

    private void add(String rule, String text) {
        found.add(new Violation(rule, text));
    }
}
