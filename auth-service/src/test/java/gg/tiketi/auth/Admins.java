package gg.tiketi.auth;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/** People whom a test makes administrators, in the service's own database. */
public final class Admins {

    private Admins() {}

    /** A fresh administrator, signed in. */
    public static JsonPath fresh(Pool pool) {
        String email = People.freshEmail();
        People.register(email);
        appoint(pool, email);
        return People.login(email, People.PASSWORD).jsonPath();
    }

    /** Gives the account every right; its tokens tell so from the next sign-in on. */
    public static void appoint(Pool pool, String email) {
        pool.preparedQuery("UPDATE account SET roles = '{user,organizer,admin}' WHERE email = $1")
                .execute(Tuple.of(email))
                .await()
                .indefinitely();
    }

    /** What the account that signed in gets at the path. */
    public static Response get(JsonPath signedIn, String path) {
        return given().auth().oauth2(signedIn.getString("accessToken")).get(path);
    }
}
