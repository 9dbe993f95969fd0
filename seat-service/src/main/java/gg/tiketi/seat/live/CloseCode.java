package gg.tiketi.seat.live;

import io.quarkus.websockets.next.CloseReason;
import java.util.Arrays;
import java.util.Optional;

/** Why we end a connection; codes below 4000 are those of RFC 6455, the others are ours, near the HTTP status meant. */
enum CloseCode {
    GOING_AWAY(1001, "restarting"),
    PROTOCOL_ERROR(1002, "not a valid frame"),
    UNSUPPORTED(1003, "text messages only"),
    TOO_BIG(1009, "message too big"),
    BROKEN(1011, "try again"),
    TRY_LATER(1013, "try again later"),
    NO_SUCH_EVENT(4404, "no such event"),
    TOO_SLOW(4408, "too slow"),
    TOO_MANY_MESSAGES(4429, "too many messages");

    private final CloseReason reason;

    CloseCode(int code, String words) {
        this.reason = new CloseReason(code, words);
    }

    /** The one with the number, if it is one of these. */
    static Optional<CloseCode> of(int code) {
        return Arrays.stream(values()).filter(known -> known.code() == code).findFirst();
    }

    /** The number in the close frame. */
    int code() {
        return reason.getCode();
    }

    /** The number, and a few English words for a developer. */
    CloseReason reason() {
        return reason;
    }
}
