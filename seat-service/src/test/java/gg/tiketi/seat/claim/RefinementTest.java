package gg.tiketi.seat.claim;

import gg.tiketi.seat.SeatServiceTest;
import io.vertx.mutiny.redis.client.RedisAPI;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the simulator runs is what the scripts and functions do: same commands, same answers, same states. */
@SeatServiceTest
class RefinementTest {

    private static final int COMMANDS = 300;
    private static final int SHOWN = 20;

    @Inject
    ClaimStore store;

    @Inject
    RedisAPI redis;

    @Inject
    DataSource database;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void modelAndRealStoresAnswerAlike(long seed) throws SQLException {
        List<String> commands = new ArrayList<>();
        try (RealSeats real = new RealSeats(database.getConnection(), redis)) {
            Refinement refinement = new Refinement(real, store, seed);
            for (int i = 0; i < COMMANDS; i++) {
                commands.add(refinement.step());
            }
        } catch (AssertionError differs) {
            List<String> last = commands.subList(Math.max(0, commands.size() - SHOWN), commands.size());
            throw new AssertionError("seed " + seed + " after\n" + String.join("\n", last), differs);
        }
    }
}
