package gg.tiketi.system.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** S1, S2 and S7: what happened to the seats. */
final class SeatRules {

    private record Spot(UUID event, Object seat) {}

    private final List<Call> calls;
    private final Books books;
    private final List<Violation> found;
    private final Map<UUID, Books.Reservation> reservations;
    private final Map<UUID, List<Call>> callsAbout = new HashMap<>();

    SeatRules(List<Call> calls, Books books, List<Violation> found) {
        this.calls = calls;
        this.books = books;
        this.found = found;
        this.reservations =
                books.reservations().stream().collect(Collectors.toMap(Books.Reservation::id, Function.identity()));
        for (Call call : calls) {
            UUID about = call.kind() == Call.Kind.END_EVENT ? call.event() : call.subject();
            if (about != null) {
                callsAbout.computeIfAbsent(about, id -> new ArrayList<>()).add(call);
            }
        }
    }

    void check() {
        checkLiveOwners();
        checkStoredLifetimes();
        checkAcknowledgedLifetimes();
        checkConfirmed();
        checkShown();
    }

    /** At the end: the seat's row, the live place and the reservation's status tell the same. */
    private void checkLiveOwners() {
        Map<Spot, List<UUID>> owners = books.places().stream()
                .filter(Books.Place::live)
                .collect(Collectors.groupingBy(
                        place -> new Spot(place.event(), place.position()),
                        Collectors.mapping(Books.Place::reservation, Collectors.toList())));
        owners.forEach((spot, all) -> {
            if (all.size() > 1) {
                add("S1", "seat " + spot.seat() + " of " + spot.event() + " belongs to " + all);
            }
        });
        for (Books.Seat seat : books.seats()) {
            List<UUID> all = owners.getOrDefault(new Spot(seat.event(), seat.position()), List.of());
            boolean isTaken = seat.state() == Books.HELD || seat.state() == Books.SOLD;
            if (isTaken != (seat.reservation() != null) || isTaken == all.isEmpty()) {
                add("S7", seat + " but live reservations " + all);
            } else if (isTaken && !all.contains(seat.reservation())) {
                add("S1", seat + " but live reservations " + all);
            } else if (isTaken) {
                checkState(seat);
            }
        }
    }

    private void checkState(Books.Seat seat) {
        Books.Reservation owner = reservations.get(seat.reservation());
        if (owner == null || !owner.isLive() || owner.status().equals("CONFIRMED") != (seat.state() == Books.SOLD)) {
            add("S7", seat + " but its reservation is " + owner);
        }
    }

    /** Over the whole history as the database tells it. */
    private void checkStoredLifetimes() {
        Map<Spot, List<Lifetime>> bySeat = new HashMap<>();
        for (Books.Place place : books.places()) {
            Books.Reservation owner = reservations.get(place.reservation());
            if (owner == null) {
                add("S7", place + " of no reservation");
            } else {
                bySeat.computeIfAbsent(new Spot(place.event(), place.position()), spot -> new ArrayList<>())
                        .add(Lifetime.of(owner));
            }
        }
        bySeat.forEach((spot, all) -> checkDisjoint("stored", spot, all));
    }

    /** Over the whole history as the clients were told it, whatever the database says. */
    private void checkAcknowledgedLifetimes() {
        Map<Spot, List<Lifetime>> bySeat = new HashMap<>();
        acknowledged().values().forEach(call -> {
            Lifetime lifetime = certainLifetime(call);
            if (!lifetime.isEmpty()) {
                labels(call).forEach(label -> bySeat.computeIfAbsent(
                                new Spot(Objects.requireNonNull(call.event()), label), spot -> new ArrayList<>())
                        .add(lifetime));
            }
        });
        bySeat.forEach((spot, all) -> checkDisjoint("acknowledged", spot, all));
    }

    private void checkDisjoint(String told, Spot spot, List<Lifetime> all) {
        List<Lifetime> inOrder = all.stream()
                .filter(lifetime -> !lifetime.isEmpty())
                .sorted(Comparator.comparing(Lifetime::from))
                .toList();
        for (int i = 1; i < inOrder.size(); i++) {
            if (inOrder.get(i - 1).overlaps(inOrder.get(i))) {
                add(
                        "S1",
                        told + " lifetimes of seat " + spot.seat() + " of " + spot.event() + " overlap: "
                                + inOrder.get(i - 1) + " and " + inOrder.get(i));
            }
        }
    }

    /** The first acknowledgement of each reservation. */
    private Map<UUID, Call> acknowledged() {
        Map<UUID, Call> first = new LinkedHashMap<>();
        calls.stream()
                .filter(call -> call.kind() == Call.Kind.RESERVE && call.status() == 201 && call.subject() != null)
                .sorted(Comparator.comparing((Call call) -> Objects.requireNonNull(call.answered())))
                .forEach(call -> first.putIfAbsent(call.subject(), call));
        return first;
    }

    /** From its acknowledgement until it may have lapsed unpaid, or somebody may have ended it. */
    private Lifetime certainLifetime(Call reserved) {
        UUID id = Objects.requireNonNull(reserved.subject());
        Instant from = Objects.requireNonNull(reserved.answered());
        List<Call> about = callsAbout.getOrDefault(id, List.of());
        boolean isPaid = about.stream().anyMatch(call -> call.kind() == Call.Kind.PAY && call.status() == 200);
        String expiresAt =
                Objects.requireNonNull(reserved.body()).path("expiresAt").asText();
        Instant to = isPaid || expiresAt.isEmpty() ? Instant.MAX : Instant.parse(expiresAt);
        List<Call> ends = new ArrayList<>(callsAbout.getOrDefault(reserved.event(), List.of()));
        about.stream()
                .filter(call -> call.kind() == Call.Kind.CANCEL || call.kind() == Call.Kind.LAPSE)
                .forEach(ends::add);
        for (Call call : ends) {
            if (!call.refused() && call.sent().isBefore(to)) {
                to = call.sent();
            }
        }
        return new Lifetime(id, from, to);
    }

    private static Set<String> labels(Call call) {
        if (!call.seats().isEmpty() || call.body() == null) {
            return call.seats();
        }
        // Standing places have their section's name instead of one of their own.
        return StreamSupport.stream(call.body().path("seats").spliterator(), false)
                .filter(seat ->
                        !seat.path("label").asText().equals(seat.path("section").asText()))
                .map(seat -> seat.path("label").asText())
                .collect(Collectors.toSet());
    }

    private void checkConfirmed() {
        Map<UUID, List<Books.Step>> timelines =
                books.steps().stream().collect(Collectors.groupingBy(Books.Step::reservation));
        timelines.forEach((id, steps) -> {
            boolean wasConfirmed = steps.stream().anyMatch(step -> step.kind().equals("confirmed"));
            Books.Reservation now = reservations.get(id);
            if (!wasConfirmed || now == null || now.status().equals("CONFIRMED")) {
                return;
            }
            boolean hasActor = steps.stream()
                    .anyMatch(step ->
                            step.kind().equals("cancelled") && !step.actor().isBlank());
            if (!now.status().equals("CANCELLED") || !hasActor) {
                add("S2", "confirmed and left without a cancel: " + now + " " + steps);
            }
        });
    }

    private void checkShown() {
        Map<UUID, List<Books.Seat>> byEvent = books.seats().stream()
                .sorted(Comparator.comparingInt(Books.Seat::position))
                .collect(Collectors.groupingBy(Books.Seat::event, LinkedHashMap::new, Collectors.toList()));
        books.shown().forEach((event, states) -> {
            List<Integer> stored = byEvent.getOrDefault(event, List.of()).stream()
                    .map(Books.Seat::state)
                    .limit(states.size())
                    .toList();
            if (!stored.equals(states)) {
                add("S7", "the map of " + event + " shows " + differences(stored, states));
            }
        });
    }

    private static Collection<String> differences(List<Integer> stored, List<Integer> shown) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < Math.max(stored.size(), shown.size()); i++) {
            Integer is = i < stored.size() ? stored.get(i) : null;
            Integer seems = i < shown.size() ? shown.get(i) : null;
            if (!Objects.equals(is, seems)) {
                all.add("seat " + i + " as " + seems + " instead of " + is);
            }
        }
        return all;
    }

    private void add(String rule, String text) {
        found.add(new Violation(rule, text));
    }
}
