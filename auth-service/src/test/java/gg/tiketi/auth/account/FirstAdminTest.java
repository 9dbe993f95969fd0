package gg.tiketi.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.People;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FirstAdminTest {

    @Inject
    FirstAdmin firstAdmin;

    @Inject
    Pool pool;

    @ConfigProperty(name = "tiketi.auth.admin-password-file")
    Path passwordFile;

    @Test
    void theGeneratedPasswordSignsInAndOnlyItsOwnerMayReadTheFile() throws IOException {
        // given
        String password = Files.readString(passwordFile).strip();

        // when
        var answer = People.login("admin@tiketi.local", password);

        // then
        answer.then().statusCode(200);
        assertThat(answer.jsonPath().getList("user.roles")).contains("admin");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(passwordFile)))
                .isEqualTo("rw-------");
    }

    @Test
    void startingAgainMakesNoSecondAdministrator() throws IOException {
        // given
        String before = Files.readString(passwordFile);
        long adminsBefore = admins();

        // when
        firstAdmin.makeIfMissing(new StartupEvent());

        // then
        assertThat(admins()).isEqualTo(adminsBefore).isPositive();
        assertThat(Files.readString(passwordFile)).isEqualTo(before);
    }

    private long admins() {
        return pool.query("SELECT count(*) FROM account WHERE 'admin' = ANY (roles)")
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }
}
