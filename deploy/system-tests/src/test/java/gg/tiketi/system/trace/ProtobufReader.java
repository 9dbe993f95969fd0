package gg.tiketi.system.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One message in protobuf's wire format (protobuf.dev, "Encoding"): its fields by number, whatever they are called. */
final class ProtobufReader {

    /** @param value of a field of any of the fixed or variable sizes; @param bytes of a text, bytes or message */
    private record Field(int number, long value, byte[] bytes) {}

    private static final byte[] NONE = {};

    private final List<Field> fields = new ArrayList<>();

    ProtobufReader(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            int number = (int) (tag >>> 3);
            switch ((int) tag & 7) {
                case 0 -> fields.add(new Field(number, varint(in), NONE));
                case 1 -> fields.add(new Field(number, in.getLong(), NONE));
                case 2 -> {
                    byte[] bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    fields.add(new Field(number, 0, bytes));
                }
                case 5 -> fields.add(new Field(number, in.getInt(), NONE));
                default -> throw new IllegalArgumentException("no wire type: " + tag);
            }
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }

    boolean has(int number) {
        return fields.stream().anyMatch(field -> field.number() == number);
    }

    List<ProtobufReader> messages(int number) {
        return fields.stream()
                .filter(field -> field.number() == number)
                .map(field -> new ProtobufReader(field.bytes()))
                .toList();
    }

    /** The bytes of a field, none if it is not there. */
    byte[] bytes(int number) {
        return fields.stream()
                .filter(field -> field.number() == number)
                .map(Field::bytes)
                .reduce(NONE, (earlier, later) -> later);
    }

    String text(int number) {
        return new String(bytes(number), StandardCharsets.UTF_8);
    }

    /** The number of a field, 0 if it is not there. */
    long number(int number) {
        return fields.stream()
                .filter(field -> field.number() == number)
                .mapToLong(Field::value)
                .reduce(0, (earlier, later) -> later);
    }
}
