package gg.tiketi.system.attack;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.system.Tokens;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that must never be accepted. Each claims to be an administrator and differs from a good one in one respect, so
 * that nothing else refuses it. The well-known attacks are those of RFC 8725 and of CVE-2015-9235 (HMAC with the public
 * key), CVE-2018-0114 (embedded key), CVE-2022-21449 (ECDSA of zeros).
 */
final class ForgedTokens {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Tokens tokens;
    private final Map<String, Object> administrator;
    private final RSAPublicKey published;
    private final KeyPair foreign;
    private final Map<String, String> all = new HashMap<>();

    private ForgedTokens(Tokens tokens, Map<String, ?> administrator, JsonNode key) throws GeneralSecurityException {
        this.tokens = tokens;
        this.administrator = Map.copyOf(administrator);
        this.published = readKey(key);
        this.foreign = foreignKey();
    }

    /**
     * All of them by name.
     *
     * @param administrator the claims that make a token of these keys good, and an administrator's
     * @param key auth-service's public key as it is published
     * @param refreshToken of a session that is alive
     */
    static Map<String, String> all(
            Tokens tokens, Map<String, Object> administrator, JsonNode key, String refreshToken) {
        try {
            ForgedTokens forged = new ForgedTokens(tokens, administrator, key);
            forged.addWithoutSignature();
            forged.addOtherAlgorithms();
            forged.addKeysOfTheirOwn();
            forged.addKeyIds();
            forged.addWrongHeaders();
            forged.addWrongClaims();
            forged.addChangedTexts();
            forged.all.put("a refresh token", refreshToken);
            forged.all.put("a refresh token dressed up", refreshToken + "." + refreshToken + "." + refreshToken);
            return forged.all;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void addWithoutSignature() {
        for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
            all.put("alg '" + none + "' without signature", text(Map.of("alg", none), Map.of()) + ".");
        }
        all.put("alg none with a signature", tokens.sign(text(Map.of("alg", "none"), Map.of())));
        all.put("signature left out", text(Map.of(), Map.of()) + ".");
        all.put("third part left out", text(Map.of(), Map.of()));
        all.put("alg missing", tokens.sign(text(without("alg"), Map.of())));
        all.put("alg a list", tokens.sign(text(Map.of("alg", List.of("RS256", "none")), Map.of())));
        all.put("alg null", tokens.sign(encode("{\"alg\":null,\"typ\":\"at+jwt\"}") + "." + goodClaims()));
    }

    private void addOtherAlgorithms() throws GeneralSecurityException {
        String hs256 = text(Map.of("alg", "HS256"), Map.of());
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(published.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        all.put("HS256 with the public key's PEM", hmac(hs256, "HmacSHA256", pem.getBytes(StandardCharsets.US_ASCII)));
        all.put("HS256 with the public key's DER", hmac(hs256, "HmacSHA256", published.getEncoded()));
        all.put(
                "HS256 with the public modulus",
                hmac(hs256, "HmacSHA256", published.getModulus().toByteArray()));
        all.put("HS256 with a zero byte", hmac(hs256, "HmacSHA256", new byte[] {0}));
        all.put("HS256 with 'secret'", hmac(hs256, "HmacSHA256", "secret".getBytes(StandardCharsets.US_ASCII)));
        all.put(
                "HS512 with the public key's DER",
                hmac(text(Map.of("alg", "HS512"), Map.of()), "HmacSHA512", published.getEncoded()));
        all.put("the right key by another name of the algorithm", tokens.sign(text(Map.of("alg", "rs256"), Map.of())));
        all.put("RS512 in the header, RS256 in the signature", tokens.sign(text(Map.of("alg", "RS512"), Map.of())));
        all.put("PS256 in the header, RS256 in the signature", tokens.sign(text(Map.of("alg", "PS256"), Map.of())));
        String es256 = text(Map.of("alg", "ES256"), Map.of());
        all.put("ES256 of zeros", es256 + "." + BASE64.encodeToString(new byte[64]));
        all.put("RS256 of zeros", text(Map.of(), Map.of()) + "." + BASE64.encodeToString(new byte[256]));
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(new ECGenParameterSpec("secp256r1"));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(curve.generateKeyPair().getPrivate());
        signature.update(es256.getBytes(StandardCharsets.US_ASCII));
        all.put("ES256 with a key of its own", es256 + "." + BASE64.encodeToString(signature.sign()));
        all.put("encrypted instead of signed", encode("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}") + "..a.b.c");
    }

    private void addKeysOfTheirOwn() {
        Map<String, Object> key = Map.of(
                "kty",
                "RSA",
                "alg",
                "RS256",
                "kid",
                "mine",
                "n",
                number(((RSAPublicKey) foreign.getPublic()).getModulus()),
                "e",
                "AQAB");
        all.put("another key under the known id", signedByForeign(Map.of()));
        all.put("an embedded jwk", signedByForeign(Map.of("jwk", key, "kid", "mine")));
        all.put("an embedded jwk under the known id", signedByForeign(Map.of("jwk", key)));
        all.put("a jku to elsewhere", signedByForeign(Map.of("jku", "http://127.0.0.1:9/keys", "kid", "mine")));
        all.put("a jku under the known id", signedByForeign(Map.of("jku", "http://127.0.0.1:9/keys")));
        all.put("an x5u to elsewhere", signedByForeign(Map.of("x5u", "http://127.0.0.1:9/cert.pem")));
        String notOurs = Base64.getEncoder().encodeToString(foreign.getPublic().getEncoded());
        all.put("an embedded x5c", signedByForeign(Map.of("x5c", List.of(notOurs))));
        all.put("a critical extension nobody knows", tokens.sign(Map.of("crit", List.of("x"), "x", 1), administrator));
        all.put("an unencoded payload (b64)", tokens.sign(Map.of("crit", List.of("b64"), "b64", false), administrator));
    }

    private void addKeyIds() throws GeneralSecurityException {
        for (String kid : List.of(
                "../../../../dev/null",
                "/dev/null",
                "file:///dev/null",
                "http://127.0.0.1:9/key",
                "' OR '1'='1",
                "x' UNION SELECT 'c2VjcmV0' -- ",
                "$(sleep 5)",
                "*",
                "",
                "\u0000",
                "김하나".repeat(1000))) {
            Map<String, Object> header = Map.of("kid", kid);
            String name = "kid " + (kid.length() > 30 ? "very long" : kid.replace("\u0000", "NUL"));
            all.put(name + ", right signature", tokens.sign(text(header, Map.of())));
            String hs256 = text(Map.of("kid", kid, "alg", "HS256"), Map.of());
            all.put(name + ", signed with nothing", hmac(hs256, "HmacSHA256", new byte[1]));
        }
        all.put("kid missing", tokens.sign(text(without("kid"), Map.of())));
        all.put("kid a number", tokens.sign(text(Map.of("kid", 1), Map.of())));
    }

    private void addWrongHeaders() {
        for (String type : List.of("JWT", "at+JWT ", "rt+jwt", "logout+jwt", "admission+jwt", "")) {
            all.put("typ '" + type + "'", tokens.sign(text(Map.of("typ", type), Map.of())));
        }
        all.put("typ missing", tokens.sign(text(without("typ"), Map.of())));
        all.put("a header that is no object", tokens.sign(encode("[]") + "." + goodClaims()));
        all.put("a header that is no JSON", tokens.sign(encode("hello") + "." + goodClaims()));
        all.put("claims that are no object", tokens.sign(goodHeader() + "." + encode("\"admin\"")));
        all.put("claims nested very deep", tokens.sign(goodHeader() + "." + encode("[".repeat(2_000))));
    }

    private void addWrongClaims() {
        long now = Instant.now().getEpochSecond();
        claim("expired an hour ago", Map.of("exp", now - 3600));
        claim("expired at the beginning of time", Map.of("exp", 0));
        claim("expiry below zero", Map.of("exp", -1));
        claim("expiry a text", Map.of("exp", "never"));
        claim("expiry too large for a number", Map.of("exp", new BigInteger("9".repeat(40))));
        claim("expiry missing", without("exp"));
        claim("not valid before tomorrow", Map.of("nbf", now + 86_400));
        claim("issued tomorrow", Map.of("iat", now + 86_400));
        claim("another issuer", Map.of("iss", "https://tiketi.gg.example"));
        claim("the issuer with a slash", Map.of("iss", "https://tiketi.gg/"));
        claim("the issuer in a list", Map.of("iss", List.of("https://tiketi.gg")));
        claim("issuer missing", without("iss"));
        claim("another audience", Map.of("aud", "partner"));
        claim("the audience in other letters", Map.of("aud", "TIKETI"));
        claim("an empty audience", Map.of("aud", List.of()));
        claim("audience missing", without("aud"));
        claim("subject missing", without("sub"));
        claim("an empty subject", Map.of("sub", ""));
        claim("a subject that is no account", Map.of("sub", "admin"));
        claim("a subject with SQL", Map.of("sub", "' OR 1=1 --"));
        claim("a subject that is a number", Map.of("sub", 1));
        claim("a subject of full-width digits", Map.of("sub", "０199f0d2-0000-7000-8000-000000000000"));
    }

    private void addChangedTexts() {
        Map<String, Object> buyer = new HashMap<>(administrator);
        buyer.put("groups", List.of("user"));
        String buyers = tokens.sign(buyer);
        String[] parts = buyers.split("\\.", -1);
        String admins = tokens.sign(administrator);
        all.put("a buyer's token with an administrator's claims", parts[0] + "." + goodClaims() + "." + parts[2]);
        all.put("a role added by hand", parts[0] + "." + addRole(parts[1]) + "." + parts[2]);
        all.put("cut short", admins.substring(0, admins.length() - 20));
        all.put("one letter of the signature changed", change(admins, admins.length() - 100));
        all.put("one letter of the claims changed", change(admins, admins.indexOf('.') + 40));
        all.put("two signatures", admins + "." + parts[2]);
        all.put("in front of it a dot", "." + admins);
        all.put("dots alone", "..");
        all.put("a space within", admins.replaceFirst("\\.", " ."));
        all.put("percent-encoded", admins.replace(".", "%2e"));
        all.put("two tokens", buyers + ", " + admins);
        all.put("very long", admins + "A".repeat(8_000));
        all.put(
                "header fields twice",
                signedByForeign("{\"alg\":\"none\",\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":"
                        + tokens.header(Map.of()).get("kid").toString().transform(ForgedTokens::quoted) + "}"));
        all.put("as JSON", "{\"payload\":\"" + goodClaims() + "\",\"signatures\":[]}");
        all.put("the word null", "null");
        all.put("letters beyond ASCII", "eyJ\u00e9.\u00e9.\u00e9");
    }

    private void claim(String name, Map<String, ?> change) {
        all.put(name, tokens.sign(text(Map.of(), change)));
    }

    private String goodHeader() {
        return Tokens.encode(tokens.header(Map.of()));
    }

    private String goodClaims() {
        return Tokens.encode(tokens.claims(administrator));
    }

    private String text(Map<String, ?> header, Map<String, ?> claims) {
        Map<String, @Nullable Object> changes = new HashMap<>(administrator);
        changes.putAll(claims);
        return Tokens.encode(tokens.header(header)) + "." + Tokens.encode(tokens.claims(changes));
    }

    private static Map<String, ?> without(String field) {
        return Collections.singletonMap(field, null);
    }

    private String signedByForeign(Map<String, ?> header) {
        return signedByForeign(text(header, Map.of()), foreign);
    }

    private String signedByForeign(String header) {
        return signedByForeign(encode(header) + "." + goodClaims(), foreign);
    }

    private static String signedByForeign(String text, KeyPair key) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String hmac(String text, String algorithm, byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
        return text + "." + BASE64.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String addRole(String claims) {
        String text = new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8);
        return encode(text.replace("[\"user\"]", "[\"user\",\"admin\"]"));
    }

    private static String change(String token, int at) {
        char other = token.charAt(at) == 'A' ? 'B' : 'A';
        return token.substring(0, at) + other + token.substring(at + 1);
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return BASE64.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static KeyPair foreignKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static RSAPublicKey readKey(JsonNode key) throws GeneralSecurityException {
        Base64.Decoder decoder = Base64.getUrlDecoder();
        PublicKey read = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(
                        new BigInteger(1, decoder.decode(key.path("n").asText())),
                        new BigInteger(1, decoder.decode(key.path("e").asText()))));
        return (RSAPublicKey) read;
    }
}
