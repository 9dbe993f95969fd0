package gg.tiketi.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.system.Answer;
import gg.tiketi.system.Client;
import gg.tiketi.system.Inside;
import gg.tiketi.system.RunningSuite;
import gg.tiketi.system.Sale;
import gg.tiketi.system.Tokens;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Who may do what: every operation of the API document by every kind of caller. An operation that has no line here fails
 * the test, and so does a line without an operation.
 */
@ExtendWith(RunningSuite.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessMatrixTest {

    // Nobody else buys there: which seats are free is known.
    private static final String EVENT = "The Glass Forest, a Ballet";

    /** In the order of asking: the owner last, so that what others did to its things would be seen. */
    private enum Who {
        ANONYMOUS,
        STRANGER,
        ORGANIZER,
        GATE,
        ADMIN,
        OWNER
    }

    /** A call as one of them would make it, and what it must be answered. */
    private record Line(Function<Who, Call> call, Function<Who, Integer> status) {}

    private record Call(String path, @Nullable Object body) {}

    private final Client anonymous;
    private final Api api;
    private final Sale sale;
    private final Map<Who, Person> people = new EnumMap<>(Who.class);
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private int nextSeat;

    AccessMatrixTest(Client client, Tokens tokens) {
        this.anonymous = client;
        this.api = Api.of(client);
        this.sale = Sale.of(client, EVENT);
        people.put(Who.OWNER, Person.fresh(client));
        people.put(Who.STRANGER, Person.fresh(client));
        people.put(Who.ORGANIZER, Person.fresh(client).as("organizer", tokens));
        people.put(Who.GATE, Person.fresh(client).as("gate", tokens));
        people.put(Who.ADMIN, Person.fresh(client).as("admin", tokens));
        addAccounts();
        addCatalogue();
        addSeats();
        addWaitingRoom();
        addWaitlist();
        addReservations();
    }

    private void addWaitingRoom() {
        String room = sale.path() + "/waiting-room";
        add("GET /api/events/{eventId}/waiting-room", of(room), signedIn(200));
        add("POST /api/events/{eventId}/waiting-room", of(room), signedIn(200));
        add("DELETE /api/events/{eventId}/waiting-room", of(room), signedIn(204));
        add("GET /api/events/{eventId}/waiting-room/challenge", of(room + "/challenge"), signedIn(200));
        add("GET /api/events/{eventId}/waiting-room/draw", of(room + "/draw"), all(404));
        add("GET /api/events/{eventId}/waiting-room/log", of(room + "/log"), all(404));
        // A room that asks for admissions would keep the other lines' buyers out.
        String unknown = "/api/admin/events/" + UUID.randomUUID() + "/waiting-room";
        String name = "/api/admin/events/{eventId}/waiting-room";
        add("GET " + name, of(unknown), admin(409));
        add(
                "PUT " + name,
                who -> new Call(
                        unknown,
                        Map.of(
                                "mode", "OFF",
                                "threshold", 1,
                                "perMinute", 1,
                                "cap", 1,
                                "admissionSeconds", 60,
                                "verifiedEmail", false)),
                admin(404));
        add("PUT " + name + "/rate", who -> new Call(unknown + "/rate", Map.of("perMinute", 1, "cap", 1)), admin(409));
        add("PUT " + name + "/pause", who -> new Call(unknown + "/pause", Map.of("on", true)), admin(409));
        add("PUT " + name + "/drain", who -> new Call(unknown + "/drain", Map.of("on", true)), admin(409));
        add("POST " + name + "/open", of(unknown + "/open"), admin(409));
        add(
                "PUT " + name + "/beacon",
                who -> new Call(unknown + "/beacon", Map.of("source", "test", "value", "1")),
                admin(409));
    }

    private void addWaitlist() {
        String list = sale.path() + "/waitlist";
        // There are seats left, so nobody can wait; for a tier that is not there least of all.
        add(
                "POST /api/events/{eventId}/waitlist",
                who -> new Call(list, Map.of("priceTier", "no such tier", "groupSize", 1)),
                signedIn(422));
        add("GET /api/events/{eventId}/waitlist", of(list), signedIn(200));
        add("DELETE /api/events/{eventId}/waitlist", of(list), signedIn(204));
        String known = "/api/admin/events/" + sale.id() + "/waitlist";
        add("GET /api/admin/events/{eventId}/waitlist", of(known), admin(200));
        add(
                "PUT /api/admin/events/{eventId}/waitlist",
                who -> new Call(known, Map.of("offerSeconds", 600)),
                admin(200));
    }

    private void addAccounts() {
        add(
                "POST /api/auth/register",
                body(Map.of("email", freshEmail(), "password", "1234567890", "name", "김")),
                all(422));
        add(
                "POST /api/auth/login",
                body(Map.of("email", person(Who.OWNER).email(), "password", Person.PASSWORD)),
                all(200));
        add("PUT /api/auth/register", body(Map.of("token", "A".repeat(43), "password", "paper moon")), all(410));
        add(
                "POST /api/auth/login/second-factor",
                body(Map.of("challenge", "A".repeat(43), "code", "123456")),
                all(410));
        add("GET /api/auth/me/second-factor", body(null), signedIn(200));
        // Nobody's second factor is changed here: the password is wrong, and none was begun.
        add("POST /api/auth/me/second-factor", body(Map.of("password", "not the right one")), signedIn(422));
        add("PUT /api/auth/me/second-factor", body(Map.of("code", "123456")), signedIn(409));
        add(
                "DELETE /api/auth/me/second-factor",
                body(Map.of("password", "not the right one", "code", "123456")),
                signedIn(422));
        add("GET /api/auth/ways", body(null), all(200));
        // Signing in with Google is off here.
        add("POST /api/auth/google/start", body(null), all(404));
        add("POST /api/auth/google", body(Map.of("code", "x", "state", "y", "binding", "z")), all(404));
        add("POST /api/auth/refresh", body(Map.of("refreshToken", UUID.randomUUID() + "-unknown")), all(401));
        add("POST /api/auth/logout", body(Map.of("refreshToken", UUID.randomUUID() + "-unknown")), all(204));
        add("GET /api/auth/me", body(null), signedIn(200));
        // Nobody's account is deleted here: the password is wrong.
        add("DELETE /api/auth/me", body(Map.of("password", "not the right one")), signedIn(422));
        add("PATCH /api/auth/me", body(Map.of("name", "이두리")), signedIn(200));
        add("GET /api/auth/sessions", body(null), signedIn(200));
        String session = person(Who.OWNER).anotherSession();
        add("DELETE /api/auth/sessions/{id}", of("/api/auth/sessions/" + session), owner(204));
        // Nobody's password is changed here: the old one is wrong.
        add(
                "PUT /api/auth/me/password",
                body(Map.of("currentPassword", "not the old one", "newPassword", "another paper moon")),
                signedIn(422));
        // All but the caller's own, whose end would be that of the test.
        add("DELETE /api/auth/sessions", of("/api/auth/sessions?keepCurrent=true"), signedIn(204));
        add("POST /api/auth/password-reset", body(Map.of("email", freshEmail())), all(202));
        add(
                "PUT /api/auth/password-reset",
                body(Map.of("token", "A".repeat(43), "newPassword", "another paper moon")),
                all(410));
        add("POST /api/auth/email-verification", body(null), signedIn(202));
        add("PUT /api/auth/email-verification", body(Map.of("token", "A".repeat(43))), all(410));
        add("GET /api/admin/accounts", of("/api/admin/accounts?role=gate"), admin(200));
        // Nobody's role is changed here: the account is not there.
        add(
                "PUT /api/admin/accounts/{id}/role",
                who -> new Call("/api/admin/accounts/" + UUID.randomUUID() + "/role", Map.of("role", "gate")),
                admin(404));
        add("GET /api/admin/audit", of("/api/admin/audit?action=role-changed"), admin(200));
        add("GET /.well-known/jwks.json", body(null), all(200));
        add("GET /.well-known/openid-configuration", body(null), all(200));
    }

    private void addCatalogue() {
        add("GET /api/events", body(null), all(200));
        add("GET /api/events/{eventId}", of(sale.path()), all(200));
        add("GET /api/venues", body(null), all(200));
        String unknown = "/api/admin/events/" + UUID.randomUUID();
        String known = "/api/admin/events/" + sale.id();
        // Calling off is final, so the one who may do it names an event that is not there.
        add(
                "POST /api/admin/events/{eventId}/cancel",
                who -> new Call((who == Who.ADMIN ? unknown : known) + "/cancel", null),
                admin(404));
        add("POST /api/admin/events/{eventId}/stop-sale", of(known + "/stop-sale"), admin(204));
        add("POST /api/admin/events/{eventId}/resume-sale", of(known + "/resume-sale"), admin(204));
    }

    private void addSeats() {
        add("GET /api/events/{eventId}/seat-map", of(sale.path() + "/seat-map"), all(200));
        add("GET /api/events/{eventId}/seats", of(sale.path() + "/seats"), all(200));
        add(
                "PATCH /api/admin/events/{eventId}/seats",
                who -> new Call("/api/admin/events/" + sale.id() + "/seats", Map.of("block", List.of(seat()))),
                admin(200));
        add("GET /api/admin/integrity", body(null), admin(200));
        add("POST /api/admin/integrity", body(null), admin(200));
    }

    private void addReservations() {
        add(
                "POST /api/events/{eventId}/reservations",
                who -> new Call(sale.path() + "/reservations", Map.of("seats", List.of(seat()))),
                signedIn(201));
        add("GET /api/reservations", body(null), signedIn(200));
        String held = "/api/reservations/" + reserved();
        add("GET /api/reservations/{id}", of(held), owner(200));
        add(
                "POST /api/reservations/{id}/payments",
                who -> new Call(held + "/payments", Map.of("method", "card")),
                owner(200));
        add(
                "POST /api/reservations/{id}/acceptance",
                of("/api/reservations/" + reserved() + "/acceptance"),
                owner(409));
        add("DELETE /api/reservations/{id}", of("/api/reservations/" + reserved()), owner(200));
    }

    @Test
    void everyOperationIsOnlyForThoseItIsFor() {
        // given
        List<Api.Operation> operations = api.operations();
        Set<String> told =
                operations.stream().map(Api.Operation::toString).collect(Collectors.toCollection(TreeSet::new));
        assertThat(lines.keySet()).as("operations with an expectation").containsExactlyInAnyOrderElementsOf(told);

        // when
        List<String> gaps = new ArrayList<>();
        int calls = 0;
        for (Map.Entry<String, Line> line : lines.entrySet()) {
            for (Who who : Who.values()) {
                Call call = line.getValue().call().apply(who);
                int expected = line.getValue().status().apply(who);
                Answer answer = send(who, method(line.getKey()), call);
                calls++;
                if (answer.status() != expected) {
                    gaps.add(line.getKey() + " by " + who + ": " + answer.status() + " instead of " + expected + " "
                            + answer.text());
                } else if (expected >= 400) {
                    Inside.assertProblem(answer, expected, answer.problem());
                }
                gaps.addAll(foreign(line.getKey(), who, answer));
            }
        }

        // then
        System.out.println(told.size() + " operations by " + Who.values().length + " kinds of callers, " + calls
                + " calls: " + gaps.size() + " gaps");
        assertThat(gaps).isEmpty();
    }

    /** Fields that are nobody's to set do not get in with those that are. */
    @Test
    void noFieldIsTakenThatIsNotAskedFor() {
        // given
        Map<String, Object> wanted = Map.ofEntries(
                Map.entry("id", UUID.randomUUID()),
                Map.entry("accountId", person(Who.OWNER).accountId()),
                Map.entry("sub", person(Who.OWNER).accountId()),
                Map.entry("groups", List.of("admin")),
                Map.entry("roles", List.of("admin")),
                Map.entry("role", "admin"),
                Map.entry("admin", true),
                Map.entry("status", "CONFIRMED"),
                Map.entry("amount", 0),
                Map.entry("price", 0),
                Map.entry("expiresAt", "2099-01-01T00:00:00Z"),
                Map.entry("freeAt", "2099-01-01T00:00:00Z"),
                Map.entry("emailVerified", true),
                Map.entry("passwordHash", "$2a$10$abc"),
                Map.entry("__proto__", Map.of("admin", true)),
                Map.entry("class", Map.of("classLoader", "x")));

        // when
        List<String> taken = new ArrayList<>();
        for (Map.Entry<String, Line> line : lines.entrySet()) {
            for (Who who : List.of(Who.STRANGER, Who.ADMIN)) {
                Call call = line.getValue().call().apply(who);
                if (!(call.body() instanceof Map<?, ?> body)
                        || line.getValue().status().apply(who) == 403) {
                    continue;
                }
                wanted.forEach((field, value) -> {
                    if (body.containsKey(field)) {
                        return;
                    }
                    Map<Object, Object> more = new HashMap<>(body);
                    more.put(field, value);
                    Answer answer = send(who, method(line.getKey()), new Call(call.path(), more));
                    if (answer.status() != 400) {
                        taken.add(line.getKey() + " with " + field + ": " + answer.status() + " " + answer.text());
                    }
                });
            }
        }

        // then
        assertThat(taken).isEmpty();
    }

    @Test
    void aMethodThatIsNotToldDoesNotExist() {
        // given
        Map<String, Set<String>> methods = api.operations().stream()
                .collect(Collectors.groupingBy(
                        Api.Operation::path, Collectors.mapping(Api.Operation::method, Collectors.toSet())));

        // when, then
        List<String> answered = new ArrayList<>();
        methods.forEach((template, told) -> {
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                if (!told.contains(method)) {
                    String path = template.replace("{eventId}", sale.id())
                            .replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
                    Answer answer = send(Who.ADMIN, method, new Call(path, null));
                    if (answer.status() != 405 && answer.status() != 404) {
                        answered.add(method + " " + path + ": " + answer.status());
                    }
                }
            }
        });
        assertThat(answered).isEmpty();
    }

    /** What an answer shows of another than the caller. */
    private List<String> foreign(String operation, Who who, Answer answer) {
        return people.entrySet().stream()
                .filter(other -> other.getKey() != who && !operation.equals("POST /api/auth/login"))
                .filter(other -> answer.text().contains(other.getValue().accountId())
                        || answer.text().contains(other.getValue().email())
                        || answer.text().contains(other.getValue().sessionId()))
                .map(other -> operation + " shows " + who + " something of " + other.getKey())
                .toList();
    }

    private Answer send(Who who, String method, Call call) {
        Client client = who == Who.ANONYMOUS ? anonymous : person(who).client();
        String key = UUID.randomUUID().toString();
        return client.send(method, call.path(), call.body(), Map.of("Idempotency-Key", key));
    }

    private void add(String operation, Function<Who, Call> call, Function<Who, Integer> status) {
        lines.put(
                operation,
                new Line(
                        who -> {
                            Call made = call.apply(who);
                            return made.path().isEmpty() ? new Call(operation.split(" ", -1)[1], made.body()) : made;
                        },
                        status));
    }

    private static String method(String operation) {
        return operation.split(" ", -1)[0];
    }

    private static Function<Who, Call> of(String path) {
        return who -> new Call(path, null);
    }

    /** At the operation's own path. */
    private static Function<Who, Call> body(@Nullable Object body) {
        return who -> new Call("", body);
    }

    private static Function<Who, Integer> all(int status) {
        return who -> status;
    }

    private static Function<Who, Integer> signedIn(int status) {
        return who -> who == Who.ANONYMOUS ? 401 : status;
    }

    /** To others, even administrators, it does not exist. */
    private static Function<Who, Integer> owner(int status) {
        return who -> switch (who) {
            case ANONYMOUS -> 401;
            case OWNER -> status;
            default -> 404;
        };
    }

    private static Function<Who, Integer> admin(int status) {
        return who -> switch (who) {
            case ANONYMOUS -> 401;
            case ADMIN -> status;
            default -> 403;
        };
    }

    private Person person(Who who) {
        Person person = people.get(who);
        if (person == null) {
            throw new IllegalArgumentException(who + " is nobody");
        }
        return person;
    }

    /** A seat that no other call names. */
    private String seat() {
        return sale.labels().get(nextSeat++);
    }

    private String reserved() {
        JsonNode reservation = sale.reserve(person(Who.OWNER).client(), seat()).body();
        return reservation.path("id").asText();
    }

    private static String freshEmail() {
        return "fresh-" + UUID.randomUUID() + "@example.com";
    }
}
