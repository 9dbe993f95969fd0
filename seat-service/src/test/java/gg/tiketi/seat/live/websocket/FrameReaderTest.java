package gg.tiketi.seat.live.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

    private static final int MAX = 1_000;

    private final List<String> heard = new ArrayList<>();
    private final FrameReader reader = new FrameReader(MAX, new FrameReader.Listener() {
        @Override
        public void text(String text) {
            heard.add("text " + text);
        }

        @Override
        public void ping(byte[] payload) {
            heard.add("ping " + new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void pong() {
            heard.add("pong");
        }

        @Override
        public void closed() {
            heard.add("closed");
        }

        @Override
        public void refused(CloseCode why) {
            heard.add("refused " + why);
        }
    });

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void messagesAreTheSameHoweverTheirBytesArrive(long seed) {
        // given
        Random random = new Random(seed);
        String large = "좌석".repeat(150);
        byte[] all = joined(
                frame(true, 0x1, "hello"),
                frame(true, 0x9, "are you there"),
                frame(false, 0x1, "in "),
                frame(true, 0xA, ""),
                frame(true, 0x0, "pieces"),
                frame(true, 0x1, large),
                frame(true, 0x8, ""),
                frame(true, 0x1, "after the end"));

        // when
        for (int at = 0; at < all.length; ) {
            int end = Math.min(all.length, at + 1 + random.nextInt(40));
            reader.feed(Arrays.copyOfRange(all, at, end));
            at = end;
        }

        // then
        assertThat(heard)
                .as("seed %d", seed)
                .containsExactly(
                        "text hello", "ping are you there", "pong", "text in pieces", "text " + large, "closed");
    }

    @Test
    void whatIsNotAllowedEndsTheReading() {
        assertThat(told(new byte[] {(byte) 0x81, 1, 'x'})).containsExactly("refused PROTOCOL_ERROR");
        assertThat(told(frame(true, 0x2, "bytes"))).containsExactly("refused UNSUPPORTED");
        assertThat(told(frame(true, 0x0, "continues nothing"))).containsExactly("refused PROTOCOL_ERROR");
        assertThat(told(frame(false, 0x9, "a ping in pieces"))).containsExactly("refused PROTOCOL_ERROR");
        assertThat(told(frame(true, 0x3, ""))).containsExactly("refused PROTOCOL_ERROR");
        assertThat(told(frame(true, 0x41, "compressed"))).containsExactly("refused PROTOCOL_ERROR");
        assertThat(told(joined(frame(false, 0x1, "a"), frame(true, 0x1, "b"))))
                .containsExactly("refused PROTOCOL_ERROR");
        assertThat(told(masked(0x81, new byte[] {(byte) 0xC3, 0x28}))).containsExactly("refused NOT_UTF8");
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedByItsHead() {
        assertThat(told(Arrays.copyOf(frame(true, 0x1, "x".repeat(MAX + 1)), 4)))
                .containsExactly("refused TOO_BIG");
        assertThat(told(joined(frame(false, 0x1, "x".repeat(MAX)), frame(true, 0x0, "y"))))
                .containsExactly("refused TOO_BIG");
        assertThat(told(new byte[] {(byte) 0x81, (byte) 0xFF, 0, 0, 0, 1, 0, 0, 0, 0}))
                .containsExactly("refused TOO_BIG");
    }

    private List<String> told(byte[] bytes) {
        FrameReaderTest fresh = new FrameReaderTest();
        fresh.reader.feed(bytes);
        return fresh.heard;
    }

    private static byte[] frame(boolean last, int opcode, String text) {
        return masked((last ? 0x80 : 0) | opcode, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] masked(int head, byte[] payload) {
        byte[] mask = {7, 77, 17, 1};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else {
            out.write(0x80 | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        }
        out.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ mask[i % 4]);
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
