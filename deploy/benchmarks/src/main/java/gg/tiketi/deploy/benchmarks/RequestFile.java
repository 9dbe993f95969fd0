package gg.tiketi.deploy.benchmarks;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Prepared requests in the form that the load generator reads.
 *
 * @param keys the idempotency key of each request, empty where there are none
 */
record RequestFile(Path file, List<String> keys) {

    /** Separates a request's headers. */
    private static final String SEPARATOR = "\u001f";

    /** One who asks for seats by label. */
    record Wish(String token, List<String> seats) {}

    /** Reservations of the wishes, each with a key of its own. */
    static RequestFile reservations(Path file, SaleEvent event, String keyPrefix, List<Wish> wishes)
            throws IOException {
        List<String> keys = new ArrayList<>(wishes.size());
        try (Writer out = Files.newBufferedWriter(file)) {
            for (Wish wish : wishes) {
                String key = keyPrefix + "-" + keys.size();
                keys.add(key);
                String labels =
                        wish.seats().stream().map(seat -> '"' + seat + '"').collect(Collectors.joining(","));
                out.write("POST " + event.path() + "/reservations\tAuthorization: Bearer " + wish.token() + SEPARATOR
                        + "Idempotency-Key: " + key + "\t{\"seats\":[" + labels + "]}\n");
            }
        }
        return new RequestFile(file, keys);
    }

    /** One question, to be repeated. */
    static RequestFile question(Path file, String path, String... headers) throws IOException {
        Files.writeString(file, "GET " + path + "\t" + String.join(SEPARATOR, headers) + "\t\n");
        return new RequestFile(file, List.of());
    }
}
