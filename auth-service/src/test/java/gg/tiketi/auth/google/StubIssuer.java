package gg.tiketi.auth.google;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** An issuer of identities that follows the standard, and lies where a test tells it to. */
public class StubIssuer implements QuarkusTestResourceLifecycleManager {

    static final String CLIENT = "tiketi-client";
    private static final String SECRET = "the-clients-secret";
    private static final Map<String, Grant> GRANTS = new ConcurrentHashMap<>();

    private static volatile KeyPair keys = generate();
    private static volatile String keyId = "first";
    private static volatile String url = "";

    private @Nullable HttpServer server;

    /** What a code is worth. */
    private record Grant(Map<String, Object> claims, KeyPair signer, String challenge, String redirect) {}

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/.well-known/openid-configuration", exchange -> json(exchange, 200, """
                        {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize",
                         "token_endpoint":"%1$s/token","jwks_uri":"%1$s/keys"}
                        """.formatted(url)));
        server.createContext("/keys", exchange -> json(exchange, 200, keySet()));
        server.createContext("/token", StubIssuer::token);
        server.start();
        return Map.of(
                "tiketi.auth.google.issuer", url,
                "tiketi.auth.google.client-id", CLIENT,
                "tiketi.auth.google.client-secret", SECRET);
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    /** Another key from now on, which nobody has read yet. */
    static void changeKey() {
        keys = generate();
        keyId = UUID.randomUUID().toString();
    }

    /** The person agrees on the issuer's page; the code that comes back is worth a token with these claims. */
    static String agree(Map<String, String> asked, Map<String, Object> claims) {
        return agree(asked, claims, keys);
    }

    /** The same with a token that somebody else signed. */
    static String agreeForged(Map<String, String> asked, Map<String, Object> claims) {
        return agree(asked, claims, generate());
    }

    /** The claims of a good token for what was asked. */
    static Map<String, Object> claims(Map<String, String> asked, String subject, String email) {
        Map<String, Object> claims = new HashMap<>();
        claims.put("iss", url);
        claims.put("aud", CLIENT);
        claims.put("sub", subject);
        claims.put("email", email);
        claims.put("email_verified", true);
        claims.put("name", "구글 사람");
        claims.put("nonce", asked.get("nonce"));
        claims.put("iat", Instant.now().getEpochSecond());
        claims.put("exp", Instant.now().getEpochSecond() + 600);
        return claims;
    }

    private static String agree(Map<String, String> asked, Map<String, Object> claims, KeyPair signer) {
        String code = UUID.randomUUID().toString();
        GRANTS.put(
                code,
                new Grant(
                        claims,
                        signer,
                        Objects.requireNonNull(asked.get("code_challenge")),
                        Objects.requireNonNull(asked.get("redirect_uri"))));
        return code;
    }

    private static void token(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> form = query(body);
        // A code is good for once, whatever comes of it.
        Grant grant = GRANTS.remove(form.getOrDefault("code", ""));
        boolean isGood = grant != null
                && "authorization_code".equals(form.get("grant_type"))
                && CLIENT.equals(form.get("client_id"))
                && SECRET.equals(form.get("client_secret"))
                && grant.redirect().equals(form.get("redirect_uri"))
                && grant.challenge().equals(challenge(form.getOrDefault("code_verifier", "")));
        if (!isGood) {
            json(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        json(
                exchange,
                200,
                "{\"id_token\":\"" + signed(grant.claims(), grant.signer()) + "\",\"access_token\":\"unused\"}");
    }

    /** By hand: a library for good tokens would put in what a bad one lacks. */
    private static String signed(Map<String, Object> claims, KeyPair signer) {
        JwtClaims payload = new JwtClaims();
        claims.forEach(payload::setClaim);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(payload.toJson());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKeyIdHeaderValue(keyId);
        signature.setKey(signer.getPrivate());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The parameters of an address or a form. */
    static Map<String, String> query(String text) {
        return Arrays.stream(text.replaceFirst("^[^?]*\\?", "").split("&", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static String keySet() {
        RsaJsonWebKey key = new RsaJsonWebKey((RSAPublicKey) keys.getPublic());
        key.setKeyId(keyId);
        return "{\"keys\":[" + key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY) + "]}";
    }

    private static void json(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyPair generate() {
        try {
            return KeyUtils.generateKeyPair(2048);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
