package gg.tiketi.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What {@code GET …/seats} and a snapshot tell.
 *
 * @param states of every seat in plan order
 */
public record Seats(long epoch, long version, List<Integer> states, JsonNode counts) {

    static final int AVAILABLE = 0;
    static final int HELD = 1;
    static final int SOLD = 2;

    /** Reads the answer or frame of an event with so many seats. */
    public static Seats read(JsonNode from, int size) {
        byte[] codes = Base64.getDecoder().decode(from.path("states").asText());
        if (codes.length != (size + 3) / 4) {
            throw new AssertionError(codes.length + " bytes for " + size + " seats");
        }
        List<Integer> states = IntStream.range(0, size)
                .mapToObj(seat -> codes[seat / 4] >> (seat % 4 * 2) & 3)
                .toList();
        return new Seats(from.path("epoch").asLong(), from.path("version").asLong(), states, from.path("counts"));
    }

    /** Whether this is no older than the other. */
    boolean isAtLeast(Seats other) {
        return epoch != other.epoch ? epoch > other.epoch : version >= other.version;
    }

    /** How many seats are in the state. */
    long count(int state) {
        return states.stream().filter(one -> one == state).count();
    }
}
