package gg.tiketi.seat.live.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandshakeTest {

    @Test
    void theExampleOfTheStandardIsAnswered() {
        // RFC 6455 section 1.3
        assertThat(Handshake.of(headers())).map(Handshake::accept).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void aRequestForSomethingElseIsNone() {
        assertThat(Handshake.of(headers().set("Upgrade", "h2c"))).isEmpty();
        assertThat(Handshake.of(headers().set("Connection", "keep-alive"))).isEmpty();
        assertThat(Handshake.of(headers().set("Sec-WebSocket-Version", "8"))).isEmpty();
        assertThat(Handshake.of(headers().set("Sec-WebSocket-Key", "rubbish"))).isEmpty();
        assertThat(Handshake.of(headers().remove("Sec-WebSocket-Key"))).isEmpty();
    }

    @Test
    void aTokenMayComeAmongTheSubprotocolsAndIsNeverAnsweredWith() {
        // when
        Optional<Handshake> handshake =
                Handshake.of(headers().set("Sec-WebSocket-Protocol", "tiketi.token.a.b-c, tiketi.live"));

        // then
        assertThat(handshake.flatMap(Handshake::token)).contains("a.b-c");
        assertThat(handshake.flatMap(Handshake::protocol)).contains("tiketi.live");
        assertThat(Handshake.of(headers().set("Sec-WebSocket-Protocol", "tiketi.token.a"))
                        .flatMap(Handshake::protocol))
                .isEmpty();
    }

    private static MultiMap headers() {
        return MultiMap.caseInsensitiveMultiMap()
                .set("Upgrade", "websocket")
                .set("Connection", "keep-alive, Upgrade")
                .set("Sec-WebSocket-Version", "13")
                .set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    }
}
