package gg.tiketi.seat.seatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventReplicaTest {

    private final Deque<UniEmitter<LoadedStates>> loads = new ArrayDeque<>();
    private final EventReplica replica =
            new EventReplica(new EventId(UUID.randomUUID()), shared(1, 1), () -> Uni.createFrom()
                    .emitter(emitter -> loads.add(cast(emitter))));

    @Test
    void theNextChangeApplies() {
        replica.apply(new Position(1, 2), List.of(new SeatChange(3, SeatState.HELD)));

        assertThat(replica.states().state(3)).isEqualTo(SeatState.HELD);
        assertThat(loads).isEmpty();
    }

    @Test
    void anOldChangeIsIgnored() {
        replica.apply(new Position(1, 2), List.of(new SeatChange(3, SeatState.HELD)));
        replica.apply(new Position(1, 1), List.of(new SeatChange(3, SeatState.SOLD)));
        replica.apply(new Position(0, 9), List.of(new SeatChange(3, SeatState.SOLD)));

        assertThat(replica.states().state(3)).isEqualTo(SeatState.HELD);
        assertThat(loads).isEmpty();
    }

    @Test
    void aGapLoadsOnceAndAgainWhenMoreWasMissedMeanwhile() {
        // given
        replica.apply(new Position(1, 3), List.of(new SeatChange(3, SeatState.HELD)));
        replica.apply(new Position(1, 4), List.of(new SeatChange(4, SeatState.HELD)));
        assertThat(loads).hasSize(1);

        // when
        loads.poll().complete(shared(1, 3));

        // then
        assertThat(loads).as("version 4 is still missing").hasSize(1);
        loads.poll().complete(shared(1, 4));
        assertThat(loads).isEmpty();
        assertThat(replica.position()).isEqualTo(new Position(1, 4));
    }

    @Test
    void aNewEpochIsLoaded() {
        replica.apply(new Position(2, 1), List.of());
        loads.poll().complete(shared(2, 1));

        assertThat(replica.position()).isEqualTo(new Position(2, 1));
    }

    @Test
    void aFailedLoadIsRepeatedWithTheNextChange() {
        replica.apply(new Position(1, 3), List.of());
        loads.poll().fail(new IllegalStateException("away"));
        replica.apply(new Position(1, 4), List.of());

        assertThat(loads).hasSize(1);
    }

    @SuppressWarnings("unchecked")
    private static UniEmitter<LoadedStates> cast(UniEmitter<? super LoadedStates> emitter) {
        return (UniEmitter<LoadedStates>) emitter;
    }

    @Test
    void statesFromPostgresqlAreNotContinuedByTheLogButLoadedAgain() {
        // given
        replica.reload();
        loads.poll().complete(new LoadedStates(SeatStates.available(new Position(1, 2), 10), false));
        assertThat(replica.position()).isEqualTo(new Position(1, 2));

        // when
        replica.apply(new Position(1, 3), List.of(new SeatChange(3, SeatState.HELD)));

        // then
        assertThat(replica.states().state(3))
                .as("what came before 3 was never seen")
                .isEqualTo(SeatState.AVAILABLE);
        assertThat(loads).hasSize(1);
        loads.poll().complete(shared(2, 1));
        assertThat(replica.isShared()).isTrue();
    }

    private static LoadedStates shared(long epoch, long version) {
        return new LoadedStates(SeatStates.available(new Position(epoch, version), 10), true);
    }
}
