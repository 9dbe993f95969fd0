package gg.tiketi.system.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Draws requests that are wrong in one or a few respects, from what an operation's description allows: the closer to a
 * good request, the deeper it gets. The same random numbers draw the same requests, but for ids that a run makes.
 */
final class Rubbish {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEP = 3_000;
    private static final int LONG = 30_000;
    // Longer request lines are refused by the HTTP parser, without a problem.
    private static final int LONGEST_QUERY = 5_000;
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "\uD800",
            "\u202E\u200B\uFEFF",
            "김하나 👩‍👩‍👧‍👦 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞",
            "İıſK",
            "'; DROP TABLE seat; --",
            "%' OR 1=1 --",
            "\\",
            "%",
            "_",
            "../../../etc/passwd",
            "${jndi:ldap://127.0.0.1:9/x}",
            "{{7*7}}#{7*7}",
            "<script>alert(1)</script>",
            "\r\nSet-Cookie: a=b",
            "null",
            "true",
            "NaN",
            "-1",
            "0",
            "1e309",
            "99999999999999999999",
            "2026-13-45",
            "2026-02-30T25:61:61Z",
            "+999999999-12-31T23:59:59Z",
            "-999999999-01-01",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "1-1-1-1-1",
            "VIP-1-1",
            "A-1-2147483648",
            "card",
            "1:1",
            "9223372036854775807:9223372036854775807",
            "-1:-1");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-1",
            "1",
            "1.5",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "1e5",
            "1e-5",
            "1e400",
            "1E999999999",
            "123456789012345678901234567890");
    private static final List<String> CONTENT_TYPES = List.of(
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json; charset=utf-16",
            "application/json; charset=nonsense",
            "application/json;",
            "application/merge-patch+json",
            "application/x-java-serialized-object",
            "*/*",
            "json",
            "a/b/c",
            "");
    private static final List<String> ACCEPTS = List.of(
            "*/*",
            "text/html",
            "application/xml",
            "application/json;q=0",
            "nonsense",
            "a/b;q=x",
            "image/png,*/*;q=0.1");
    private static final List<String> LANGUAGES =
            List.of("en", "ko", "*", "xx-XX;q=9", "a".repeat(3_000), "en;q=0.1, ko;q=x", ",,,");

    private final Random random;

    Rubbish(Random random) {
        this.random = random;
    }

    /**
     * A request as it goes on the wire.
     *
     * @param target path and query, encoded
     * @param headers besides Host and Authorization
     * @param body nothing, or bytes that need not be text
     */
    record Request(String method, String target, Map<String, String> headers, byte @Nullable [] body) {}

    /**
     * One request to the operation.
     *
     * @param good ids that exist, by the name of their parameter
     */
    Request draw(Api api, Api.Operation operation, Map<String, List<String>> good) {
        Map<String, String> headers = new TreeMap<>();
        String query = query(operation);
        String target = target(operation, good) + (query.length() > LONGEST_QUERY ? "" : query);
        headers(operation, headers);
        byte[] body = body(api, operation, headers);
        return new Request(operation.method(), target, headers, body);
    }

    private String target(Api.Operation operation, Map<String, List<String>> good) {
        String path = operation.path();
        for (Api.Parameter parameter : operation.parameters()) {
            if (parameter.in().equals("path")) {
                List<String> known = good.getOrDefault(parameter.name(), List.of());
                String value = known.isEmpty() || random.nextInt(4) == 0 ? pathText() : pick(known);
                path = path.replace("{" + parameter.name() + "}", value);
            }
        }
        return path;
    }

    /** Mostly an id that nobody has; a rest that is no id. */
    private String pathText() {
        return switch (random.nextInt(4)) {
            case 0 -> uuid();
            case 1 -> uuid().toUpperCase(Locale.ROOT).replace('-', pick(List.of('-', '_', '.')));
            case 2 -> "x".repeat(random.nextInt(2_000) + 1);
            default -> {
                String text = encode(pick(TEXTS));
                yield text.isEmpty() ? "-" : text;
            }
        };
    }

    private String query(Api.Operation operation) {
        List<String> pairs = new ArrayList<>();
        for (Api.Parameter parameter : operation.parameters()) {
            if (parameter.in().equals("query") && random.nextInt(3) == 0) {
                String value = random.nextInt(3) == 0 ? goodText(parameter.schema()) : pick(TEXTS);
                pairs.add(parameter.name() + "=" + encode(random.nextInt(20) == 0 ? "9".repeat(4_000) : value));
            }
        }
        if (random.nextInt(6) == 0) {
            pairs.add(encode(pick(TEXTS)) + "=" + encode(pick(TEXTS)));
        }
        if (random.nextInt(10) == 0) {
            pairs.addAll(pairs);
        }
        if (random.nextInt(20) == 0) {
            pairs.add(pick(List.of("&&&", "=", "a", "%00=%00", "status=all", "page=1&page=2", "size=1000000")));
        }
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private void headers(Api.Operation operation, Map<String, String> headers) {
        headers.put("Idempotency-Key", random.nextInt(6) == 0 ? headerText() : uuid());
        if (random.nextInt(6) == 0) {
            headers.put("Accept", pick(ACCEPTS));
        }
        if (random.nextInt(6) == 0) {
            headers.put("Accept-Language", pick(LANGUAGES));
        }
        for (Api.Parameter parameter : operation.parameters()) {
            if (parameter.in().equals("header") && random.nextInt(4) == 0) {
                headers.put(parameter.name(), headerText());
            }
        }
        if (random.nextInt(12) == 0) {
            headers.put(
                    pick(List.of(
                            "If-None-Match", "If-Match", "X-Request-Id", "Cookie", "Range", "Origin", "Tiketi-Client")),
                    headerText());
        }
    }

    private byte @Nullable [] body(Api api, Api.Operation operation, Map<String, String> headers) {
        JsonNode schema = operation.body();
        if (schema == null && random.nextInt(10) > 0) {
            return null;
        }
        headers.put("Content-Type", random.nextInt(10) == 0 ? pick(CONTENT_TYPES) : "application/json");
        String good = schema == null ? "{}" : json(api, schema, 0);
        byte[] text = spoiled(good).getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(15) == 0 && text.length > 2) {
            // No UTF-8.
            text[random.nextInt(text.length)] =
                    pick(List.of(0xFF, 0xC0, 0x80, 0x00, 0xED)).byteValue();
        }
        return text;
    }

    private String spoiled(String good) {
        return switch (random.nextInt(16)) {
            case 0 -> good.substring(0, random.nextInt(good.length() + 1));
            case 1 -> pick(List.of("", "null", "[]", "0", "\"\"", "true", "{", "}", "[[[[", "\uFEFF" + good));
            case 2 -> "[".repeat(DEEP);
            case 3 -> "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP);
            case 4 -> good.replaceFirst("\\{", "{\"" + encode(pick(TEXTS)) + "\":1,");
            // The first field twice.
            case 5 -> good.length() > 2 ? good.replaceFirst("\\{(.*)}$", "{$1,$1}") : good;
            case 6 -> good + good;
            case 7 -> good + "/* comment */";
            case 8 -> good.replace('"', '\'');
            case 9 -> good.replaceFirst("\"([^\"]*)\"", "\"$1" + "x".repeat(LONG) + "\"");
            default -> good;
        };
    }

    /** JSON text of something like the schema asks for. */
    private String json(Api api, JsonNode reference, int depth) {
        JsonNode schema = api.resolve(reference);
        if (depth > 6 || random.nextInt(12) == 0) {
            return anything();
        }
        for (String choice : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.path(choice).size() > 0) {
                return json(
                        api,
                        schema.path(choice)
                                .path(random.nextInt(schema.path(choice).size())),
                        depth + 1);
            }
        }
        if (schema.path("enum").size() > 0) {
            return schema.path("enum")
                    .path(random.nextInt(schema.path("enum").size()))
                    .toString();
        }
        String type = schema.path("type").isArray()
                ? schema.path("type").path(0).asText()
                : schema.path("type").asText(schema.has("properties") ? "object" : "string");
        return switch (type) {
            case "object" -> object(api, schema, depth);
            case "array" -> array(api, schema, depth);
            case "integer", "number" -> random.nextInt(3) == 0 ? pick(NUMBERS) : Integer.toString(random.nextInt(5));
            case "boolean" -> Boolean.toString(random.nextBoolean());
            default -> quote(goodText(schema));
        };
    }

    private String object(Api api, JsonNode schema, int depth) {
        List<String> fields = new ArrayList<>();
        schema.path("properties").properties().forEach(property -> {
            if (random.nextInt(4) > 0) {
                fields.add(quote(property.getKey()) + ":" + json(api, property.getValue(), depth + 1));
            }
        });
        return "{" + String.join(",", fields) + "}";
    }

    private String array(Api api, JsonNode schema, int depth) {
        int count = random.nextInt(10) == 0 ? 300 : random.nextInt(4);
        List<String> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(json(api, schema.path("items"), depth + 1));
        }
        return "[" + String.join(",", items) + "]";
    }

    /** A text that the schema may like: one of its values, its example, or one of ours. */
    private String goodText(JsonNode schema) {
        if (schema.path("enum").size() > 0) {
            return schema.path("enum")
                    .path(random.nextInt(schema.path("enum").size()))
                    .asText();
        }
        if (schema.path("items").path("enum").size() > 0) {
            return schema.at("/items/enum/0").asText();
        }
        if (schema.path("examples").size() > 0 && random.nextBoolean()) {
            return schema.at("/examples/0").asText();
        }
        return switch (schema.path("type").asText()) {
            case "integer" -> pick(NUMBERS);
            case "boolean" -> "true";
            default -> random.nextBoolean() ? "word" + random.nextInt(9) : pick(TEXTS);
        };
    }

    private String anything() {
        return switch (random.nextInt(7)) {
            case 0 -> "null";
            case 1 -> pick(NUMBERS);
            case 2 -> quote(pick(TEXTS));
            case 3 -> "{\"a\":{\"b\":[]}}";
            case 4 -> "[1,\"a\",null,{}]";
            case 5 -> quote("x".repeat(random.nextInt(LONG)));
            default -> "false";
        };
    }

    /** Printable, as a header must be; the last is not clean even so. */
    private String headerText() {
        return pick(List.of(
                "",
                "x",
                "*",
                "\"\"",
                "W/\"x\"",
                "a".repeat(65),
                "a".repeat(5_000),
                "' OR 1=1",
                "bytes=0-1",
                "web",
                "1:1"));
    }

    private static String quote(String text) {
        return NODES.textNode(text).toString();
    }

    private String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Drawn from the seed, unlike Java's own. */
    private String uuid() {
        return new UUID(random.nextLong() & ~0xF000L | 0x7000L, random.nextLong() >>> 2 | 1L << 63).toString();
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
