package gg.tiketi.seat.live.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Frames from server to client as they go over the wire (RFC 6455 section 5). A frame's bytes lie outside of the heap, so
 * that thousands of connections send the same ones without a copy; they go when nobody refers to them any more. Each
 * write needs a {@link ByteBuf#duplicate()} of its own.
 */
public final class Frames {

    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;
    static final int FINAL = 0x80;

    private static final int SHORT = 125;
    private static final int LENGTH_OF_16_BITS = 126;
    private static final int LENGTH_OF_64_BITS = 127;
    private static final int MAX_16_BITS = 0xFFFF;
    private static final int LONGEST_HEADER = 10;

    private static final ByteBuf EMPTY_PING = frame(PING, new byte[0]);

    private Frames() {}

    /** A text message in one frame. */
    public static ByteBuf text(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A ping without payload; every WebSocket client answers it by itself. */
    public static ByteBuf ping() {
        return EMPTY_PING;
    }

    /** The answer to a ping, with its payload of at most 125 bytes. */
    public static ByteBuf pong(byte[] payload) {
        return frame(PONG, payload);
    }

    /** The last frame of a connection. */
    public static ByteBuf close(CloseCode why) {
        byte[] reason = why.reason().getBytes(StandardCharsets.UTF_8);
        byte[] payload = ByteBuffer.allocate(2 + reason.length)
                .putShort((short) why.code())
                .put(reason)
                .array();
        return frame(CLOSE, payload);
    }

    private static ByteBuf frame(int opcode, byte[] payload) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(LONGEST_HEADER + payload.length);
        bytes.put((byte) (FINAL | opcode));
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
