package gg.tiketi.auth.platform;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Where a request came from, for whoever counts or writes down what it did.
 *
 * @param requestId the request's id in every log line and answer, if there is a request
 * @param address the caller's IP address as the gateway saw it; never stored or logged as it is
 */
public record Origin(@Nullable String requestId, String address) {

    /** Something the service does by itself, such as at its start. */
    public static final Origin SERVICE = new Origin(null, "");

    private static final int IPV4_KEPT_BYTES = 3;
    private static final int IPV6_KEPT_BYTES = 6;
    private static final int IPV6_CUSTOMER_BYTES = 8;

    /** The origin of the request that is being answered. */
    public static Origin of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        String address = remote == null ? null : remote.hostAddress();
        Object requestId = MDC.get("requestId");
        return new Origin(requestId == null ? null : requestId.toString(), address == null ? "" : address);
    }

    /** The network of the address, {@code 203.0.113.0/24} or an IPv6 /48, which names no household; null if unknown. */
    public @Nullable String network() {
        try {
            InetAddress literal = InetAddress.ofLiteral(address);
            int kept = literal instanceof Inet6Address ? IPV6_KEPT_BYTES : IPV4_KEPT_BYTES;
            byte[] bytes = literal.getAddress();
            Arrays.fill(bytes, kept, bytes.length, (byte) 0);
            return InetAddress.getByAddress(bytes).getHostAddress() + "/" + kept * Byte.SIZE;
        } catch (IllegalArgumentException | java.net.UnknownHostException noAddress) {
            return null;
        }
    }

    /** What stands for one household or office: an IPv4 address, or the IPv6 /64 that one customer has. */
    public String household() {
        try {
            if (InetAddress.ofLiteral(address) instanceof Inet6Address literal) {
                return HexFormat.of().formatHex(literal.getAddress(), 0, IPV6_CUSTOMER_BYTES);
            }
        } catch (IllegalArgumentException noAddress) {
            // As it is, then.
        }
        return address;
    }

    /** Never shows the address. */
    @Override
    public String toString() {
        return "Origin " + requestId;
    }
}
