package gg.tiketi.gateway.route;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exchange of HTTP on a tunnel's connection to a service (RFC 6455 section 4): the request as bytes, and the
 * answer as it arrives. Written here because an HTTP client would keep its own objects for as long as the tunnel lives.
 */
final class ServiceHandshake {

    /** A service's head and its problem document are small. */
    private static final int MAX_BYTES = 16_384;

    private static final int SWITCHING_PROTOCOLS = 101;

    private final ByteBuf read = Unpooled.buffer(512, MAX_BYTES);
    private @Nullable Answer answer;
    private int bodyLength;

    /**
     * What the service said.
     *
     * @param status 101 when it took the upgrade
     * @param headers of the answer
     * @param rest what follows the head: a refusal's body, or the first frames
     */
    record Answer(int status, MultiMap headers, ByteBuf rest) {

        boolean isUpgrade() {
            return status == SWITCHING_PROTOCOLS;
        }
    }

    /** The answer is not HTTP/1.1, or too large. */
    static final class Malformed extends java.io.IOException {

        private static final long serialVersionUID = 1L;

        Malformed(String why) {
            super(why);
        }
    }

    /** The request; headers were checked when they were read, so none has a line break in it. */
    static ByteBuf request(String pathAndQuery, String authority, MultiMap headers) {
        StringBuilder text = new StringBuilder("GET ")
                .append(pathAndQuery)
                .append(" HTTP/1.1\r\nhost: ")
                .append(authority);
        for (Map.Entry<String, String> header : headers) {
            text.append("\r\n").append(header.getKey()).append(": ").append(header.getValue());
        }
        text.append("\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n");
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    /** Takes the next bytes; the answer as soon as all of it is there. */
    Optional<Answer> take(ByteBuf bytes) throws Malformed {
        if (read.writerIndex() + bytes.readableBytes() > MAX_BYTES && (answer == null || !answer.isUpgrade())) {
            throw new Malformed("answer too large");
        }
        read.writeBytes(bytes);
        if (answer == null) {
            int end = headEnd();
            if (end < 0) {
                return Optional.empty();
            }
            String head =
                    read.readCharSequence(end, StandardCharsets.ISO_8859_1).toString();
            read.skipBytes(4);
            answer = parse(head);
        }
        return answer.isUpgrade() || read.readableBytes() >= bodyLength ? Optional.of(answer) : Optional.empty();
    }

    private int headEnd() {
        for (int i = read.readerIndex(); i + 3 < read.writerIndex(); i++) {
            if (read.getByte(i) == '\r'
                    && read.getByte(i + 1) == '\n'
                    && read.getByte(i + 2) == '\r'
                    && read.getByte(i + 3) == '\n') {
                return i - read.readerIndex();
            }
        }
        return -1;
    }

    private Answer parse(String head) throws Malformed {
        String[] lines = head.split("\r\n", -1);
        String[] first = lines[0].split(" ", 3);
        if (first.length < 2 || !first[0].equals("HTTP/1.1") || !first[1].matches("[1-5]\\d\\d")) {
            throw new Malformed("not HTTP/1.1");
        }
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0) {
                throw new Malformed("a header without a name");
            }
            headers.add(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
        }
        bodyLength = bodyLength(headers.get(HttpHeaders.CONTENT_LENGTH));
        return new Answer(Integer.parseInt(first[1]), headers, read);
    }

    private static int bodyLength(@Nullable String header) throws Malformed {
        if (header == null) {
            return 0;
        }
        try {
            return Math.clamp(Long.parseLong(header), 0, MAX_BYTES);
        } catch (NumberFormatException malformed) {
            throw new Malformed("content-length");
        }
    }
}
