package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.deploy.local.Port;
import gg.tiketi.deploy.local.Suite;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningSuite.class)
class RedisLossTest {

    private static final int SEATS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Suite suite;
    private final Sale sale;
    private final Tokens tokens;

    RedisLossTest(Client client, Tokens tokens, Suite suite) {
        this.suite = suite;
        this.sale = Sale.of(client, "Clockwork Garden, the Musical (Matinee)");
        this.tokens = tokens;
    }

    @Test
    void sellingGoesOnWhenRedisForgetsEverything() throws IOException {
        // given
        List<Client> buyers = tokens.buyers(SEATS);
        for (int i = 0; i < SEATS / 2; i++) {
            assertThat(sale.reserve(buyers.get(i), sale.labels().get(i)).status())
                    .isEqualTo(201);
        }
        Client latecomer = tokens.buyer();

        // when
        tellRedis("FLUSHALL");

        // then
        assertThat(sale.reserve(latecomer, sale.labels().getFirst()).problem()).isEqualTo("seats-taken");
        for (int i = SEATS / 2; i < SEATS; i++) {
            Answer answer = sale.reserve(buyers.get(i), sale.labels().get(i));
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        }
        Awaitility.await("the right counts").atMost(PATIENCE).untilAsserted(() -> {
            Seats seats = sale.seats();
            assertThat(seats.count(Seats.HELD)).isEqualTo(SEATS);
            assertThat(seats.counts().path("held").asInt()).isEqualTo(SEATS);
            assertThat(seats.counts().path("available").asInt())
                    .isEqualTo(sale.labels().size() - SEATS);
        });
        for (int i = 0; i < SEATS; i += 5) {
            assertThat(sale.reserve(latecomer, sale.labels().get(i)).problem()).isEqualTo("seats-taken");
        }
    }

    private void tellRedis(String command) throws IOException {
        Properties secrets = new Properties();
        try (Reader file = Files.newBufferedReader(suite.folder().resolve("secrets.properties"))) {
            secrets.load(file);
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), suite.port(Port.REDIS))) {
            String lines = "AUTH " + secrets.getProperty("redis") + "\r\n" + command + "\r\n";
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
            byte[] answer = socket.getInputStream().readNBytes("+OK\r\n+OK\r\n".length());
            assertThat(answer).asString(StandardCharsets.UTF_8).isEqualTo("+OK\r\n+OK\r\n");
        }
    }
}
