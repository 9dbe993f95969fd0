package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.seatmap.EventId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person is told of a room and the own place in it. */
@ApplicationScoped
class StatusView {

    private static final Duration OPEN_POLL = Duration.ofSeconds(30);

    /** Those who buy are asked this much more rarely than those in front of the door. */
    private static final int ADMITTED_POLLS = 2;

    private final AdmissionTokens tokens;
    private final WaitingRoomConfig config;

    StatusView(AdmissionTokens tokens, WaitingRoomConfig config) {
        this.tokens = tokens;
        this.config = config;
    }

    /** No admission is asked for. */
    WaitingStatus open(Instant now) {
        return status(WaitingStatus.State.OPEN, false, now, OPEN_POLL, null, null, null);
    }

    /** The lobby opens later. */
    WaitingStatus notYet(WaitingRoom room, Instant opensAt, Instant now) {
        Duration poll = Polling.inLobby(opensAt, now, 0, config.minPoll(), config.maxPoll());
        return status(WaitingStatus.State.LOBBY, false, now, poll, room, null, null);
    }

    /** The room as it is for somebody without a place. */
    WaitingStatus outside(RoomReplica replica, Instant now) {
        WaitingRoom room = replica.room();
        WaitingStatus.State state =
                room.phase() == WaitingRoom.Phase.LOBBY ? WaitingStatus.State.LOBBY : WaitingStatus.State.WAITING;
        return status(state, false, now, config.minPoll(), room, null, null);
    }

    /** The room as it is for somebody with a place. */
    WaitingStatus inside(RoomReplica replica, Place place, Instant now) {
        WaitingRoom room = replica.room();
        if (place.isAdmittedAt(now)) {
            return status(
                    WaitingStatus.State.ADMITTED,
                    true,
                    now,
                    config.minPoll().multipliedBy(ADMITTED_POLLS),
                    room,
                    place,
                    null);
        }
        if (place.state() == Place.State.ADMITTED) {
            // Over, though nobody has tidied it up yet.
            return outside(replica, now);
        }
        // While the draw is made, not everybody has a rank, and so nobody knows how many are ahead.
        if (place.state() != Place.State.WAITING || room.phase() == WaitingRoom.Phase.DRAWING) {
            Instant opensAt = room.settings().opensAt().orElse(now);
            Duration poll = Polling.inLobby(opensAt, now, replica.lobbySize(), config.minPoll(), config.maxPoll());
            return status(WaitingStatus.State.LOBBY, true, now, poll, room, place, null);
        }
        int ahead = replica.ahead(place);
        Optional<Estimate> estimate = replica.estimate(ahead, now);
        Duration poll = Polling.inLine(ahead, room.settings().cap(), estimate, config.minPoll(), config.maxPoll());
        return status(WaitingStatus.State.WAITING, true, now, poll, room, place, new InLine(ahead, estimate));
    }

    private record InLine(int ahead, Optional<Estimate> estimate) {}

    private WaitingStatus status(
            WaitingStatus.State state,
            boolean joined,
            Instant now,
            Duration poll,
            @Nullable WaitingRoom room,
            @Nullable Place place,
            @Nullable InLine line) {
        boolean admitted = state == WaitingStatus.State.ADMITTED;
        return new WaitingStatus(
                state,
                joined,
                place == null || room == null || place.rank() == 0 ? null : place.rank() - room.base(),
                line == null ? null : line.ahead(),
                line == null ? null : line.estimate().orElse(null),
                admitted && place != null && room != null ? token(room.event(), place) : null,
                admitted && place != null ? place.expiresAt().orElse(null) : null,
                place == null || admitted ? null : draw(place),
                null,
                joined || room == null ? null : room.settings().challenge().name(),
                room == null ? null : room.settings().lobbyOpensAt().orElse(null),
                room == null ? null : room.settings().opensAt().orElse(null),
                room == null || !room.paused() ? null : Boolean.TRUE,
                now,
                (int) poll.toSeconds());
    }

    private String token(EventId event, Place place) {
        return tokens.token(place.admission().orElseThrow(), event, place.accountId());
    }

    private static WaitingStatus.DrawView draw(Place place) {
        return new WaitingStatus.DrawView(place.generation(), place.number(), place.placeIdHex(), place.saltHex());
    }
}
