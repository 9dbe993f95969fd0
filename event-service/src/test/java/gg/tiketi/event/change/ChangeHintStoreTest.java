package gg.tiketi.event.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.defaults.testing.Backends;
import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.event.ServiceCalls;
import gg.tiketi.event.catalog.Shows;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = Backends.class, initArgs = @ResourceArg(name = "schema", value = "event"))
@QuarkusTestResource(TestTokens.class)
class ChangeHintStoreTest {

    @Inject
    @RedisClientName("state")
    RedisDataSource redis;

    @Inject
    Shows shows;

    @Test
    void afterTheCommitTheNumberIsAnnounced() {
        // given
        List<String> heard = new CopyOnWriteArrayList<>();
        var subscriber = redis.pubsub(String.class).subscribe("events:changed", heard::add);

        // when
        shows.onSale("hint");

        // then
        String last = Long.toString(ServiceCalls.lastChange());
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(heard).contains(last));
        subscriber.unsubscribe();
    }
}
