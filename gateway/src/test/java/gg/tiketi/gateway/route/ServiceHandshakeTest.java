package gg.tiketi.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceHandshakeTest {

    private static final String UPGRADED = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nX-A:  b \r\n\r\n";

    @Test
    void theRequestAsksForAnUpgradeWithTheGivenHeaders() {
        // when
        ByteBuf request = ServiceHandshake.request(
                "/ws/events/1?from=1:2",
                "seat:3004",
                MultiMap.caseInsensitiveMultiMap().add("x-forwarded-for", "::1"));

        // then
        assertThat(request.toString(StandardCharsets.ISO_8859_1))
                .isEqualTo("GET /ws/events/1?from=1:2 HTTP/1.1\r\nhost: seat:3004\r\nx-forwarded-for: ::1\r\n"
                        + "connection: Upgrade\r\nupgrade: websocket\r\n\r\n");
    }

    @Test
    void anAnswerIsTheSameHoweverItsBytesArrive() throws Exception {
        // given
        ServiceHandshake handshake = new ServiceHandshake();
        Optional<ServiceHandshake.Answer> answer = Optional.empty();

        // when
        for (char letter : (UPGRADED + "f").toCharArray()) {
            Optional<ServiceHandshake.Answer> told = handshake.take(bytes(String.valueOf(letter)));
            answer = told.isPresent() ? told : answer;
        }

        // then
        assertThat(answer).hasValueSatisfying(found -> {
            assertThat(found.isUpgrade()).isTrue();
            assertThat(found.headers().get("x-a")).isEqualTo("b");
            assertThat(found.rest().toString(StandardCharsets.ISO_8859_1)).isEqualTo("f");
        });
    }

    @Test
    void aRefusalIsThereWithItsBody() throws Exception {
        // given
        ServiceHandshake handshake = new ServiceHandshake();

        // when
        var early = handshake.take(bytes("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\n{"));
        var whole = handshake.take(bytes("\"a\""));

        // then
        assertThat(early).isEmpty();
        assertThat(whole).hasValueSatisfying(found -> assertThat(found.rest().toString(StandardCharsets.ISO_8859_1))
                .isEqualTo("{\"a\""));
    }

    @Test
    void whatIsNoAnswerIsRefused() {
        assertThatThrownBy(() -> new ServiceHandshake().take(bytes("SSH-2.0-x\r\n\r\n")))
                .isInstanceOf(ServiceHandshake.Malformed.class);
        assertThatThrownBy(() -> new ServiceHandshake().take(bytes("HTTP/1.1 101 x\r\nno colon\r\n\r\n")))
                .isInstanceOf(ServiceHandshake.Malformed.class);
        assertThatThrownBy(() -> new ServiceHandshake().take(bytes("x".repeat(20_000))))
                .isInstanceOf(ServiceHandshake.Malformed.class);
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }
}
