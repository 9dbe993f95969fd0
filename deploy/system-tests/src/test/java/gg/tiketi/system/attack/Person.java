package gg.tiketi.system.attack;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.system.Answer;
import gg.tiketi.system.Client;
import gg.tiketi.system.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Somebody with an account and a session, and perhaps a role more than others.
 *
 * @param client the caller with an access token
 */
record Person(Client client, String email, String accountId, String sessionId, String refreshToken) {

    static final String PASSWORD = "correct horse battery 9";

    /** A fresh account with an ordinary token. */
    static Person fresh(Client anonymous) {
        String email = "person-" + UUID.randomUUID() + "@example.com";
        Answer session = anonymous.register(email, PASSWORD);
        if (session.status() >= 300) {
            throw new AssertionError("no account: " + session.status() + " " + session.text());
        }
        String token = session.body().path("accessToken").asText();
        JsonNode claims = read(token);
        return new Person(
                anonymous.withToken(token),
                email,
                claims.path("sub").asText(),
                claims.path("sid").asText(),
                session.body().path("refreshToken").asText());
    }

    /** The same person with a token that has this role besides. */
    Person as(String role, Tokens tokens) {
        return new Person(client.withToken(tokens.sign(claims(role))), email, accountId, sessionId, refreshToken);
    }

    /** What makes a token this person's, with this role besides. */
    Map<String, Object> claims(String role) {
        return Map.of("sub", accountId, "sid", sessionId, "groups", List.of("user", role));
    }

    /** Signs in once more and tells that session's id. */
    String anotherSession() {
        Answer session = client.login(email, PASSWORD);
        return read(session.body().path("accessToken").asText()).path("sid").asText();
    }

    private static JsonNode read(String token) {
        return Answer.read(
                new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8));
    }
}
