package gg.tiketi.seat.waitingroom;

import static gg.tiketi.seat.Buyer.ready;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.EventServiceFake;
import gg.tiketi.seat.SeatDatabase;
import gg.tiketi.seat.SeatServiceTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SeatServiceTest
class WaitingRoomResourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    SeatDatabase database;

    private UUID event = UUID.randomUUID();

    @BeforeEach
    void publishAnEvent() {
        event = ready(EventServiceFake.publish());
    }

    @Test
    void withoutARoomEverybodyMayBuy() {
        Person anna = new Person();

        assertThat(anna.status().getString("state")).isEqualTo("OPEN");
        assertThat(anna.join().jsonPath().getString("state")).isEqualTo("OPEN");
        assertThat(anna.leave().statusCode()).isEqualTo(204);
        assertThat(given().auth()
                        .oauth2(TestTokens.someone())
                        .get("/api/events/" + UUID.randomUUID() + "/waiting-room")
                        .statusCode())
                .isEqualTo(404);
        assertThat(given().get("/api/events/" + event + "/waiting-room").statusCode())
                .isEqualTo(401);
    }

    @Test
    void placesAreGivenInOrderAndKeptAndAdmittedInOrder() {
        // given one admission a second, two at a time
        force(60, 2);
        List<Person> people = people(4);

        // when
        List<Response> joined = people.stream().map(Person::join).toList();

        // then
        assertThat(joined).extracting(one -> one.jsonPath().getInt("place")).containsExactly(1, 2, 3, 4);
        assertThat(people.get(3).join().jsonPath().getInt("place"))
                .as("a second tab")
                .isEqualTo(4);
        await().atMost(PATIENCE).until(() -> people.get(1).isAdmitted());
        assertThat(people.get(0).isAdmitted()).isTrue();
        assertThat(people.get(2).status().getInt("ahead")).isZero();
        assertThat(people.get(3).status().getInt("ahead")).isEqualTo(1);
        assertThat(people.get(3).status().getInt("pollAfterSeconds")).isBetween(5, 60);

        // and when the first has had enough
        people.getFirst().leave();

        // then the next comes in
        await().atMost(PATIENCE).until(() -> people.get(2).isAdmitted());
        assertThat(people.getFirst().status().getBoolean("joined")).isFalse();
        assertThat(people.getFirst().join().jsonPath().getInt("place"))
                .as("at the back")
                .isEqualTo(5);
    }

    @Test
    void nobodyReservesWithoutALiveAdmission() {
        // given
        UUID other = ready(EventServiceFake.publish());
        force(event, 6_000, 50);
        force(other, 6_000, 50);
        Person anna = new Person();
        Person bert = new Person();
        String token = anna.admission();
        String foreign = bert.admission();
        String elsewhere = anna.admission(other);

        // then
        for (Map<String, Object> wish : List.<Map<String, Object>>of(
                Map.of("seats", List.of("A-1-1")),
                Map.of("seats", List.of("A-1-1"), "acceptAlternative", true),
                Map.of("bestAvailable", Map.of("count", 2)),
                Map.of("standing", Map.of("section", "F", "count", 1)))) {
            refused(anna.wish(null, wish), "admission-required");
            refused(anna.wish(foreign, wish), "admission-required");
            refused(anna.wish(elsewhere, wish), "admission-required");
            refused(anna.wish("A".repeat(43), wish), "admission-required");
        }
        assertThat(reservations()).isZero();

        // and when it is over
        database.update(
                "UPDATE waiting_entry SET expires_at = clock_timestamp() WHERE event_id = ? AND account_id = '"
                        + anna.account + "'",
                event);
        refused(anna.wish(token, Map.of("seats", List.of("A-1-1"))), "admission-expired");

        // and when there is another
        await().atMost(PATIENCE).until(() -> !anna.status().getBoolean("joined"));
        String again = anna.admission();
        assertThat(again).isNotEqualTo(token);
        refused(anna.wish(token, Map.of("seats", List.of("A-1-1"))), "admission-expired");
        assertThat(reservations()).isZero();

        // then that one serves
        assertThat(anna.wish(again, Map.of("seats", List.of("A-1-1"))).statusCode())
                .isEqualTo(201);
    }

    @Test
    void buyingAndPayingNeedNoAdmissionOnceSeatsAreHeldAndEndIt() {
        // given
        force(6_000, 50);
        Person anna = new Person();
        String token = anna.admission();
        String key = Buyer.key();
        Response placed = anna.wishAs(key, token, Map.of("seats", List.of("A-2-1")));
        UUID reservation = UUID.fromString(placed.jsonPath().getString("id"));

        // when
        anna.leave();

        // then
        assertThat(anna.wishAs(key, null, Map.of("seats", List.of("A-2-1"))).asString())
                .as("a repetition gets its answer")
                .isEqualTo(placed.asString());
        refused(anna.wish(token, Map.of("seats", List.of("A-2-2"))), "admission-expired");
        assertThat(anna.buyer.pay(reservation).statusCode()).isEqualTo(200);
        assertThat(anna.buyer.cancel(reservation).statusCode()).isEqualTo(200);
    }

    @Test
    void aPurchaseCompletesTheAdmission() {
        // given
        force(6_000, 1);
        Person anna = new Person();
        Person bert = new Person();
        String token = anna.admission();
        bert.join();

        // when
        UUID reservation = UUID.fromString(
                anna.wish(token, Map.of("seats", List.of("A-3-1"))).jsonPath().getString("id"));
        anna.buyer.pay(reservation);

        // then
        await().atMost(PATIENCE).until(bert::isAdmitted);
        assertThat(anna.status().getBoolean("joined")).isFalse();
    }

    @Test
    void anAutomaticRoomLetsThoseInFirstWhoHoldSeats() {
        // given a holder
        Person anna = new Person();
        anna.buyer.holds(event, "A-4-1");

        // when
        admin().body(settings("AUTOMATIC", 60, 5, 1)).put(path()).then().statusCode(200);

        // then
        Person bert = new Person();
        await().atMost(PATIENCE)
                .untilAsserted(() -> refused(bert.wish(null, Map.of("seats", List.of("A-4-2"))), "admission-required"));
        await().atMost(PATIENCE).until(anna::isAdmitted);
        assertThat(anna.wish(anna.admission(), Map.of("seats", List.of("A-4-3")))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aLobbyIsDrawnAndTheLogTellsEverything() {
        // given
        Map<String, Object> wanted = settings("FORCED", 6_000, 100, 100);
        wanted.put("lobbyOpensAt", Instant.now().minusSeconds(5).toString());
        wanted.put("opensAt", Instant.now().plusSeconds(3600).toString());
        wanted.put("beacon", "ADMIN");
        admin().body(wanted).put(path()).then().statusCode(200);
        List<Person> people = people(12);
        await().atMost(PATIENCE)
                .until(() -> people.getFirst().status().getString("state").equals("LOBBY"));
        String hash = draw().getString("seedHash");
        assertThat(draw().getString("seed")).isNull();
        people.forEach(person -> {
            Response joined = person.join();
            assertThat(joined.jsonPath().getString("state")).isEqualTo("LOBBY");
            assertThat(joined.jsonPath().getString("receipt.text"))
                    .endsWith(joined.jsonPath().getString("draw.placeId"));
        });
        people.get(5).leave();

        // when
        admin().post(path() + "/open").then().statusCode(200);
        await().atMost(PATIENCE).until(() -> draw().getString("root") != null);
        assertThat(draw().getString("seed")).as("not before the beacon").isNull();
        Person late = new Person();
        late.join();
        admin().body(Map.of("source", "https://example.org/lottery", "value", "3 14 15"))
                .put(path() + "/beacon")
                .then()
                .statusCode(200);

        // then
        await().atMost(PATIENCE).until(() -> people.getFirst().isAdmitted());
        assertThat(draw().getString("seedHash")).isEqualTo(hash);
        LoggedDraw log = LoggedDraw.of(given().get("/api/events/" + event + "/waiting-room/log"));
        assertThat(log.differences()).isEmpty();
        assertThat(log.lobby()).hasSize(11);
        await().atMost(PATIENCE).until(late::isAdmitted);
        assertThat(LoggedDraw.of(given().get("/api/events/" + event + "/waiting-room/log"))
                        .differences())
                .isEmpty();
    }

    @Test
    void aChallengeIsAnsweredByWorkOrByPatience() {
        // given
        Map<String, Object> wanted = settings("FORCED", 60, 10, 100);
        wanted.put("challenge", "PROOF_OF_WORK");
        admin().body(wanted).put(path()).then().statusCode(200);
        Person anna = new Person();
        await().atMost(PATIENCE).until(() -> !anna.status().getString("state").equals("OPEN"));

        // then
        refused(anna.join(), "challenge-required");
        String asked = anna.json().get(path(event) + "/challenge").jsonPath().getString("challenge");
        refused(anna.join(asked, "wrong"), "challenge-required");
        String solution = solve(asked);
        refused(new Person().join(asked, solution), "challenge-required");
        assertThat(anna.join(asked, solution).jsonPath().getBoolean("joined")).isTrue();
        assertThat(anna.join().statusCode()).as("once is enough").isEqualTo(200);

        // and
        Person bert = new Person();
        String wait =
                bert.json().get(path(event) + "/challenge?kind=wait").jsonPath().getString("challenge");
        refused(bert.join(wait, null), "challenge-required");
        await().atMost(PATIENCE).until(() -> bert.join(wait, null).statusCode() == 200);
        assertThat(bert.json().get(path(event) + "/challenge?kind=nonsense").statusCode())
                .isEqualTo(400);
    }

    @Test
    void onlyConfirmedAddressesJoinWhereThatIsAskedFor() {
        Map<String, Object> wanted = settings("FORCED", 60, 10, 100);
        wanted.put("verifiedEmail", true);
        admin().body(wanted).put(path()).then().statusCode(200);
        Person anna = new Person();
        await().atMost(PATIENCE).until(() -> !anna.status().getString("state").equals("OPEN"));

        refused(anna.join(), "not-eligible");
    }

    @Test
    void administratorsSteerIt() {
        // given
        force(6_000, 50);
        Person anna = new Person();

        // when paused
        admin().body(Map.of("on", true)).put(path() + "/pause").then().statusCode(200);
        anna.join();

        // then nobody comes in, and nothing is promised
        await().atMost(PATIENCE).until(() -> anna.status().getBoolean("paused"));
        assertThat(anna.status().getMap("estimate")).isNull();

        // and when drained
        admin().body(Map.of("on", true)).put(path() + "/drain").then().statusCode(200);
        refused(new Person().join(), "waiting-room-draining", 409);
        admin().body(Map.of("perMinute", 600, "cap", 5))
                .put(path() + "/rate")
                .then()
                .statusCode(200);
        admin().body(Map.of("on", false)).put(path() + "/pause").then().statusCode(200);

        // then the room ends when nobody waits
        await().atMost(PATIENCE).until(() -> anna.status().getString("state").equals("OPEN"));
        assertThat(admin().get(path()).jsonPath().getString("phase")).isEqualTo("IDLE");
        assertThat(admin().get(path()).jsonPath().getInt("settings.perMinute")).isEqualTo(600);
        assertThat(anna.wish(null, Map.of("seats", List.of("A-5-1"))).statusCode())
                .isEqualTo(201);
    }

    @Test
    void onlyAdministratorsMayAndRubbishIsRefused() {
        RequestSpecification user = given().auth().oauth2(TestTokens.someone()).contentType("application/json");
        assertThat(user.get(path()).statusCode()).isEqualTo(403);
        assertThat(user.body(settings("OFF", 60, 10, 10)).put(path()).statusCode())
                .isEqualTo(403);
        assertThat(admin().get(path()).statusCode()).as("not set up").isEqualTo(409);
        for (Map<String, Object> rubbish : List.<Map<String, Object>>of(
                Map.of("mode", "SOMETIMES"),
                with(settings("FORCED", 0, 10, 10), "x", 1),
                settings("FORCED", 0, 10, 10),
                settings("FORCED", 60, 0, 10),
                with(settings("FORCED", 60, 10, 10), "opensAt", "2027-01-01T00:00:00Z"),
                with(settings("FORCED", 60, 10, 10), "admissionSeconds", 5))) {
            assertThat(admin().body(rubbish).put(path()).statusCode())
                    .as(rubbish.toString())
                    .isEqualTo(400);
        }
        assertThat(admin().body(settings("OFF", 60, 10, 10))
                        .put("/api/admin/events/" + UUID.randomUUID() + "/waiting-room")
                        .statusCode())
                .isEqualTo(404);
    }

    private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
        map.put(key, value);
        return map;
    }

    private static String solve(String asked) {
        for (int i = 0; ; i++) {
            byte[] hash = Sha256.of((asked + "." + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            if (ProofOfWork.zeroBits(hash) >= 8) {
                return Integer.toString(i);
            }
        }
    }

    private void force(int perMinute, int cap) {
        force(event, perMinute, cap);
    }

    /** Has the room ask for admissions, as this node knows then. */
    private void force(UUID which, int perMinute, int cap) {
        admin().body(settings("FORCED", perMinute, cap, 100))
                .put(path(which, true))
                .then()
                .statusCode(200);
        Person somebody = new Person();
        await().atMost(PATIENCE).until(() -> somebody.json()
                .get(path(which))
                .jsonPath()
                .getString("state")
                .equals("WAITING"));
    }

    private io.restassured.path.json.JsonPath draw() {
        return given().get("/api/events/" + event + "/waiting-room/draw").jsonPath();
    }

    private long reservations() {
        return database.number("SELECT count(*) FROM reservation WHERE event_id = ?", event);
    }

    private static Map<String, Object> settings(String mode, int perMinute, int cap, int threshold) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("mode", mode);
        settings.put("threshold", threshold);
        settings.put("perMinute", perMinute);
        settings.put("cap", cap);
        settings.put("admissionSeconds", 600);
        settings.put("verifiedEmail", false);
        settings.put("challenge", "NONE");
        return settings;
    }

    private static RequestSpecification admin() {
        return given().auth()
                .oauth2(TestTokens.role(UUID.randomUUID(), "admin"))
                .contentType("application/json");
    }

    private String path() {
        return path(event, true);
    }

    private static String path(UUID event) {
        return path(event, false);
    }

    private static String path(UUID event, boolean admin) {
        return "/api/" + (admin ? "admin/" : "") + "events/" + event + "/waiting-room";
    }

    private static void refused(Response answer, String problem) {
        refused(answer, problem, 403);
    }

    private static void refused(Response answer, String problem, int status) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.jsonPath().getString("type")).endsWith("/" + problem);
    }

    private List<Person> people(int count) {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            people.add(new Person());
        }
        return people;
    }

    /** Somebody with an account. */
    private final class Person {
        private final UUID account = UUID.randomUUID();
        private final Buyer buyer = new Buyer(account, TestTokens.user(account));

        RequestSpecification json() {
            return buyer.json();
        }

        io.restassured.path.json.JsonPath status() {
            return json().get(path(event)).jsonPath();
        }

        boolean isAdmitted() {
            return status().getString("state").equals("ADMITTED");
        }

        Response join() {
            return json().post(path(event));
        }

        Response join(String challenge, @Nullable String solution) {
            Map<String, Object> body = new HashMap<>(Map.of("challenge", challenge));
            if (solution != null) {
                body.put("solution", solution);
            }
            return json().body(body).post(path(event));
        }

        Response leave() {
            return json().delete(path(event));
        }

        /** Joins, waits, and tells the token. */
        String admission() {
            return admission(event);
        }

        String admission(UUID which) {
            await().atMost(PATIENCE)
                    .until(() -> json().post(path(which)).jsonPath().getString("admissionToken") != null);
            return json().get(path(which)).jsonPath().getString("admissionToken");
        }

        Response wish(@Nullable String admission, Map<String, Object> wish) {
            return wishAs(Buyer.key(), admission, wish);
        }

        Response wishAs(String key, @Nullable String admission, Map<String, Object> wish) {
            RequestSpecification request = json().header("Idempotency-Key", key);
            if (admission != null) {
                request.header(AdmissionTokens.HEADER, admission);
            }
            return request.body(wish).post("/api/events/" + event + "/reservations");
        }
    }
}
