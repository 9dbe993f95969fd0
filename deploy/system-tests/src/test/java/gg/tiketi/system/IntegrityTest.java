package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever the tests before have done to the running suite, its own checks find nothing wrong with the result. */
@ExtendWith(RunningSuite.class)
class IntegrityTest {

    private static final String PATH = "/api/admin/integrity";
    /** Longer than the sixty seconds that some things may be open. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private static final int BUYERS = 12;

    private final Client client;
    private final Tokens tokens;

    IntegrityTest(Client client, Tokens tokens) {
        this.client = client;
        this.tokens = tokens;
    }

    @Test
    void afterBuyingAndCancellingEveryInvariantHolds() throws Exception {
        // given
        Sale sale = Sale.of(client, "The Pepper Mill Detectives");
        List<Client> buyers = tokens.buyers(BUYERS);
        Rush.of(BUYERS, i -> buy(sale, buyers.get(i), i));
        Client admin = client.withToken(tokens.sign(Map.of("groups", List.of("admin"))));

        // when
        JsonNode report = Awaitility.await("all checks green")
                .atMost(PATIENCE)
                .until(
                        () -> admin.post(PATH, null).body(),
                        found -> found.path("status").asText().equals("green"));

        // then
        assertThat(report.path("checks").size()).isGreaterThan(15);
        assertThat(admin.get(PATH).body().path("status").asText()).isEqualTo("green");
        assertThat(client.get(PATH).status()).isEqualTo(401);
        assertThat(buyers.getFirst().get(PATH).status()).isEqualTo(403);
    }

    /** Buys, cancels what was bought, or leaves the seat held; two want each seat. */
    private static Answer buy(Sale sale, Client buyer, int number) {
        Answer reserved = sale.reserve(buyer, sale.labels().get(40 + number / 2));
        if (reserved.status() != 201) {
            return reserved;
        }
        String path = "/api/reservations/" + reserved.body().path("id").asText();
        List<Answer> steps = new ArrayList<>(List.of(reserved));
        if (number % 3 > 0) {
            steps.add(buyer.postOnce(path + "/payments", Map.of("method", "card")));
        }
        if (number % 3 > 1) {
            steps.add(buyer.deleteOnce(path));
        }
        return steps.getLast();
    }
}
