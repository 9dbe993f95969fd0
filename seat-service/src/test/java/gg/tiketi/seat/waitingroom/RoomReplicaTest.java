package gg.tiketi.seat.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.seat.seatmap.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoomReplicaTest {

    private static final int BASE = 1_000;
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    private final RoomReplica replica = new RoomReplica(room(), NOW);
    private long change;

    @Test
    void peopleAheadOnlyBecomeFewer() {
        // given
        List<Place> places =
                IntStream.rangeClosed(1, 100).mapToObj(this::waiting).toList();
        apply(places.toArray(Place[]::new));
        Place last = places.getLast();
        assertThat(replica.ahead(last)).isEqualTo(99);

        // when some are admitted, some leave, and others come
        apply(admitted(places.get(0)), admitted(places.get(1)), ended(places.get(50)), waiting(101));

        // then
        assertThat(replica.ahead(last)).isEqualTo(96);
        assertThat(replica.waiting()).isEqualTo(98);
        assertThat(replica.active()).isEqualTo(2);
        assertThat(replica.find(places.get(50).accountId())).isEmpty();
    }

    @Test
    void whoIsNotReadYetCountsAsAhead() {
        // given 10 in memory, and an answer for the 31st
        apply(IntStream.rangeClosed(1, 10).mapToObj(this::waiting).toArray(Place[]::new));
        Place mine = waiting(31);
        assertThat(replica.ahead(mine)).isEqualTo(30);

        // when the others are read
        apply(IntStream.rangeClosed(11, 30).mapToObj(this::waiting).toArray(Place[]::new));
        apply(mine);

        // then
        assertThat(replica.ahead(mine)).isEqualTo(30);
    }

    @Test
    void whoLeavesAndComesAgainHasTheNewPlaceOnly() {
        // given
        Place first = waiting(1);
        Place again = place(2, first.accountId(), Place.State.WAITING, BASE + 2);

        // when
        apply(first, ended(first), again);

        // then
        assertThat(replica.find(first.accountId())).contains(again);
        assertThat(replica.waiting()).isEqualTo(1);
        assertThat(replica.ahead(again)).isZero();
    }

    @Test
    void theEstimateIsMadeOfTheAdmissionsOfTheLastMinute() {
        // given
        List<Place> places =
                IntStream.rangeClosed(1, 40).mapToObj(this::waiting).toList();
        apply(places.toArray(Place[]::new));
        apply(places.subList(0, 20).stream().map(this::admitted).toArray(Place[]::new));

        // when a minute has passed since the line began to move
        replica.age(NOW.plusSeconds(60));

        // then
        Estimate wait = replica.estimate(19, NOW.plusSeconds(60)).orElseThrow();
        assertThat(wait.low()).isLessThanOrEqualTo(60);
        assertThat(wait.high()).isGreaterThanOrEqualTo(60);

        // and when nobody was admitted for a minute
        replica.age(NOW.plusSeconds(61));
        assertThat(replica.estimate(19, NOW.plusSeconds(61))).isEmpty();
    }

    private void apply(Place... places) {
        List<WaitingRoomRepository.Change> changes = new ArrayList<>();
        for (Place place : places) {
            changes.add(new WaitingRoomRepository.Change(++change, place));
        }
        replica.apply(changes);
        assertThat(replica.change()).isEqualTo(change);
    }

    private Place waiting(int rank) {
        return place(BASE + rank, UUID.randomUUID(), Place.State.WAITING, BASE + rank);
    }

    private Place admitted(Place place) {
        return new Place(
                place.number(),
                1,
                place.accountId(),
                place.placeId(),
                place.salt(),
                Place.State.ADMITTED,
                place.rank(),
                Optional.of(UUID.randomUUID()),
                Optional.of(NOW),
                Optional.of(NOW.plusSeconds(600)),
                true);
    }

    private Place ended(Place place) {
        return place(place.number(), place.accountId(), Place.State.LEFT, place.rank());
    }

    private static Place place(int number, UUID account, Place.State state, int rank) {
        return new Place(
                number,
                1,
                account,
                new byte[32],
                new byte[16],
                state,
                rank,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    private static WaitingRoom room() {
        RoomSettings settings = new RoomSettings(
                WaitingRoom.Mode.FORCED,
                1,
                60,
                10,
                Duration.ofMinutes(10),
                Optional.empty(),
                Optional.empty(),
                false,
                WaitingRoom.ChallengeKind.NONE,
                WaitingRoom.Beacon.NONE);
        return new WaitingRoom(
                new EventId(UUID.randomUUID()), settings, false, false, WaitingRoom.Phase.ADMITTING, 1, BASE, 0, NOW);
    }
}
