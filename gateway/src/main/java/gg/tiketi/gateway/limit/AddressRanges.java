package gg.tiketi.gateway.limit;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ranges of IP addresses; a text that is no address is in none of them and no name is ever looked up. */
final class AddressRanges {

    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private final List<Range> ranges;

    private record Range(byte[] first, int bits) {

        boolean contains(byte[] address) {
            if (address.length != first.length) {
                return false;
            }
            int whole = bits / 8;
            int rest = bits % 8;
            int mask = 0xFF << (8 - rest) & 0xFF;
            return Arrays.equals(address, 0, whole, first, 0, whole)
                    && (rest == 0 || (address[whole] & mask) == (first[whole] & mask));
        }
    }

    /** Of texts such as {@code 10.0.0.0/8}; a single address needs no length. */
    AddressRanges(List<String> texts) {
        this.ranges = texts.stream().map(AddressRanges::parse).toList();
    }

    private static Range parse(String text) {
        String[] parts = text.strip().split("/", 2);
        byte[] first = bytes(parts[0]);
        if (first == null) {
            throw new IllegalArgumentException("not a range of addresses: " + text);
        }
        int bits = parts.length == 1 ? first.length * 8 : Integer.parseInt(parts[1]);
        if (bits < 0 || bits > first.length * 8) {
            throw new IllegalArgumentException("not a range of addresses: " + text);
        }
        return new Range(first, bits);
    }

    boolean contain(String address) {
        if (ranges.isEmpty()) {
            return false;
        }
        byte[] bytes = bytes(address);
        return bytes != null && ranges.stream().anyMatch(range -> range.contains(bytes));
    }

    /** Who is counted as one: an IPv4 address, or the network of an IPv6 address, of which everybody has plenty. */
    static String network(String address) {
        byte[] bytes = address.indexOf(':') < 0 ? null : bytes(address);
        return bytes == null || bytes.length < IPV6_BYTES
                ? address
                : NetUtil.bytesToIpAddress(Arrays.copyOf(Arrays.copyOf(bytes, NETWORK_BYTES), IPV6_BYTES));
    }

    /** IPv4 in IPv6 is IPv4. */
    private static byte @Nullable [] bytes(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        boolean isMapped = bytes != null
                && bytes.length == IPV6_BYTES
                && Arrays.equals(bytes, 0, 10, new byte[10], 0, 10)
                && bytes[10] == (byte) 0xFF
                && bytes[11] == (byte) 0xFF;
        return isMapped ? Arrays.copyOfRange(bytes, 12, IPV6_BYTES) : bytes;
    }
}
