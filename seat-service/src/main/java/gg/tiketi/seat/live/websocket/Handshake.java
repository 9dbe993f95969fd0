package gg.tiketi.seat.live.websocket;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client's wish for a WebSocket (RFC 6455 section 4.2.1). Extensions are not offered: what would be compressed is
 * shared by all watchers and small.
 *
 * @param key the client's random key
 * @param protocols the subprotocols that the client offers, in its order
 */
public record Handshake(String key, List<String> protocols) {

    /** The subprotocol of the feed, for clients that offer any. */
    public static final String PROTOCOL = "tiketi.live";

    /** A client that offers {@code tiketi.token.} with its access token behind is signed in from the start. */
    public static final String TOKEN_PREFIX = "tiketi.token.";

    /** The only version there is. */
    public static final String VERSION = "13";

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    /** Reads the headers of a request; empty when they ask for no WebSocket of version 13. */
    public static Optional<Handshake> of(MultiMap headers) {
        String key = headers.get("Sec-WebSocket-Key");
        boolean isUpgrade = "websocket".equalsIgnoreCase(headers.get("Upgrade"))
                && elements(headers.getAll("Connection")).stream().anyMatch("upgrade"::equalsIgnoreCase);
        if (!isUpgrade || !VERSION.equals(headers.get("Sec-WebSocket-Version")) || !isKey(key)) {
            return Optional.empty();
        }
        return Optional.of(new Handshake(key, elements(headers.getAll("Sec-WebSocket-Protocol"))));
    }

    /** What proves to the client that its request was understood. */
    public String accept() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The subprotocol to answer with; none when the client offered none that we speak. */
    public Optional<String> protocol() {
        return protocols.contains(PROTOCOL) ? Optional.of(PROTOCOL) : Optional.empty();
    }

    /** The access token that came with the subprotocols. */
    public Optional<String> token() {
        return protocols.stream()
                .filter(protocol -> protocol.startsWith(TOKEN_PREFIX))
                .map(protocol -> protocol.substring(TOKEN_PREFIX.length()))
                .findFirst();
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static List<String> elements(List<String> headers) {
        return headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }
}
