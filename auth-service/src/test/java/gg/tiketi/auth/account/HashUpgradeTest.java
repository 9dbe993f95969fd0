package gg.tiketi.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.password4j.BcryptFunction;
import com.password4j.types.Bcrypt;
import gg.tiketi.auth.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
class HashUpgradeTest {

    private static final String TODAYS = "$argon2id$v=19$m=19456,t=2,p=1$";

    @Inject
    Pool pool;

    @ParameterizedTest
    @EnumSource(
            value = Bcrypt.class,
            names = {"A", "B", "Y"})
    void anOldBcryptHashSignsInAndIsReplaced(Bcrypt type) {
        // given
        String email = withHash(
                BcryptFunction.getInstance(type, 10).hash(People.PASSWORD).getResult());

        // when
        Response answer = People.login(email, People.PASSWORD);

        // then
        answer.then().statusCode(200);
        assertThat(hashOf(email)).startsWith(TODAYS);
        People.login(email, People.PASSWORD).then().statusCode(200);
    }

    @Test
    void anArgonHashOfALowerCostIsReplacedToo() {
        // given
        PasswordHasher cheap = new PasswordHasher(new PasswordHasherTest.Cost(8_192, 1, 1, 4, java.time.Duration.ZERO));
        String email = withHash(cheap.hash(People.PASSWORD).await().indefinitely());
        cheap.stop();

        // when
        People.login(email, People.PASSWORD).then().statusCode(200);

        // then
        assertThat(hashOf(email)).startsWith(TODAYS);
    }

    @Test
    void aWrongPasswordReplacesNothing() {
        // given
        String old =
                BcryptFunction.getInstance(Bcrypt.B, 10).hash(People.PASSWORD).getResult();
        String email = withHash(old);

        // when
        Response answer = People.login(email, "not the password");

        // then
        answer.then().statusCode(401);
        assertThat(hashOf(email)).isEqualTo(old);
    }

    @Test
    void aHashOfTodayStays() {
        // given
        String email = People.freshEmail();
        People.register(email);
        String before = hashOf(email);

        // when
        People.login(email, People.PASSWORD).then().statusCode(200);

        // then
        assertThat(hashOf(email)).isEqualTo(before);
    }

    private String withHash(String hash) {
        String email = People.freshEmail();
        People.register(email);
        pool.preparedQuery("UPDATE account SET password_hash = $2 WHERE email = $1")
                .execute(Tuple.of(email, hash))
                .await()
                .indefinitely();
        return email;
    }

    private String hashOf(String email) {
        return pool.preparedQuery("SELECT password_hash FROM account WHERE email = $1")
                .execute(Tuple.of(email))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getString(0);
    }
}
