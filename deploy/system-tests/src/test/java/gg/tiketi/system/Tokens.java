package gg.tiketi.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gg.tiketi.deploy.local.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Signs access tokens as auth-service does, with its key: for many buyers at once, whose passwords would take minutes to
 * hash, and for tokens that are wrong in one respect.
 */
public final class Tokens {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final long LIFETIME_SECONDS = 600;

    private final Client client;
    private final PrivateKey key;
    private final String keyId;

    private Tokens(Client client, PrivateKey key, String keyId) {
        this.client = client;
        this.key = key;
        this.keyId = keyId;
    }

    /** With the key that the running suite's auth-service signs with. */
    public static Tokens of(Suite suite, Client client) {
        JsonNode keys = client.get("/.well-known/jwks.json").body().path("keys");
        if (keys.size() != 1) {
            throw new AssertionError("a fresh suite has one key: " + keys);
        }
        return new Tokens(
                client,
                readKey(suite.folder().resolve("keys")),
                keys.path(0).path("kid").asText());
    }

    private static PrivateKey readKey(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.filter(name -> name.toString().endsWith(".pem"))
                    .findFirst()
                    .orElseThrow();
            String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (GeneralSecurityException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    /** A caller with an account of its own. */
    public Client buyer() {
        return client.withToken(sign(Map.of()));
    }

    /** So many callers, each with an account of its own. */
    public List<Client> buyers(int count) {
        return IntStream.range(0, count).mapToObj(i -> buyer()).toList();
    }

    /** A token of a fresh account, good but for these claims. */
    public String sign(Map<String, Object> claims) {
        return sign(Map.of(), claims);
    }

    /** A token of a fresh account, good but for these header fields and claims; a null takes one out. */
    public String sign(Map<String, Object> header, Map<String, Object> claims) {
        return sign(encode(header(header)) + "." + encode(claims(claims)));
    }

    /** The header of a good token but for these fields; a null takes one out. */
    public Map<String, Object> header(Map<String, ?> changes) {
        return changed(Map.of("alg", "RS256", "typ", "at+jwt", "kid", keyId), changes);
    }

    /** The claims of a good token of a fresh account but for these; a null takes one out. */
    public Map<String, Object> claims(Map<String, ?> changes) {
        long now = Instant.now().getEpochSecond();
        return changed(
                Map.of(
                        "iss",
                        "https://tiketi.gg",
                        "aud",
                        "tiketi",
                        "sub",
                        UUID.randomUUID().toString(),
                        "sid",
                        UUID.randomUUID().toString(),
                        "jti",
                        UUID.randomUUID().toString(),
                        "groups",
                        List.of("user"),
                        "iat",
                        now,
                        "exp",
                        now + LIFETIME_SECONDS),
                changes);
    }

    /** The text with the signature of auth-service's key behind it. */
    public String sign(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return text + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, Object> changed(Map<String, Object> good, Map<String, ?> changes) {
        Map<String, Object> changed = new HashMap<>(good);
        changed.putAll(changes);
        changed.values().removeIf(Objects::isNull);
        return changed;
    }

    /** One part of a token. */
    public static String encode(Map<String, Object> part) {
        try {
            return BASE64.encodeToString(JSON.writeValueAsBytes(part));
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException(unwritable);
        }
    }
}
