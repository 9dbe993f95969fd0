package gg.tiketi.system.history;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** S3, S4 and S8: what was answered, to whom, and whether it is so. */
final class AnswerRules {

    private record Key(UUID account, String key) {}

    private final List<Call> calls;
    private final Books books;
    private final List<Violation> found;
    private final Map<UUID, Books.Reservation> reservations;
    private final Map<UUID, Set<String>> seatsOf = new HashMap<>();
    private final Set<UUID> paid;

    AnswerRules(List<Call> calls, Books books, List<Violation> found) {
        this.calls = calls;
        this.books = books;
        this.found = found;
        this.reservations =
                books.reservations().stream().collect(Collectors.toMap(Books.Reservation::id, Function.identity()));
        this.paid = books.payments().stream()
                .filter(payment -> !payment.status().equals("DECLINED"))
                .map(Books.Payment::reservation)
                .collect(Collectors.toSet());
        Map<UUID, Map<Integer, String>> labels = books.seats().stream()
                .collect(Collectors.groupingBy(
                        Books.Seat::event, Collectors.toMap(Books.Seat::position, Books.Seat::label)));
        for (Books.Place place : books.places()) {
            String label = labels.getOrDefault(place.event(), Map.of()).getOrDefault(place.position(), "?");
            seatsOf.computeIfAbsent(place.reservation(), id -> new HashSet<>()).add(label);
        }
    }

    void check() {
        calls.stream().filter(call -> !call.key().isEmpty()).forEach(this::checkOwner);
        checkWhoActed();
        calls.stream().filter(Call::succeeded).forEach(this::checkExists);
        checkKeys();
        checkEffects();
    }

    private void checkOwner(Call call) {
        Books.Reservation subject = call.reservation() == null ? null : reservations.get(call.reservation());
        if (subject != null && call.succeeded() && !subject.account().equals(call.account())) {
            add("S3", "somebody else succeeded: " + call + " on " + subject);
        }
    }

    /** Nothing ended or was paid for without a call of its owner that may have done it. */
    private void checkWhoActed() {
        Set<UUID> paidFor = asked(Call.Kind.PAY);
        Set<UUID> givenUp = asked(Call.Kind.CANCEL);
        for (Books.Step step : books.steps()) {
            if (step.kind().equals("payment-started") && !paidFor.contains(step.reservation())) {
                add("S3", "paid for without its owner: " + reservations.get(step.reservation()));
            }
            if (step.kind().equals("cancelled")
                    && step.actor().equals("buyer")
                    && !givenUp.contains(step.reservation())) {
                add("S3", "cancelled without its owner: " + reservations.get(step.reservation()));
            }
        }
        for (Books.Payment payment : books.payments()) {
            Books.Reservation subject = reservations.get(payment.reservation());
            if (subject == null || !subject.account().equals(payment.account())) {
                add("S3", payment + " for " + subject);
            }
        }
    }

    private Set<UUID> asked(Call.Kind kind) {
        Set<UUID> all = new HashSet<>();
        for (Call call : calls) {
            Books.Reservation subject = call.reservation() == null ? null : reservations.get(call.reservation());
            if (call.kind() == kind && subject != null && subject.account().equals(call.account())) {
                all.add(subject.id());
            }
        }
        return all;
    }

    private void checkExists(Call call) {
        Books.Reservation stored = call.subject() == null ? null : reservations.get(call.subject());
        switch (call.kind()) {
            case RESERVE -> {
                if (stored == null || !stored.account().equals(call.account()) || !hasSeatsOf(call, stored)) {
                    add("S4", "acknowledged but stored as " + stored + ": " + call);
                }
            }
            case PAY -> {
                boolean isPaid = stored != null
                        && (stored.status().equals("CONFIRMED")
                                || stored.status().equals("CANCELLED"))
                        && paid.contains(stored.id());
                if (call.status() == 200 && !isPaid) {
                    add("S4", "confirmed but stored as " + stored + ": " + call);
                }
            }
            case CANCEL -> {
                if (stored == null || !stored.status().equals("CANCELLED")) {
                    add("S4", "cancelled but stored as " + stored + ": " + call);
                }
            }
            case END_EVENT -> {
                boolean isLeft = books.reservations().stream()
                        .anyMatch(one -> one.event().equals(call.event()) && one.isLive());
                if (isLeft) {
                    add("S4", "called off but reservations are left: " + call);
                }
            }
            case LAPSE -> {
                // Nobody was told anything.
            }
        }
    }

    private boolean hasSeatsOf(Call call, Books.Reservation stored) {
        if (call.seats().isEmpty()) {
            return Objects.requireNonNull(call.body()).path("seats").size() == stored.seatCount();
        }
        return seatsOf.getOrDefault(stored.id(), Set.of()).equals(call.seats());
    }

    /** All final answers to one key are equal, and none that was asked after the first of them is another. */
    private void checkKeys() {
        Map<Key, List<Call>> byKey = calls.stream()
                .filter(call -> !call.key().isEmpty())
                .collect(Collectors.groupingBy(call -> new Key(call.account(), call.key())));
        byKey.values().forEach(this::checkKey);
    }

    private void checkKey(List<Call> all) {
        Call first = all.stream()
                .filter(Call::isFinal)
                .min((one, other) -> answered(one).compareTo(answered(other)))
                .orElse(null);
        if (first == null) {
            return;
        }
        for (Call call : all) {
            boolean isRepetition = call.request().equals(first.request());
            boolean isSame = call.status() == first.status()
                    && (call.status() == 402 || Objects.equals(call.body(), first.body()));
            if (isRepetition && call.isFinal() && !isSame) {
                add("S8", "two answers to one key: " + first + " " + first.body() + " and " + call + " " + call.body());
            } else if (isRepetition && call.refused() && !isSame && call.sent().isAfter(answered(first))) {
                add("S8", HistoryChecker.REFUSED_AFTER_SUCCESS + ": " + first + " then " + call + " " + call.body());
            } else if (!isRepetition && call.succeeded()) {
                add("S8", "one key for two requests: " + first + " and " + call);
            }
        }
    }

    private static Instant answered(Call call) {
        return Objects.requireNonNull(call.answered());
    }

    /** An owner mark is the hash of account and key, so two reservations with one mark are two effects of one key. */
    private void checkEffects() {
        books.reservations().stream()
                .collect(Collectors.groupingBy(one -> one.event() + " " + one.owner()))
                .values()
                .stream()
                .filter(all -> all.size() > 1)
                .forEach(all -> add("S8", "one key, several effects: " + all));
    }

    private void add(String rule, String text) {
        found.add(new Violation(rule, text));
    }
}
