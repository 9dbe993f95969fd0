package gg.tiketi.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.system.Answer;
import gg.tiketi.system.Client;
import gg.tiketi.system.RunningSuite;
import gg.tiketi.system.Sale;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets of those who mean harm: from other sites, endless, broken, and too many frames. */
@ExtendWith(RunningSuite.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SocketAttackTest {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int PINGS = 20_000;

    private final Client client;
    private final String live;
    private final String seats;

    SocketAttackTest(Client client) {
        Sale sale = Sale.of(client, FuzzTest.EVENT);
        this.client = client;
        this.live = "/ws/events/" + sale.id();
        this.seats = sale.path() + "/seats";
    }

    /** Nobody else has noticed anything. */
    @AfterEach
    void othersAreServed() throws IOException {
        long begun = System.nanoTime();
        Answer answer = client.get(seats);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        try (RawSocket other = RawSocket.open(client, live)) {
            assertThat(other.read().text()).contains("\"snapshot\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "file://",
                "https://localhost.evil.example",
                "https://localhost@evil.example",
                "https://evil.example#localhost",
                "http://localhost, https://evil.example",
                "http://LOCALHOST.",
            })
    void anotherSitesScriptOpensNone(String origin) throws IOException {
        // when
        int status = RawSocket.handshake(client, live, "Origin: " + origin);

        // then
        assertThat(status).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/internal/changes", "/api/events", "/health", "/ws", "/ws/", "/ws/admin", "/ws/events/%2e%2e"})
    void noOtherPathBecomesATunnel(String path) throws IOException {
        // when
        int status = RawSocket.handshake(client, path);

        // then
        assertThat(status).isNotEqualTo(101);
    }

    @Test
    void aMessageTooLargeEndsItsSocket() throws IOException {
        try (RawSocket raw = RawSocket.open(client, live)) {
            // when
            int code = sendUntilEnd(raw, 1, 8 << 20);

            // then
            assertThat(code).isIn(0, 1002, 1008, 1009, 1011);
        }
    }

    @Test
    void aMessageThatNeverEndsEndsItsSocket() throws IOException {
        try (RawSocket raw = RawSocket.open(client, live)) {
            // when
            int code = sendUntilEnd(raw, 4_000, 4_096);

            // then
            assertThat(code).isIn(0, 1002, 1008, 1009, 1011);
        }
    }

    /** One message in fragments, the last one missing. */
    private static int sendUntilEnd(RawSocket raw, int fragments, int size) throws IOException {
        try {
            byte[] part = "x".repeat(size).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < fragments; i++) {
                raw.send(i == 0 ? RawSocket.TEXT : 0, true, part);
            }
        } catch (SocketException cut) {
            return 0;
        }
        return raw.awaitEnd();
    }

    @Test
    void framesAgainstTheProtocolEndTheirSocket() throws IOException {
        byte[] text = "hello".getBytes(StandardCharsets.US_ASCII);
        // Not masked; reserved opcode; continuation of nothing; fragmented ping; ping too long.
        assertEnds(0x81, false, text);
        assertEnds(0x83, true, text);
        assertEnds(0x80, true, text);
        assertEnds(0x09, true, text);
        assertEnds(0x89, true, new byte[200]);
    }

    private void assertEnds(int first, boolean masked, byte[] payload) throws IOException {
        try (RawSocket raw = RawSocket.open(client, live)) {
            raw.send(first, masked, payload);
            assertThat(raw.awaitEnd()).as("%x", first).isIn(0, 1002, 1003, 1007, 1009);
        } catch (SocketTimeoutException stillOpen) {
            throw new AssertionError(
                    "the socket is still open after frame " + Integer.toHexString(first) + " " + masked, stillOpen);
        }
    }

    @Test
    void aFloodOfPingsHurtsNobody() throws IOException {
        try (RawSocket raw = RawSocket.open(client, live)) {
            // when
            int pongs = 0;
            try {
                for (int i = 0; i < PINGS; i++) {
                    raw.send(RawSocket.PING, "are you there");
                    if (i % 100 == 99) {
                        othersAreStillServedNow(i);
                        pongs += readPongs(raw, 100);
                    }
                }
            } catch (IOException closed) {
                // It may well lose patience.
                assertThat(pongs).isNotNegative();
            }
        }
    }

    private void othersAreStillServedNow(int i) {
        if (i % 2_000 == 1_999) {
            long begun = System.nanoTime();
            assertThat(client.get(seats).status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        }
    }

    private static int readPongs(RawSocket raw, int count) throws IOException {
        int pongs = 0;
        while (pongs < count) {
            if (raw.read().opcode() == RawSocket.PONG) {
                pongs++;
            }
        }
        return pongs;
    }

    @Test
    void aFloodOfWishesIsAnsweredAtTheHubsPace() throws IOException {
        try (RawSocket raw = RawSocket.open(client, live)) {
            // when
            for (int i = 0; i < 2_000; i++) {
                raw.send(RawSocket.TEXT, "{\"type\":\"resync\"}");
            }
            raw.send(RawSocket.PING, "end");
            int snapshots = 0;
            for (RawSocket.Frame frame = raw.read(); frame.opcode() != RawSocket.PONG; frame = raw.read()) {
                snapshots++;
            }

            // then
            assertThat(snapshots).isLessThan(200);
        }
    }

    @Test
    void wordsNobodyUnderstandsAreNotAnswered() throws IOException {
        try (RawSocket raw = RawSocket.open(client, live)) {
            // given
            raw.read();

            // when
            for (String text : new String[] {
                "",
                "{",
                "[".repeat(3_000),
                "{\"type\":\"auth\",\"token\":\"x\"}",
                "\u0000",
                "{\"type\":\"subscribe\",\"event\":\"*\"}"
            }) {
                raw.send(RawSocket.TEXT, text);
            }
            raw.send(RawSocket.PING, "end");
            RawSocket.Frame answer = raw.read();
            while (answer.opcode() == RawSocket.TEXT) {
                assertThat(answer.text()).doesNotContain("xception", "gg.tiketi");
                answer = raw.read();
            }

            // then
            assertThat(answer.opcode()).isEqualTo(RawSocket.PONG);
        }
    }
}
