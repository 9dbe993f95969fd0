package gg.tiketi.seat.live;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Frames from server to client as they go over the wire (RFC 6455 section 5.2), for what is sent to many. A frame's bytes
 * lie outside of the heap, so that thousands of connections send the same ones without a copy; they go when nobody refers
 * to them any more. Each write needs a {@link ByteBuf#duplicate()} of its own.
 */
final class Frames {

    private static final int WHOLE_TEXT = 0x81;
    private static final int WHOLE_PING = 0x89;
    private static final int SHORT = 125;
    private static final int LENGTH_OF_16_BITS = 126;
    private static final int LENGTH_OF_64_BITS = 127;
    private static final int MAX_16_BITS = 0xFFFF;
    private static final int LONGEST_HEADER = 10;

    private Frames() {}

    /** A text message in one frame. */
    static ByteBuf text(String text) {
        return frame(WHOLE_TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A ping without payload; every WebSocket client answers it by itself. */
    static ByteBuf ping() {
        return frame(WHOLE_PING, new byte[0]);
    }

    private static ByteBuf frame(int head, byte[] payload) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(LONGEST_HEADER + payload.length);
        bytes.put((byte) head);
        if (payload.length <= SHORT) {
            bytes.put((byte) payload.length);
        } else if (payload.length <= MAX_16_BITS) {
            bytes.put((byte) LENGTH_OF_16_BITS).putShort((short) payload.length);
        } else {
            bytes.put((byte) LENGTH_OF_64_BITS).putLong(payload.length);
        }
        bytes.put(payload).flip();
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes));
    }
}
