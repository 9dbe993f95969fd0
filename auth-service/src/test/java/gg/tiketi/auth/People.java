package gg.tiketi.auth;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Registers people for tests, through the real door. */
public final class People {

    public static final String PASSWORD = "correct horse battery";

    private People() {}

    public static String freshEmail() {
        return "p" + UUID.randomUUID().toString().substring(0, 13) + "@example.com";
    }

    public static Response register(String email) {
        return register(email, PASSWORD, "홍길동");
    }

    public static Response register(String email, String password, String name) {
        return post("/api/auth/register", Map.of("email", email, "password", password, "name", name));
    }

    public static Response login(String email, String password) {
        return post("/api/auth/login", Map.of("email", email, "password", password));
    }

    public static Response refresh(String refreshToken) {
        return post("/api/auth/refresh", Map.of("refreshToken", refreshToken));
    }

    public static Response post(String path, Map<String, ?> body) {
        return given().contentType(ContentType.JSON).body(new HashMap<>(body)).post(path);
    }
}
