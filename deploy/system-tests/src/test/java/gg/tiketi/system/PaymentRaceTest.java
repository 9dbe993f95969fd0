package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningSuite.class)
class PaymentRaceTest {

    private static final int CLICKS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TAKEN = """
            SELECT count(*) FROM seat.payment p JOIN seat.simulated_provider b ON b.payment_id = p.id
            WHERE p.reservation_id = ? AND b.status = 'CAPTURED'
            """;

    private final Sale sale;
    private final Client buyer;
    private final Suite suite;

    PaymentRaceTest(Client client, Tokens tokens, Suite suite) {
        this.sale = Sale.of(client, "Blue Hour Quartet: An Evening of Chamber Music");
        this.buyer = tokens.buyer();
        this.suite = suite;
    }

    @Test
    void manyPaymentsAtOnceTakeTheMoneyOnce() throws Exception {
        // given
        String id = reserved(0);

        // when
        List<Answer> answers = Rush.of(CLICKS, i -> pay(id));

        // then
        assertThat(answers).extracting(Answer::status).containsOnly(200, 409).containsOnlyOnce(200);
        assertThat(timesTaken(id)).isEqualTo(1);
        assertThat(status(id)).isEqualTo("CONFIRMED");
    }

    @Test
    void payingAndCancellingAtOnceEndsWithTheMoneyWhereTheSeatIs() throws Exception {
        // given
        String seat = sale.labels().get(1);
        String id = reserved(1);

        // when
        List<Answer> answers = Rush.of(CLICKS, i -> i % 2 == 0 ? pay(id) : buyer.deleteOnce("/api/reservations/" + id));

        // then
        assertThat(answers).extracting(Answer::status).allMatch(status -> status < 500);
        assertThat(status(id)).isIn("CONFIRMED", "CANCELLED");
        boolean isSold = status(id).equals("CONFIRMED");
        sale.awaitState(seat, isSold ? Seats.SOLD : Seats.AVAILABLE);
        Awaitility.await("the money").atMost(PATIENCE).untilAsserted(() -> assertThat(timesTaken(id))
                .isEqualTo(isSold ? 1 : 0));
    }

    private String reserved(int seat) {
        return sale.reserve(buyer, sale.labels().get(seat)).body().path("id").asText();
    }

    private Answer pay(String id) {
        return buyer.postOnce("/api/reservations/" + id + "/payments", Map.of("method", "naver_pay"));
    }

    private String status(String id) {
        return buyer.get("/api/reservations/" + id).body().path("status").asText();
    }

    private int timesTaken(String id) throws SQLException {
        try (Connection connection = suite.database();
                PreparedStatement statement = connection.prepareStatement(TAKEN)) {
            statement.setObject(1, UUID.fromString(id));
            try (ResultSet found = statement.executeQuery()) {
                assertThat(found.next()).isTrue();
                return found.getInt(1);
            }
        }
    }
}
