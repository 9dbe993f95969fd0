package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.deploy.local.Service;
import gg.tiketi.deploy.local.Suite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two seat-services sell the same event; whoever asks one of them sees what the other does. */
@ExtendWith(RunningSuite.class)
class SeveralNodesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RACES = 12;

    private final Suite suite;
    private final Sale sale;
    private final Tokens tokens;

    SeveralNodesTest(Client client, Tokens tokens, Suite suite) {
        this.suite = suite;
        this.sale = Sale.of(client, "Cheongnam Philharmonic: Winter Concert");
        this.tokens = tokens;
    }

    @Test
    void whatOneNodeSellsTheOtherShowsEvenWhenItDies() throws Exception {
        // given a node that leaves its committed changes to the others
        Suite.Node node = suite.startAnother(Service.SEAT, Map.of("TIKETI_CLAIM_APPLY_INTERVAL", "PT1H"));
        Sale there = at(node);
        List<Client> buyers = tokens.buyers(2 * RACES);

        try (Watcher here = Watcher.of(sale);
                Watcher elsewhere = Watcher.of(there)) {
            // when two buyers want each seat, one at each node
            List<Answer> answers = Rush.of(
                    2 * RACES,
                    i -> i % 2 == 0
                            ? sale.reserve(buyers.get(i), sale.labels().get(i / 2))
                            : there.reserve(
                                    atNode(node, buyers.get(i)), sale.labels().get(i / 2)));

            // then each seat has one winner, and everybody sees it
            for (int seat = 0; seat < RACES; seat++) {
                assertThat(List.of(
                                answers.get(2 * seat).status(),
                                answers.get(2 * seat + 1).status()))
                        .containsExactlyInAnyOrder(201, 409);
            }
            for (int seat = 0; seat < RACES; seat++) {
                int shown = seat;
                patiently().until(() -> here.sees(shown, Seats.HELD) && elsewhere.sees(shown, Seats.HELD));
                there.awaitState(sale.labels().get(seat), Seats.HELD);
                sale.awaitState(sale.labels().get(seat), Seats.HELD);
            }

            // and when the node dies right after it has said yes
            int last = RACES;
            Answer placed =
                    there.reserve(atNode(node, tokens.buyer()), sale.labels().get(last));
            node.process().destroyForcibly();

            // then the other one brings its changes to everybody
            assertThat(placed.status()).isEqualTo(201);
            patiently().until(() -> waiting() == 0);
            patiently().until(() -> here.sees(last, Seats.HELD));
            assertThat(sale.reserve(tokens.buyer(), sale.labels().get(last)).problem())
                    .isEqualTo("seats-taken");
        }
    }

    @Test
    void aNodeWithoutRedisSellsAndCancelsForAll() throws Exception {
        // given a node that reaches nothing where it looks for Redis
        Suite.Node node = suite.startAnother(Service.SEAT, Map.of("REDIS_STATE_PORT", "1"));
        Sale there = at(node);
        int first = RACES + 1;
        String seat = sale.labels().get(first);
        Client buyer = tokens.buyer();

        try (Watcher here = Watcher.of(sale);
                Watcher elsewhere = Watcher.of(there)) {
            // when
            Answer placed = there.reserve(atNode(node, buyer), seat);

            // then
            assertThat(placed.status()).as(placed.text()).isEqualTo(201);
            patiently().until(() -> here.sees(first, Seats.HELD) && elsewhere.sees(first, Seats.HELD));
            assertThat(sale.reserve(tokens.buyer(), seat).problem()).isEqualTo("seats-taken");

            // and when
            String path = "/api/reservations/" + placed.body().path("id").asText();
            Answer cancelled = atNode(node, buyer).deleteOnce(path);

            // then
            assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(200);
            patiently().until(() -> here.sees(first, Seats.AVAILABLE) && elsewhere.sees(first, Seats.AVAILABLE));
            assertThat(sale.reserve(tokens.buyer(), seat).status()).isEqualTo(201);
            patiently().until(() -> here.sees(first, Seats.HELD) && elsewhere.sees(first, Seats.HELD));
        } finally {
            node.process().destroy();
        }
    }

    private Sale at(Suite.Node node) {
        return new Sale(new Client(node.url()), sale.id(), sale.labels());
    }

    private static Client atNode(Suite.Node node, Client buyer) {
        return new Client(node.url()).withToken(buyer.token());
    }

    private long waiting() throws SQLException {
        try (Connection connection = suite.database();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT count(*) FROM seat.seat_outbox WHERE event_id = ?")) {
            statement.setObject(1, UUID.fromString(sale.id()));
            try (ResultSet found = statement.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        }
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(PATIENCE);
    }
}
