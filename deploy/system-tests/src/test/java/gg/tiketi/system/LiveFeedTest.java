package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.deploy.local.Service;
import gg.tiketi.deploy.local.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningSuite.class)
class LiveFeedTest {

    private static final int WATCHERS = 300;
    private static final int BUYERS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Client client;
    private final Sale sale;
    private final Tokens tokens;
    private final Suite suite;

    LiveFeedTest(Client client, Tokens tokens, Suite suite) {
        this.client = client;
        this.suite = suite;
        this.sale = Sale.of(client, "Hourglass Club Live: Turn It Over");
        this.tokens = tokens;
    }

    @Test
    void aWatcherGetsASnapshotAndThenEveryChange() {
        try (Watcher watcher = Watcher.of(sale)) {
            // given
            awaitSeats(watcher);
            assertThat(watcher.frames().getFirst().path("type").asText()).isEqualTo("snapshot");
            assertThat(watcher.frames().getFirst().path("eventId").asText()).isEqualTo(sale.id());

            // when
            Answer reserved = sale.reserve(
                    tokens.buyer(), sale.labels().get(0), sale.labels().get(1));

            // then
            assertThat(reserved.status()).isEqualTo(201);
            Awaitility.await("the change")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> watcher.sees(0, Seats.HELD) && watcher.sees(1, Seats.HELD));
            assertThat(last(watcher).path("type").asText()).isEqualTo("delta");
            assertThat(watcher.frames()).noneMatch(frame -> frame.toString().contains("account"));
        }
    }

    @Test
    void resyncGivesAnotherSnapshot() {
        try (Watcher watcher = Watcher.of(sale)) {
            // given
            awaitSeats(watcher);

            // when
            watcher.send("{\"type\":\"resync\"}");

            // then
            Awaitility.await("the second snapshot").atMost(PATIENCE).until(() -> count(watcher, "snapshot") == 2);
            assertThat(last(watcher).path("states"))
                    .isEqualTo(client.get(sale.path() + "/seats").body().path("states"));
        }
    }

    @Test
    void nonsenseFromAWatcherChangesNothingForIt() {
        try (Watcher watcher = Watcher.of(sale)) {
            // given
            awaitSeats(watcher);
            watcher.send("{");
            watcher.send("[1,2,3]");

            // when
            sale.reserve(tokens.buyer(), sale.labels().get(4));

            // then
            Awaitility.await("the change").atMost(PATIENCE).until(() -> watcher.sees(4, Seats.HELD));
        }
    }

    @Test
    void whoComesBackGetsOnlyWhatWasMissed() {
        try (Watcher other = Watcher.of(sale)) {
            // given
            Seats known = awaitSeats(other);
            sale.reserve(tokens.buyer(), sale.labels().get(8));
            Awaitility.await("the change").atMost(PATIENCE).until(() -> other.sees(8, Seats.HELD));

            // when
            try (Watcher watcher = Watcher.resuming(sale, known)) {
                // then
                Awaitility.await("what was missed").atMost(PATIENCE).until(() -> watcher.sees(8, Seats.HELD));
                assertThat(count(watcher, "snapshot")).isZero();
            }
        }
    }

    @Test
    void allWatchersEndWithWhatEverybodyCanRead() throws Exception {
        List<Watcher> watchers = new ArrayList<>();
        try {
            // given
            for (int i = 0; i < WATCHERS; i++) {
                watchers.add(Watcher.of(sale));
            }
            List<Client> buyers = tokens.buyers(BUYERS);

            // when
            try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
                for (int i = 0; i < BUYERS; i++) {
                    int number = i;
                    threads.submit(() -> buyAndMaybeCancel(buyers.get(number), number));
                }
            }

            // then
            List<Integer> end = Awaitility.await("the end of the changes")
                    .atMost(PATIENCE)
                    .until(
                            () -> sale.seats().states(),
                            states -> states.subList(100, 100 + BUYERS).stream()
                                            .filter(state -> state == Seats.HELD)
                                            .count()
                                    == BUYERS / 2);
            Awaitility.await("the same for all watchers").atMost(PATIENCE).untilAsserted(() -> assertThat(watchers)
                    .allSatisfy(
                            watcher -> assertThat(awaitSeats(watcher).states()).isEqualTo(end)));
        } finally {
            watchers.forEach(Watcher::close);
        }
    }

    @Test
    void whoSignsInHearsOfOwnReservationsThroughTheGatewayAndNobodyElseDoes() {
        try (Watcher own = Watcher.of(sale);
                Watcher stranger = Watcher.of(sale)) {
            // given
            awaitSeats(stranger);
            Client buyer = tokens.buyer();
            own.send("{\"type\":\"auth\",\"token\":\"" + buyer.token() + "\"}");
            Awaitility.await("signed in").atMost(PATIENCE).until(() -> count(own, "signed-in") == 1);

            // when
            String id =
                    sale.reserve(buyer, sale.labels().get(12)).body().path("id").asText();

            // then
            Awaitility.await("own news").atMost(PATIENCE).until(() -> count(own, "reservation") > 0);
            assertThat(own.frames())
                    .anyMatch(frame -> frame.path("reservationId").asText().equals(id));
            Awaitility.await("the change").atMost(PATIENCE).until(() -> stranger.sees(12, Seats.HELD));
            assertThat(stranger.frames()).noneMatch(frame -> frame.toString().contains(id));
        }
    }

    @Test
    void aStoppingNodeTellsWhenToComeBack() throws Exception {
        // given
        Suite.Node node = suite.startAnother(Service.SEAT, Map.of());
        List<Watcher> watchers = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                watchers.add(Watcher.open(
                        new Client(node.url()),
                        "/ws/events/" + sale.id(),
                        sale.labels().size(),
                        null));
            }
            watchers.forEach(LiveFeedTest::awaitSeats);

            // when
            node.process().destroy();

            // then
            assertThat(watchers)
                    .allSatisfy(watcher -> assertThat(watcher.awaitClose()).isEqualTo(1001));
            List<Long> waits = watchers.stream()
                    .map(watcher ->
                            watcher.frames().getLast().path("reconnectAfterMs").asLong(-1))
                    .toList();
            assertThat(waits).allMatch(wait -> wait >= 0 && wait <= 5_000);
            assertThat(Set.copyOf(waits)).as("spread").hasSizeGreaterThan(10);
        } finally {
            watchers.forEach(Watcher::close);
        }
    }

    @Test
    void anUnknownEventIsClosedWithItsCode() {
        // when
        try (Watcher watcher = Watcher.open(client, "/ws/events/00000000-0000-4000-8000-000000000000", 0, null)) {
            // then
            assertThat(watcher.awaitClose()).isEqualTo(4404);
        }
    }

    private void buyAndMaybeCancel(Client buyer, int number) {
        Answer reserved = sale.reserve(buyer, sale.labels().get(100 + number));
        if (number % 2 == 0) {
            buyer.deleteOnce("/api/reservations/" + reserved.body().path("id").asText());
        }
    }

    private static Seats awaitSeats(Watcher watcher) {
        Awaitility.await("the first frame").atMost(PATIENCE).until(() -> watcher.seats() != null);
        return Objects.requireNonNull(watcher.seats());
    }

    /** The last frame that tells something. */
    private static JsonNode last(Watcher watcher) {
        return watcher.frames().reversed().stream()
                .filter(frame ->
                        List.of("snapshot", "delta").contains(frame.path("type").asText()))
                .findFirst()
                .orElseThrow();
    }

    private static long count(Watcher watcher, String type) {
        return watcher.frames().stream()
                .filter(frame -> frame.path("type").asText().equals(type))
                .count();
    }
}
