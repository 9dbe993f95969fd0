package gg.tiketi.seat.live.websocket;

/** Why a connection ends; codes below 4000 are those of RFC 6455, the others are ours, near the HTTP status meant. */
public enum CloseCode {
    NORMAL(1000, ""),
    GOING_AWAY(1001, "restarting"),
    PROTOCOL_ERROR(1002, "not a valid frame"),
    UNSUPPORTED(1003, "text messages only"),
    NOT_UTF8(1007, "not UTF-8"),
    TOO_BIG(1009, "message too big"),
    BROKEN(1011, "try again"),
    TRY_LATER(1013, "try again later"),
    NO_SUCH_EVENT(4404, "no such event"),
    TOO_SLOW(4408, "too slow"),
    TOO_MANY_MESSAGES(4429, "too many messages");

    private final int code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** The number in the close frame. */
    public int code() {
        return code;
    }

    /** A few English words for a developer. */
    public String reason() {
        return reason;
    }
}
