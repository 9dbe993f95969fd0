package gg.tiketi.event.change;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.defaults.testing.Backends;
import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.event.ServiceCalls;
import gg.tiketi.event.catalog.EventCatalogService;
import gg.tiketi.event.catalog.EventChangeOutcome;
import gg.tiketi.event.catalog.Shows;
import gg.tiketi.event.platform.EventId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = Backends.class, initArgs = @ResourceArg(name = "schema", value = "event"))
@QuarkusTestResource(TestTokens.class)
class ChangeFeedRaceTest {

    private static final int ROUNDS = 20;

    @Inject
    Shows shows;

    @Inject
    EventCatalogService catalog;

    @Inject
    ChangeRepository changes;

    @Test
    void aReaderThatFollowsParallelWritersMissesNoChange() {
        // given
        List<EventId> events =
                IntStream.range(0, 12).mapToObj(i -> shows.onSale("race")).toList();
        long begin = ServiceCalls.lastChange();

        // when
        CompletableFuture<Void> writing = Uni.join()
                .all(events.stream().map(this::stopAndResume).toList())
                .andFailFast()
                .replaceWithVoid()
                .subscribeAsCompletionStage();
        List<Long> followed = follow(begin, writing);

        // then
        List<Long> written = numbers(begin, 500);
        assertThat(written).hasSize(events.size() * ROUNDS * 2);
        assertThat(followed).isEqualTo(written);
    }

    private Uni<Void> stopAndResume(EventId id) {
        return Multi.createFrom()
                .range(0, ROUNDS)
                .onItem()
                .transformToUniAndConcatenate(round -> catalog.stopSale(id)
                        .invoke(ChangeFeedRaceTest::mustHaveChanged)
                        .flatMap(done -> catalog.resumeSale(id))
                        .invoke(ChangeFeedRaceTest::mustHaveChanged))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private List<Long> follow(long begin, CompletableFuture<Void> writing) {
        List<Long> seen = new ArrayList<>();
        long cursor = begin;
        boolean last = false;
        while (!last) {
            last = writing.isDone();
            List<Long> page = numbers(cursor, 500);
            seen.addAll(page);
            cursor = page.isEmpty() ? cursor : page.getLast();
        }
        writing.join();
        return seen;
    }

    private List<Long> numbers(long after, int limit) {
        return changes.findAfter(after, limit).await().indefinitely().changes().stream()
                .map(ChangePage.Change::number)
                .toList();
    }

    private static void mustHaveChanged(EventChangeOutcome outcome) {
        assertThat(outcome).isInstanceOf(EventChangeOutcome.Changed.class);
    }
}
