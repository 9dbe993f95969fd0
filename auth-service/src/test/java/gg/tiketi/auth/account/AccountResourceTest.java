package gg.tiketi.auth.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AccountResourceTest {

    @Inject
    Pool pool;

    @Test
    void aSignedInPersonSeesTheirAccount() {
        // given
        String email = People.freshEmail();
        String token = People.register(email).jsonPath().getString("accessToken");

        // when
        Response answer = given().auth().oauth2(token).get("/api/auth/me");

        // then
        answer.then().statusCode(200);
        assertThat(answer.jsonPath().getString("email")).isEqualTo(email);
        assertThat(answer.jsonPath().getString("name")).isEqualTo("홍길동");
        assertThat(answer.jsonPath().getList("roles")).containsExactly("user");
        assertThat(answer.asString()).doesNotContain("assword", "hash");
    }

    @Test
    void nameAndPhoneCanBeChangedOneByOne() {
        // given
        String token = People.register(People.freshEmail()).jsonPath().getString("accessToken");

        // when
        Response phone = patch(token, "{\"phone\":\"010-1234-5678\"}");
        Response name = patch(token, "{\"name\":\"김철수\"}");

        // then
        phone.then().statusCode(200);
        name.then().statusCode(200);
        assertThat(name.jsonPath().getString("name")).isEqualTo("김철수");
        assertThat(name.jsonPath().getString("phone")).isEqualTo("010-1234-5678");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"name\":\"\"}",
                "{\"name\":\"   \"}",
                "{\"name\":\"a\\u0000b\"}",
                "{\"phone\":\"call me\"}",
                "{\"email\":\"new@example.com\"}",
                "{\"roles\":[\"admin\"]}",
                "[]",
                "{"
            })
    void aMalformedChangeIsRefused(String body) {
        // given
        String token = People.register(People.freshEmail()).jsonPath().getString("accessToken");

        // when
        Response answer = patch(token, body);

        // then
        answer.then().statusCode(400).contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."})
    void aTokenThatIsNotOursIsRefused(String token) {
        // when
        Response answer = given().auth().oauth2(token).get("/api/auth/me");

        // then
        answer.then().statusCode(401).contentType("application/problem+json").header("WWW-Authenticate", "Bearer");
    }

    @Test
    void withoutATokenNothingIsShown() {
        // when
        Response answer = given().get("/api/auth/me");

        // then
        answer.then().statusCode(401).contentType("application/problem+json");
    }

    @Test
    void aDisabledAccountIsRefusedEverywhere() {
        // given
        String email = People.freshEmail();
        Response registered = People.register(email);
        pool.preparedQuery("UPDATE account SET disabled_at = now() WHERE email = $1")
                .execute(Tuple.of(email))
                .await()
                .indefinitely();

        // when
        Response me = given().auth()
                .oauth2(registered.jsonPath().getString("accessToken"))
                .get("/api/auth/me");
        Response login = People.login(email, People.PASSWORD);
        Response refresh = People.refresh(registered.jsonPath().getString("refreshToken"));

        // then
        me.then().statusCode(401);
        login.then().statusCode(401);
        refresh.then().statusCode(401);
    }

    private static Response patch(String token, String body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .patch("/api/auth/me");
    }
}
