package gg.tiketi.auth.factor;

import static io.restassured.RestAssured.given;

import gg.tiketi.auth.People;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Somebody's authenticator app and recovery codes. */
public record Authenticator(byte[] secret, List<String> recoveryCodes) {

    /** Switches the second factor on for someone who signed in with the usual password. */
    public static Authenticator enrol(JsonPath person) {
        Response begun = begin(person, People.PASSWORD);
        begun.then().statusCode(200);
        byte[] secret = decode(begun.jsonPath().getString("secret"));
        Response on = confirm(person, Totp.code(secret, Totp.step(Instant.now())));
        on.then().statusCode(200);
        return new Authenticator(secret, on.jsonPath().getList("recoveryCodes"));
    }

    static Response begin(JsonPath person, String password) {
        return signedIn(person).body(Map.of("password", password)).post("/api/auth/me/second-factor");
    }

    static Response confirm(JsonPath person, String code) {
        return signedIn(person).body(Map.of("code", code)).put("/api/auth/me/second-factor");
    }

    static Response remove(JsonPath person, String password, String code) {
        return signedIn(person).body(Map.of("password", password, "code", code)).delete("/api/auth/me/second-factor");
    }

    /** The code of the moment; it was used if it was used before. */
    public String code() {
        return Totp.code(secret, Totp.step(Instant.now()));
    }

    /** Gives a code for the challenge of a right password. */
    public static Response answer(Response challenged, String code) {
        return People.post(
                "/api/auth/login/second-factor",
                Map.of("challenge", challenged.jsonPath().getString("challenge"), "code", code));
    }

    static byte[] decode(String base32) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int buffer = 0;
        int filled = 0;
        for (char next : base32.toCharArray()) {
            buffer = (buffer << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(next);
            filled += 5;
            if (filled >= 8) {
                filled -= 8;
                bytes.write(buffer >> filled);
            }
        }
        return bytes.toByteArray();
    }

    private static io.restassured.specification.RequestSpecification signedIn(JsonPath person) {
        return given().auth().oauth2(person.getString("accessToken")).contentType(ContentType.JSON);
    }
}
