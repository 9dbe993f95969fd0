package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.deploy.local.Suite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningSuite.class)
class SameSeatRaceTest {

    private static final int BUYERS = 200;
    private static final int LIMIT_PER_PERSON = 4;
    private static final String LIVE_OWNERS = """
            SELECT count(*) FROM seat.reservation_seat x JOIN seat.seat s USING (event_id, position)
            WHERE x.live AND s.event_id = ? AND s.label = ?
            """;

    private final Sale sale;
    private final Tokens tokens;
    private final Suite suite;

    SameSeatRaceTest(Client client, Tokens tokens, Suite suite) {
        this.sale = Sale.of(client, "Clockwork Garden, the Musical");
        this.tokens = tokens;
        this.suite = suite;
    }

    @Test
    void ofTwoHundredBuyersAtOnceOneGetsTheSeat() throws Exception {
        // given
        String seat = sale.labels().getFirst();
        List<Client> buyers = tokens.buyers(BUYERS);

        // when
        List<Answer> answers = Rush.of(buyers.size(), i -> sale.reserve(buyers.get(i), seat));

        // then
        assertThat(statuses(answers)).containsOnly(201, 409);
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.problem().equals("seats-taken")))
                .hasSize(BUYERS - 1);
        assertThat(liveOwners(seat)).isEqualTo(1);
        sale.awaitState(seat, Seats.HELD);
    }

    @Test
    void overlappingPairsAreSoldWholeAndOnce() throws Exception {
        // given
        List<String> row = sale.labels().subList(20, 40);
        List<Client> buyers = tokens.buyers(BUYERS / 2);

        // when
        List<Answer> answers = Rush.of(buyers.size(), i -> {
            int first = i % (row.size() - 1);
            return sale.reserve(buyers.get(i), row.get(first), row.get(first + 1));
        });

        // then
        assertThat(statuses(answers)).containsOnly(201, 409);
        List<String> sold = new ArrayList<>();
        answers.stream().filter(answer -> answer.status() == 201).forEach(answer -> answer.body()
                .path("seats")
                .forEach(seat -> sold.add(seat.path("label").asText())));
        assertThat(sold).isNotEmpty().doesNotHaveDuplicates();
        Set<String> reserved = new HashSet<>(sold);
        for (String seat : row) {
            assertThat(liveOwners(seat)).as(seat).isEqualTo(reserved.contains(seat) ? 1 : 0);
        }
    }

    @Test
    void aBuyersRepetitionsAtOnceAreOneReservation() throws Exception {
        // given
        Client buyer = tokens.buyer();
        String body = "{\"seats\":[\"" + sale.labels().get(60) + "\"]}";
        Map<String, String> sameKey =
                Map.of("Idempotency-Key", UUID.randomUUID().toString());

        // when
        List<Answer> answers = Rush.of(20, i -> buyer.send("POST", sale.path() + "/reservations", body, sameKey));

        // then
        assertThat(statuses(answers)).containsOnly(201);
        assertThat(answers.stream()
                        .map(answer -> answer.body().path("id").asText())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void oneBuyersRequestsAtOnceStayWithinTheLimit() throws Exception {
        // given
        Client buyer = tokens.buyer();

        // when
        List<Answer> answers =
                Rush.of(12, i -> sale.reserve(buyer, sale.labels().get(80 + i)));

        // then
        assertThat(statuses(answers)).containsOnly(201, 422);
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(LIMIT_PER_PERSON);
        assertThat(answers.stream().filter(answer -> answer.problem().equals("purchase-limit")))
                .hasSize(answers.size() - LIMIT_PER_PERSON);
    }

    private static Set<Integer> statuses(List<Answer> answers) {
        return answers.stream().map(Answer::status).collect(Collectors.toSet());
    }

    private int liveOwners(String seat) throws SQLException {
        try (Connection connection = suite.database();
                PreparedStatement statement = connection.prepareStatement(LIVE_OWNERS)) {
            statement.setObject(1, UUID.fromString(sale.id()));
            statement.setString(2, seat);
            try (ResultSet found = statement.executeQuery()) {
                assertThat(found.next()).isTrue();
                return found.getInt(1);
            }
        }
    }
}
