package gg.tiketi.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.Counted;
import gg.tiketi.auth.People;
import gg.tiketi.auth.platform.Sweep;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionSweepTest {

    private static final String SESSIONS_OF =
            "SELECT count(*) FROM session s JOIN account a ON a.id = s.account_id WHERE a.email = $1";

    @Inject
    Sweep sweep;

    @Inject
    Pool pool;

    @Test
    void onlySessionsThatEndedByTimeAreDeleted() {
        // given
        String ended = People.freshEmail();
        String live = People.freshEmail();
        People.register(ended);
        People.register(live);
        pool.preparedQuery("UPDATE session s SET expires_at = now() - INTERVAL '1 day' FROM account a"
                        + " WHERE a.id = s.account_id AND a.email = $1")
                .execute(Tuple.of(ended))
                .await()
                .indefinitely();

        // when
        sweep.sweep().await().indefinitely();

        // then
        assertThat(sessionsOf(ended)).isZero();
        assertThat(sessionsOf(live)).isEqualTo(1);
    }

    private long sessionsOf(String email) {
        return Counted.by(pool, SESSIONS_OF, email);
    }
}
