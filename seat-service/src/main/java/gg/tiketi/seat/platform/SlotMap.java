package gg.tiketi.seat.platform;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Which server of a cluster has which of its 16384 slots, and which slot a key belongs to. */
final class SlotMap {

    /** Slots of every Redis Cluster. */
    static final int SLOTS = 16_384;

    private static final int POLYNOMIAL = 0x1021;

    private final NavigableMap<Integer, Range> ranges = new TreeMap<>();

    /** The server with the slots from one to another, both included. */
    record Range(int from, int to, String address) {}

    private SlotMap(List<Range> ranges) {
        ranges.forEach(range -> this.ranges.put(range.from(), range));
    }

    /** The map of a cluster. */
    static SlotMap of(List<Range> ranges) {
        return new SlotMap(ranges);
    }

    /** One server has everything. */
    static SlotMap single(String address) {
        return new SlotMap(List.of(new Range(0, SLOTS - 1, address)));
    }

    /** The server that has the key; empty when no server has its slot. */
    Optional<String> address(String key) {
        int slot = slot(key);
        Map.Entry<Integer, Range> found = ranges.floorEntry(slot);
        return found == null || found.getValue().to() < slot
                ? Optional.empty()
                : Optional.of(found.getValue().address());
    }

    /** Every server with slots, once. */
    List<String> addresses() {
        return ranges.values().stream().map(Range::address).distinct().toList();
    }

    /** The key's slot: CRC-16 (XMODEM) of its hash tag, or of the whole key. */
    static int slot(String key) {
        int open = key.indexOf('{');
        int close = open < 0 ? -1 : key.indexOf('}', open + 1);
        String hashed = close > open + 1 ? key.substring(open + 1, close) : key;
        int crc = 0;
        for (byte letter : hashed.getBytes(StandardCharsets.UTF_8)) {
            crc ^= (letter & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
            }
            crc &= 0xffff;
        }
        return crc % SLOTS;
    }
}
