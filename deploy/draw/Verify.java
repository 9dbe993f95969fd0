import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes a waiting room's draw again and compares it with the published log. Needs nothing but a JDK, 21 or newer:
 *
 * <pre>
 * java Verify.java log.json [more-pages.json …]
 * java Verify.java https://…/api/events/{id}/waiting-room/log
 * java Verify.java log.json --place 0123…ef       also: where is this place
 * java Verify.java log.json --seed-hash 0123…ef   also: is it the seed that was promised before
 * java Verify.java log.json --root 0123…ef        also: are these the places that were published at the lobby's end
 * </pre>
 *
 * Prints every difference and ends with 0 when there is none, 1 when there are some, 2 when the log cannot be read.
 */
public final class Verify {

    private static final HexFormat HEX = HexFormat.of();
    private static final int PAGES = 10_000;

    private final List<String> differences = new ArrayList<>();
    private final Map<String, Object> draw;
    private final List<Place> places;

    /** One line of the log. */
    private record Place(int number, byte[] id, Integer rank, boolean lobby, boolean fromLine, Instant admittedAt) {}

    private Verify(Map<String, Object> draw, List<Place> places) {
        this.draw = draw;
        this.places = places;
    }

    public static void main(String[] arguments) {
        List<String> sources = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith("--") && i + 1 < arguments.length) {
                options.put(arguments[i].substring(2), arguments[++i]);
            } else {
                sources.add(arguments[i]);
            }
        }
        if (sources.isEmpty()) {
            System.err.println("usage: java Verify.java <log.json … | URL> [--place hex] [--seed-hash hex] [--root hex]");
            System.exit(2);
        }
        try {
            System.exit(read(sources).verify(options) ? 0 : 1);
        } catch (IOException | RuntimeException unreadable) {
            System.err.println("cannot read the log: " + unreadable);
            System.exit(2);
        }
    }

    private boolean verify(Map<String, String> options) {
        byte[] seed = HEX.parseHex(text("seed"));
        byte[] root = HEX.parseHex(text("root"));
        List<Place> lobby = places.stream().filter(Place::lobby).toList();

        check(hex(sha256(seed)).equals(text("seedHash")), "the seed is not the one whose hash was published");
        check(
                hex(sha256(lobby.stream().map(Place::id).sorted(Arrays::compareUnsigned).toArray(byte[][]::new)))
                        .equals(text("root")),
                "the root is not that of the lobby's places");
        check(number("size") == lobby.size(), "the lobby has " + lobby.size() + " places, not " + draw.get("size"));
        promised(options, "seed-hash", "seedHash");
        promised(options, "root", "root");
        unique();
        order(lobby, seed, root, text("beaconValue").getBytes(StandardCharsets.UTF_8));
        arrivals();
        admissions();
        if (options.containsKey("place")) {
            tell(options.get("place"));
        }

        differences.stream().limit(50).forEach(one -> System.out.println("DIFFERENCE: " + one));
        System.out.println(places.size() + " places, " + lobby.size() + " of them drawn, " + differences.size()
                + " differences; beacon: " + draw.get("beaconSource"));
        return differences.isEmpty();
    }

    private void promised(Map<String, String> options, String option, String name) {
        if (options.containsKey(option)) {
            check(options.get(option).equalsIgnoreCase(text(name)), "the " + name + " is not the one you were shown");
        }
    }

    private void unique() {
        Set<Integer> numbers = new HashSet<>();
        Set<Integer> ranks = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (Place place : places) {
            check(numbers.add(place.number()), "number " + place.number() + " was given twice");
            check(ids.add(hex(place.id())), "place " + hex(place.id()) + " is there twice");
            check(place.rank() == null || ranks.add(place.rank()), "rank " + place.rank() + " was given twice");
        }
    }

    /** SHA-256(seed, root, beacon, place id), ascending, gives the lobby's own numbers as ranks. */
    private void order(List<Place> lobby, byte[] seed, byte[] root, byte[] beacon) {
        record Keyed(Place place, byte[] key) {}
        List<Keyed> keyed = new ArrayList<>();
        lobby.forEach(place -> keyed.add(new Keyed(place, sha256(seed, root, beacon, place.id()))));
        keyed.sort(Comparator.comparing(Keyed::key, Arrays::compareUnsigned));
        int[] ranks = lobby.stream().mapToInt(Place::number).sorted().toArray();
        for (int i = 0; i < ranks.length; i++) {
            Place place = keyed.get(i).place();
            check(
                    place.rank() != null && place.rank() == ranks[i],
                    "place " + hex(place.id()) + " has rank " + place.rank() + " and should have " + ranks[i]);
        }
    }

    /** Who came after the lobby stands in the order of coming, behind it. */
    private void arrivals() {
        int lastDrawn = places.stream().filter(Place::lobby).mapToInt(Place::number).max().orElse(0);
        for (Place place : places) {
            if (!place.lobby() && place.fromLine() && place.rank() != null) {
                check(
                        place.rank() == place.number() && place.number() > lastDrawn,
                        "place " + hex(place.id()) + " came as number " + place.number() + " and has rank " + place.rank());
            }
        }
    }

    /** Nobody was admitted before somebody with a lower rank who was admitted too. */
    private void admissions() {
        List<Place> admitted = places.stream()
                .filter(place -> place.admittedAt() != null && place.fromLine() && place.rank() != null)
                .sorted(Comparator.comparing(Place::rank))
                .toList();
        for (int i = 1; i < admitted.size(); i++) {
            check(
                    !admitted.get(i).admittedAt().isBefore(admitted.get(i - 1).admittedAt()),
                    "rank " + admitted.get(i).rank() + " was admitted before rank " + admitted.get(i - 1).rank());
        }
    }

    private void tell(String wanted) {
        places.stream()
                .filter(place -> hex(place.id()).equalsIgnoreCase(wanted))
                .findFirst()
                .ifPresentOrElse(
                        place -> System.out.println("your place: number " + place.number() + ", rank " + place.rank()
                                + ", admitted " + place.admittedAt()),
                        () -> check(false, "your place " + wanted + " is not in the log"));
    }

    private void check(boolean holds, String difference) {
        if (!holds) {
            differences.add(difference);
        }
    }

    private String text(String name) {
        if (!(draw.get(name) instanceof String text)) {
            throw new IllegalArgumentException("the draw has no " + name + "; was it made yet?");
        }
        return text;
    }

    private int number(String name) {
        return ((Number) draw.get(name)).intValue();
    }

    private static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Verify read(List<String> sources) throws IOException {
        Map<String, Object> draw = null;
        List<Place> places = new ArrayList<>();
        for (String source : sources) {
            String next = source;
            for (int page = 0; next != null && page < PAGES; page++) {
                boolean web = next.startsWith("http://") || next.startsWith("https://");
                Map<String, Object> log = Json.object(web ? download(next) : Files.readString(Path.of(next)));
                Map<String, Object> its = Json.object(log.get("draw"));
                if (draw != null && !draw.equals(its)) {
                    throw new IllegalArgumentException("these are pages of different draws");
                }
                draw = its;
                ((List<?>) log.get("places")).forEach(place -> places.add(place(Json.object(place))));
                next = web && log.get("next") != null
                        ? source + (source.contains("?") ? "&" : "?") + "after=" + log.get("next")
                        : null;
            }
        }
        return new Verify(draw, places);
    }

    private static Place place(Map<String, Object> json) {
        Object rank = json.get("rank");
        Object admitted = json.get("admittedAt");
        return new Place(
                ((Number) json.get("number")).intValue(),
                HEX.parseHex((String) json.get("placeId")),
                rank == null ? null : ((Number) rank).intValue(),
                (Boolean) json.get("lobby"),
                (Boolean) json.get("fromLine"),
                admitted == null ? null : Instant.parse((String) admitted));
    }

    private static String download(String url) throws IOException {
        try (HttpClient http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60)).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(url + " answered " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    /** As much of JSON (RFC 8259) as the log needs, and a refusal of everything else. */
    private static final class Json {
        private final String text;
        private int at;

        private Json(String text) {
            this.text = text;
        }

        @SuppressWarnings("unchecked")
        static Map<String, Object> object(Object value) {
            Object read = value;
            if (value instanceof String text) {
                Json json = new Json(text);
                read = json.value();
                json.space();
                if (json.at != text.length()) {
                    throw new IllegalArgumentException("something follows the document");
                }
            }
            if (!(read instanceof Map<?, ?>)) {
                throw new IllegalArgumentException("not a JSON object");
            }
            return (Map<String, Object>) read;
        }

        private Object value() {
            space();
            return switch (peek()) {
                case '{' -> members();
                case '[' -> elements();
                case '"' -> string();
                case 't' -> word("true", Boolean.TRUE);
                case 'f' -> word("false", Boolean.FALSE);
                case 'n' -> word("null", null);
                default -> numeral();
            };
        }

        private Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            take('{');
            for (space(); peek() != '}'; space()) {
                if (!members.isEmpty()) {
                    take(',');
                    space();
                }
                String name = string();
                space();
                take(':');
                members.put(name, value());
            }
            take('}');
            return members;
        }

        private List<Object> elements() {
            List<Object> elements = new ArrayList<>();
            take('[');
            for (space(); peek() != ']'; space()) {
                if (!elements.isEmpty()) {
                    take(',');
                }
                elements.add(value());
            }
            take(']');
            return elements;
        }

        private String string() {
            take('"');
            StringBuilder string = new StringBuilder();
            while (peek() != '"') {
                char letter = text.charAt(at++);
                if (letter == '\\') {
                    char escaped = text.charAt(at++);
                    switch (escaped) {
                        case 'n' -> string.append('\n');
                        case 't' -> string.append('\t');
                        case 'r' -> string.append('\r');
                        case 'b' -> string.append('\b');
                        case 'f' -> string.append('\f');
                        case 'u' -> {
                            string.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                            at += 4;
                        }
                        default -> string.append(escaped);
                    }
                } else {
                    string.append(letter);
                }
            }
            take('"');
            return string.toString();
        }

        private Number numeral() {
            int from = at;
            while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            String numeral = text.substring(from, at);
            return numeral.matches("-?\\d+") ? (Number) Long.valueOf(numeral) : (Number) Double.valueOf(numeral);
        }

        private Object word(String word, Object meaning) {
            if (!text.startsWith(word, at)) {
                throw new IllegalArgumentException("not JSON at " + at);
            }
            at += word.length();
            return meaning;
        }

        private char peek() {
            if (at >= text.length()) {
                throw new IllegalArgumentException("the document ends too early");
            }
            return text.charAt(at);
        }

        private void take(char expected) {
            if (peek() != expected) {
                throw new IllegalArgumentException("expected " + expected + " at " + at);
            }
            at++;
        }

        private void space() {
            while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }
    }
}
