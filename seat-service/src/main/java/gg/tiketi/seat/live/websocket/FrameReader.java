package gg.tiketi.seat.live.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what one client sends (RFC 6455 section 5): masked frames, small text messages, whole or in pieces. Nothing is
 * kept but the beginning of an unfinished message, which is never longer than a message may be. The first thing that is
 * not allowed ends the reading; what follows is ignored.
 */
public final class FrameReader {

    private static final int RESERVED_BITS = 0x70;
    private static final int OPCODE_BITS = 0x0F;
    private static final int MASKED = 0x80;
    private static final int LENGTH_BITS = 0x7F;
    private static final int LENGTH_OF_16_BITS = 126;
    private static final int CONTROL = 0x8;
    private static final int LONGEST_CONTROL = 125;
    private static final int CONTINUATION = 0;
    private static final int MASK_BYTES = 4;
    private static final byte[] NOTHING = {};

    private final int maxMessageBytes;
    private final Listener listener;
    private byte[] unread = NOTHING;
    private byte[] message = NOTHING;
    private boolean inMessage;
    private boolean ended;

    /** Takes what was read, on the thread that feeds. */
    public interface Listener {

        /** A whole text message. */
        void text(String text);

        /** A ping that wants its payload back. */
        void ping(byte[] payload);

        /** The answer to a ping. */
        void pong();

        /** The client ends the connection. */
        void closed();

        /** The client sent what it may not; nothing more is read. */
        void refused(CloseCode why);
    }

    /** A frame's head: where its payload begins and ends in the bytes at hand. */
    private record Head(boolean last, int opcode, int maskAt, int payloadAt, int end) {}

    /** Reads text messages of at most so many bytes, at most 65,535. */
    public FrameReader(int maxMessageBytes, Listener listener) {
        this.maxMessageBytes = maxMessageBytes;
        this.listener = listener;
    }

    /** Takes the next bytes of the connection. */
    public void feed(byte[] bytes) {
        byte[] all = unread.length == 0 ? bytes : joined(unread, bytes);
        int at = 0;
        while (!ended && at < all.length) {
            int taken = frame(all, at);
            if (taken == 0) {
                break;
            }
            at += taken;
        }
        unread = ended || at == all.length ? NOTHING : Arrays.copyOfRange(all, at, all.length);
    }

    /** Reads one frame; returns its length, 0 when it is not all there. */
    private int frame(byte[] bytes, int at) {
        if (bytes.length - at < 2) {
            return 0;
        }
        int first = bytes[at];
        int second = bytes[at + 1];
        int length = second & LENGTH_BITS;
        boolean isControl = (first & CONTROL) != 0;
        boolean isFinal = (first & Frames.FINAL) != 0;
        if ((first & RESERVED_BITS) != 0
                || (second & MASKED) == 0
                || (isControl && (!isFinal || length > LONGEST_CONTROL))) {
            return refuse(CloseCode.PROTOCOL_ERROR);
        }
        int maskAt = at + 2;
        if (length == LENGTH_OF_16_BITS) {
            if (bytes.length - at < 4) {
                return 0;
            }
            length = Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(at + 2));
            maskAt += 2;
        } else if (length > LENGTH_OF_16_BITS) {
            return refuse(CloseCode.TOO_BIG);
        }
        if (!isControl && message.length + length > maxMessageBytes) {
            return refuse(CloseCode.TOO_BIG);
        }
        Head head = new Head(isFinal, first & OPCODE_BITS, maskAt, maskAt + MASK_BYTES, maskAt + MASK_BYTES + length);
        if (bytes.length < head.end()) {
            return 0;
        }
        take(head, unmasked(bytes, head));
        return head.end() - at;
    }

    private void take(Head head, byte[] payload) {
        switch (head.opcode()) {
            case CONTINUATION -> piece(head.last(), inMessage, payload);
            case Frames.TEXT -> piece(head.last(), !inMessage, payload);
            case Frames.BINARY -> refuse(CloseCode.UNSUPPORTED);
            case Frames.PING -> listener.ping(payload);
            case Frames.PONG -> listener.pong();
            case Frames.CLOSE -> {
                ended = true;
                listener.closed();
            }
            default -> refuse(CloseCode.PROTOCOL_ERROR);
        }
    }

    private void piece(boolean last, boolean inOrder, byte[] payload) {
        if (!inOrder) {
            refuse(CloseCode.PROTOCOL_ERROR);
            return;
        }
        message = message.length == 0 ? payload : joined(message, payload);
        inMessage = !last;
        if (last) {
            byte[] whole = message;
            message = NOTHING;
            tell(whole);
        }
    }

    private void tell(byte[] whole) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(whole))
                    .toString();
        } catch (CharacterCodingException malformed) {
            refuse(CloseCode.NOT_UTF8);
            return;
        }
        listener.text(text);
    }

    private int refuse(CloseCode why) {
        ended = true;
        listener.refused(why);
        return 0;
    }

    private static byte[] unmasked(byte[] bytes, Head head) {
        byte[] payload = Arrays.copyOfRange(bytes, head.payloadAt(), head.end());
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= bytes[head.maskAt() + (i & 3)];
        }
        return payload;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
