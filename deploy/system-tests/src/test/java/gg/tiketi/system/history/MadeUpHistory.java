package gg.tiketi.system.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds calls and the books that go with them, second by second, for one event of four seats. */
final class MadeUpHistory {

    static final int HOLD_SECONDS = 300;

    private static final int SEATS = 4;
    private static final int PRICE = 1_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final UUID event = UUID.randomUUID();
    private final List<Call> calls = new ArrayList<>();
    private final Map<UUID, Books.Reservation> reservations = new LinkedHashMap<>();
    private final List<Books.Place> places = new ArrayList<>();
    private final Map<Integer, Books.Seat> seats = new HashMap<>();
    private final List<Books.Payment> payments = new ArrayList<>();
    private final List<Books.Entry> provider = new ArrayList<>();
    private final List<Books.Step> steps = new ArrayList<>();
    private final Map<UUID, JsonNode> bodies = new HashMap<>();
    private @Nullable List<Integer> shown;
    private int limit = SEATS;

    MadeUpHistory() {
        for (int seat = 0; seat < SEATS; seat++) {
            seats.put(seat, new Books.Seat(event, seat, label(seat), Books.AVAILABLE, null));
        }
    }

    List<Violation> check() {
        List<Books.Seat> inOrder = seats.values().stream().toList();
        List<Integer> states =
                shown == null ? inOrder.stream().map(Books.Seat::state).toList() : shown;
        Books books = new Books(
                Map.of(event, limit),
                inOrder,
                List.copyOf(reservations.values()),
                places,
                payments,
                provider,
                steps,
                Map.of(event, states));
        return HistoryChecker.check(calls, books);
    }

    void limit(int seatsPerPerson) {
        limit = seatsPerPerson;
    }

    void show(List<Integer> states) {
        shown = states;
    }

    UUID reserved(String person, String key, int second, int seat) {
        UUID id = UUID.randomUUID();
        Instant now = at(second);
        JsonNode body = JsonNodeFactory.instance
                .objectNode()
                .put("id", id.toString())
                .put("expiresAt", now.plusSeconds(HOLD_SECONDS).toString());
        bodies.put(id, body);
        add(Call.Kind.RESERVE, person, key, null, second, 201, body, seat);
        reservations.put(
                id,
                new Books.Reservation(
                        id,
                        event,
                        account(person),
                        person + key,
                        "PENDING",
                        1,
                        PRICE,
                        now,
                        now.plusSeconds(HOLD_SECONDS),
                        null));
        places.add(new Books.Place(id, event, seat, true));
        seats.put(seat, new Books.Seat(event, seat, label(seat), Books.HELD, id));
        return id;
    }

    void startedToPay(UUID id, String person, String key, int second) {
        add(Call.Kind.PAY, person, key, id, second, 0, null, -1);
        payments.add(new Books.Payment(UUID.randomUUID(), id, account(person), PRICE, "STARTED"));
        step(id, "payment-started", "buyer");
        change(id, "PAYING", null);
    }

    void paid(UUID id, String person, String key, int second) {
        UUID payment = UUID.randomUUID();
        add(Call.Kind.PAY, person, key, id, second, 200, body(id), -1);
        payments.add(new Books.Payment(payment, id, account(person), PRICE, "CAPTURED"));
        providerHas(payment, "CAPTURED");
        step(id, "payment-started", "buyer");
        step(id, "confirmed", "provider");
        change(id, "CONFIRMED", null);
        places.stream()
                .filter(place -> place.reservation().equals(id))
                .forEach(place -> seats.put(
                        place.position(),
                        new Books.Seat(event, place.position(), label(place.position()), Books.SOLD, id)));
    }

    void cancelled(UUID id, String person, String key, int second) {
        add(Call.Kind.CANCEL, person, key, id, second, 200, body(id), -1);
        step(id, "cancelled", "buyer");
        endStored(id, "CANCELLED", second);
        payments.replaceAll(payment -> payment.reservation().equals(id)
                ? new Books.Payment(payment.id(), id, payment.account(), PRICE, "REFUNDED")
                : payment);
        Set<UUID> refunded = Set.copyOf(payments.stream()
                .filter(payment -> payment.reservation().equals(id))
                .map(Books.Payment::id)
                .toList());
        provider.replaceAll(entry ->
                refunded.contains(entry.payment()) ? new Books.Entry(entry.payment(), PRICE, "REFUNDED") : entry);
    }

    void providerStillHasAll() {
        provider.replaceAll(entry -> new Books.Entry(entry.payment(), PRICE, "CAPTURED"));
    }

    void providerHas(UUID payment, String status) {
        provider.add(new Books.Entry(payment, PRICE, status));
    }

    void step(UUID id, String kind, String actor) {
        steps.add(new Books.Step(id, kind, actor));
    }

    /** Ends it in the database, and its seat is free unless somebody else has it. */
    void endStored(UUID id, String status, int second) {
        endStoredWithoutItsSeat(id, second);
        change(id, status, at(second));
        seats.replaceAll((number, seat) -> id.equals(seat.reservation())
                ? new Books.Seat(event, number, label(number), Books.AVAILABLE, null)
                : seat);
    }

    void endStoredWithoutItsSeat(UUID id, int second) {
        change(id, "EXPIRED", at(second));
        places.replaceAll(
                place -> place.reservation().equals(id) ? new Books.Place(id, event, place.position(), false) : place);
    }

    /** The database has never heard of it. */
    void forget(UUID id) {
        reservations.remove(id);
        places.removeIf(place -> place.reservation().equals(id));
        seats.replaceAll((number, seat) -> id.equals(seat.reservation())
                ? new Books.Seat(event, number, label(number), Books.AVAILABLE, null)
                : seat);
    }

    void unanswered(Call.Kind kind, String person, String key, int second, int seat) {
        add(kind, person, key, null, second, 0, null, seat);
    }

    void refused(String person, String key, int second, int status, int seat) {
        add(Call.Kind.RESERVE, person, key, null, second, status, JsonNodeFactory.instance.objectNode(), seat);
    }

    void repeated(UUID id, String person, String key, int second, int status, int seat) {
        JsonNode body = status == 201 ? body(id) : JsonNodeFactory.instance.objectNode();
        add(Call.Kind.RESERVE, person, key, null, second, status, body, seat);
    }

    void repeated(UUID id, String person, String key, int second, int status, Call.Kind kind) {
        add(kind, person, key, id, second, status, body(id), -1);
    }

    private JsonNode body(UUID id) {
        return bodies.getOrDefault(id, JsonNodeFactory.instance.objectNode());
    }

    private void change(UUID id, String status, @Nullable Instant endedAt) {
        reservations.computeIfPresent(
                id,
                (same, old) -> new Books.Reservation(
                        id,
                        event,
                        old.account(),
                        old.owner(),
                        status,
                        1,
                        PRICE,
                        old.createdAt(),
                        old.expiresAt(),
                        endedAt));
    }

    private void add(
            Call.Kind kind,
            String person,
            String key,
            @Nullable UUID reservation,
            int second,
            int status,
            @Nullable JsonNode body,
            int seat) {
        Instant answered = status == 0 ? null : at(second).plusMillis(500);
        calls.add(new Call(
                kind,
                account(person),
                key,
                kind + " " + reservation + " " + (key.equals("key-1") ? "" : seat),
                kind == Call.Kind.RESERVE ? event : null,
                reservation,
                seat < 0 ? Set.of() : Set.of(label(seat)),
                at(second),
                answered,
                status,
                body));
    }

    private static UUID account(String person) {
        return UUID.nameUUIDFromBytes(person.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String label(int seat) {
        return "A-1-" + seat;
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
