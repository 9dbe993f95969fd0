package gg.tiketi.seat.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gg.tiketi.seat.SeatServiceTest;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.SeatState;
import gg.tiketi.seat.seatmap.SeatStates;
import gg.tiketi.seat.seatmap.StoredSeat;
import gg.tiketi.seat.waitingroom.WaitingRoomStore;
import io.vertx.mutiny.redis.client.RedisAPI;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SeatServiceTest
class ClaimStoreTest {

    private static final ClaimOwner ANNA = new ClaimOwner("a".repeat(32));
    private static final ClaimOwner BERT = new ClaimOwner("b".repeat(32));

    @Inject
    ClaimStore store;

    @Inject
    RedisAPI redis;

    private final EventId event = new EventId(UUID.randomUUID());

    @BeforeEach
    void loadAnEmptyEvent() {
        load(1);
    }

    @Test
    void aClaimTakesAllSeatsOrNone() {
        // given
        assertThat(claim(ANNA, 1, 2)).isInstanceOf(ClaimOutcome.Claimed.class);

        // when
        ClaimOutcome second = claim(BERT, 2, 3);

        // then
        assertThat(second).isInstanceOfSatisfying(ClaimOutcome.Taken.class, taken -> assertThat(taken.seats())
                .containsExactly(2));
        assertThat(states().state(3)).isEqualTo(SeatState.AVAILABLE);
    }

    @Test
    void theSameOwnerIsRecognised() {
        claim(ANNA, 1);

        assertThat(claim(ANNA, 1)).isInstanceOf(ClaimOutcome.Known.class);
    }

    @Test
    void anOwnerWithAStoredReservationIsRecognisedAfterTheSeatIsFreeAgain() {
        apply(seat(1, SeatState.HELD, ANNA, 1));
        apply(seat(1, SeatState.AVAILABLE, ANNA, 2));

        assertThat(claim(ANNA, 1)).isInstanceOf(ClaimOutcome.Known.class);
        assertThat(store.knows(event, ANNA).await().indefinitely()).isTrue();
        assertThat(store.knows(event, BERT).await().indefinitely()).isFalse();
    }

    @Test
    void releaseFreesOnlyTheOwnersProvisionalSeats() {
        // given
        claim(ANNA, 1);
        claim(BERT, 2);
        apply(seat(2, SeatState.HELD, BERT, 1));

        // when
        store.release(event, ANNA, List.of(1, 2)).await().indefinitely();
        store.release(event, BERT, List.of(2)).await().indefinitely();

        // then
        assertThat(states().state(1)).isEqualTo(SeatState.AVAILABLE);
        assertThat(states().state(2)).as("confirmed by PostgreSQL since").isEqualTo(SeatState.HELD);
    }

    @Test
    void anOlderRevisionNeverOverwritesANewerOne() {
        apply(seat(5, SeatState.SOLD, ANNA, 3));
        apply(seat(5, SeatState.HELD, ANNA, 2));
        apply(seat(5, SeatState.AVAILABLE, ANNA, 1));

        assertThat(states().state(5)).isEqualTo(SeatState.SOLD);
    }

    @Test
    void aSeatThatBecameFreeAndWasClaimedAgainKeepsTheClaim() {
        // given
        apply(new StoredSeat(
                7, SeatState.HELD, ANNA.value(), Optional.of(Instant.now().minusSeconds(1)), 1));
        assertThat(claim(BERT, 7)).as("the hold has lapsed").isInstanceOf(ClaimOutcome.Claimed.class);

        // when
        apply(seat(7, SeatState.AVAILABLE, ANNA, 2));

        // then
        assertThat(claim(new ClaimOwner("c".repeat(32)), 7)).isInstanceOf(ClaimOutcome.Taken.class);
    }

    @Test
    void everyChangeRaisesTheVersionByOne() {
        long before = states().position().version();
        claim(ANNA, 1, 2, 3);
        store.release(event, ANNA, List.of(1, 2, 3)).await().indefinitely();

        assertThat(states().position().version()).isEqualTo(before + 2);
    }

    @Test
    void aRefusalChangesNothing() {
        claim(ANNA, 1);
        long before = states().position().version();
        claim(BERT, 1, 2);

        assertThat(states().position().version()).isEqualTo(before);
    }

    @Test
    void aCopyThatIsLostIsAbsent() {
        redis.del(List.of("seat:{" + event + "}:meta")).await().indefinitely();

        assertThatThrownBy(() -> claim(ANNA, 1)).isInstanceOf(ClaimStore.Absent.class);
        assertThatThrownBy(() -> apply(seat(1, SeatState.HELD, ANNA, 1))).isInstanceOf(ClaimStore.Absent.class);
    }

    @Test
    void aCopyBeingRebuiltTakesNoClaimsAndNoChanges() {
        assertThat(store.beginLoad(event, 2).await().indefinitely()).isTrue();

        assertThatThrownBy(() -> claim(ANNA, 1)).isInstanceOf(ClaimStore.NotLoaded.class);
        assertThatThrownBy(() -> apply(seat(1, SeatState.HELD, ANNA, 1))).isInstanceOf(ClaimStore.NotLoaded.class);
    }

    @Test
    void theLaterOfTwoRebuildersWins() {
        // given
        assertThat(store.beginLoad(event, 2).await().indefinitely()).isTrue();
        assertThat(store.beginLoad(event, 3).await().indefinitely()).isTrue();

        // when
        boolean stale = store.load(event, 2, 1, List.of(seat(1, SeatState.SOLD, ANNA, 1)), true)
                .await()
                .indefinitely();

        // then
        assertThat(stale).isFalse();
        assertThat(store.load(event, 3, 1, List.of(), true).await().indefinitely())
                .isTrue();
        assertThat(states().position().epoch()).isEqualTo(3);
        assertThat(states().state(1)).isEqualTo(SeatState.AVAILABLE);
        assertThat(store.beginLoad(event, 2).await().indefinitely())
                .as("an epoch that is over")
                .isFalse();
    }

    @Test
    void anAbandonedClaimLapses() {
        // given
        claim(ANNA, 1);
        redis.zadd(List.of("seat:{" + event + "}:provisional", "0", "1"))
                .await()
                .indefinitely();
        redis.hset(List.of("seat:{" + event + "}:seats", "1", "1|" + ANNA.value() + "|1|0|p"))
                .await()
                .indefinitely();

        // when
        store.lapse(event).await().indefinitely();

        // then
        await().atMost(Duration.ofSeconds(60)).until(() -> states().state(1) == SeatState.AVAILABLE);
    }

    private void load(long epoch) {
        store.beginLoad(event, epoch).await().indefinitely();
        store.load(event, epoch, 1, List.of(), true).await().indefinitely();
    }

    @Test
    void whereAdmissionIsAskedForOnlyALiveOneClaims() {
        // given
        UUID live = UUID.randomUUID();
        UUID over = UUID.randomUUID();
        String copy = WaitingRoomStore.admittedKey(event);
        long now = Instant.now().toEpochMilli();
        claim(ANNA, 1);
        redis.hsetAndAwait(List.of(
                copy,
                "#generation",
                "1",
                live.toString(),
                Long.toString(now + 60_000),
                over.toString(),
                Long.toString(now - 1)));

        // then
        assertThat(claim(BERT, Optional.empty(), 2)).isInstanceOf(ClaimOutcome.NotAdmitted.class);
        assertThat(claim(BERT, Optional.of(over), 2)).isInstanceOf(ClaimOutcome.NotAdmitted.class);
        assertThat(claim(BERT, Optional.of(UUID.randomUUID()), 2)).isInstanceOf(ClaimOutcome.NotAdmitted.class);
        assertThat(states().state(2)).isEqualTo(SeatState.AVAILABLE);
        assertThat(claim(ANNA, Optional.empty(), 1))
                .as("a repetition needs none")
                .isInstanceOf(ClaimOutcome.Known.class);
        assertThat(claim(BERT, Optional.of(live), 2)).isInstanceOf(ClaimOutcome.Claimed.class);

        // and when the copy is lost PostgreSQL decides
        redis.delAndAwait(List.of(copy));
        assertThat(claim(new ClaimOwner("c".repeat(32)), Optional.empty(), 3)).isInstanceOf(ClaimOutcome.Claimed.class);
    }

    private ClaimOutcome claim(ClaimOwner owner, Integer... seats) {
        return claim(owner, Optional.empty(), seats);
    }

    private ClaimOutcome claim(ClaimOwner owner, Optional<UUID> admission, Integer... seats) {
        return store.claim(event, owner, Candidates.exactly(List.of(seats)), admission)
                .await()
                .indefinitely();
    }

    private void apply(StoredSeat seat) {
        store.apply(event, List.of(seat)).await().indefinitely();
    }

    private SeatStates states() {
        return store.read(event, 10).await().indefinitely();
    }

    private static StoredSeat seat(int position, SeatState state, ClaimOwner owner, long revision) {
        return new StoredSeat(position, state, owner.value(), Optional.empty(), revision);
    }
}
