package gg.tiketi.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.Admins;
import gg.tiketi.auth.People;
import gg.tiketi.auth.StrictProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(StrictProfile.class)
class AdministratorsNeedItTest {

    @Inject
    Pool pool;

    @ConfigProperty(name = "tiketi.auth.admin-password-file")
    Path passwordFile;

    @Test
    void theFirstAdministratorSignsInAndHasTheRightOnceTheFactorIsOn() throws Exception {
        // given
        String password = Files.readString(passwordFile).strip();
        JsonPath admin = People.login("admin@tiketi.local", password).jsonPath();

        // when
        Response before = Admins.get(admin, "/api/admin/accounts");
        JsonPath state = Admins.get(admin, "/api/auth/me/second-factor").jsonPath();
        Response begun = Authenticator.begin(admin, password);
        byte[] secret = Authenticator.decode(begun.jsonPath().getString("secret"));
        Authenticator.confirm(admin, new Authenticator(secret, List.of()).code())
                .then()
                .statusCode(200);
        JsonPath renewed = People.refresh(admin.getString("refreshToken")).jsonPath();
        Response after = Admins.get(renewed, "/api/admin/accounts");

        // then
        before.then().statusCode(403).contentType("application/problem+json");
        assertThat(before.jsonPath().getString("type")).endsWith("/second-factor-missing");
        assertThat(state.getBoolean("needed")).isTrue();
        assertThat(admin.getList("user.roles")).contains("admin");
        after.then().statusCode(200);

        // when
        pool.query("UPDATE second_factor SET last_step = 0").execute().await().indefinitely();
        Authenticator.remove(renewed, password, new Authenticator(secret, List.of()).code())
                .then()
                .statusCode(204);
        Response without =
                Admins.get(People.refresh(renewed.getString("refreshToken")).jsonPath(), "/api/admin/accounts");

        // then
        assertThat(without.jsonPath().getString("type")).endsWith("/second-factor-missing");
    }
}
