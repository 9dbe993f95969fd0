package gg.tiketi.defaults.testing;

import com.sun.net.httpserver.HttpServer;
import gg.tiketi.defaults.token.Revocations;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A stand-in for auth-service's key set, and the access tokens that go with it. */
public class TestTokens implements QuarkusTestResourceLifecycleManager {

    private static final String KEY_ID = "test-key";
    private static final KeyPair KEYS = generate();

    private static final Set<String> REVOKED = ConcurrentHashMap.newKeySet();

    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        byte[] keySet = keySet().getBytes(StandardCharsets.UTF_8);
        server.createContext("/.well-known/jwks.json", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keySet.length);
            exchange.getResponseBody().write(keySet);
            exchange.close();
        });
        server.createContext("/internal/revocations", exchange -> {
            byte[] list = revocations().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, list.length);
            exchange.getResponseBody().write(list);
            exchange.close();
        });
        server.start();
        return Map.of(
                "tiketi.token.jwks-url",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/.well-known/jwks.json");
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    /** A valid access token of the account. */
    public static String user(UUID accountId) {
        return token(accountId, "user", Instant.now().plus(Duration.ofMinutes(10)));
    }

    /** An access token of the account that ends after the time. */
    public static String user(UUID accountId, Duration validFor) {
        return token(accountId, "user", Instant.now().plus(validFor));
    }

    /** A valid access token of a fresh account. */
    public static String someone() {
        return user(UUID.randomUUID());
    }

    /** A valid access token of one sign-in. */
    public static String user(UUID accountId, UUID sessionId) {
        return token(accountId, "user", sessionId, Instant.now().plus(Duration.ofMinutes(10)));
    }

    /** Ends the sign-in; services learn it when they next read the list. */
    public static void revoke(UUID sessionId) {
        REVOKED.add(Revocations.fingerprint(sessionId.toString()));
    }

    /** A valid access token with the given role. */
    public static String role(UUID accountId, String role) {
        return token(accountId, role, Instant.now().plus(Duration.ofMinutes(10)));
    }

    /** A token that was good until a minute ago. */
    public static String expired(UUID accountId) {
        return token(accountId, "user", Instant.now().minus(Duration.ofMinutes(1)));
    }

    /** The public half of the key that signs them. */
    public static PublicKey publicKey() {
        return KEYS.getPublic();
    }

    private static String token(UUID accountId, String role, Instant expiresAt) {
        return token(accountId, role, UUID.randomUUID(), expiresAt);
    }

    private static String token(UUID accountId, String role, UUID sessionId, Instant expiresAt) {
        return Jwt.issuer("https://tiketi.gg")
                .audience("tiketi")
                .subject(accountId.toString())
                .groups(Set.of(role))
                .claim("sid", sessionId.toString())
                .issuedAt(Instant.now().minus(Duration.ofMinutes(2)))
                .expiresAt(expiresAt)
                .jws()
                .header("typ", "at+jwt")
                .keyId(KEY_ID)
                .sign(KEYS.getPrivate());
    }

    private static String keySet() {
        RSAPublicKey key = (RSAPublicKey) KEYS.getPublic();
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"" + KEY_ID + "\",\"n\":\""
                + encoder.encodeToString(unsigned(key.getModulus().toByteArray())) + "\",\"e\":\""
                + encoder.encodeToString(unsigned(key.getPublicExponent().toByteArray())) + "\"}]}";
    }

    private static String revocations() {
        return REVOKED.stream()
                .map(fingerprint -> "\"" + fingerprint + "\"")
                .collect(Collectors.joining(",", "{\"sessions\":[", "]}"));
    }

    private static byte[] unsigned(byte[] bytes) {
        return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static KeyPair generate() {
        try {
            return KeyUtils.generateKeyPair(2048);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
