package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.seatmap.EventId;
import java.time.Instant;
import java.util.Optional;

/**
 * One event's waiting room as it is.
 *
 * @param event the event
 * @param settings what an administrator wants
 * @param paused whether nobody is admitted for the moment
 * @param draining whether no new places are given, and the room closes when nobody waits
 * @param phase what it does now
 * @param generation counts its openings; places and admissions of earlier ones are over
 * @param base the last place of earlier generations
 * @param lastChange the number of the latest change of any place
 * @param tickedAt when the room was last looked after, by the database's clock
 */
record WaitingRoom(
        EventId event,
        RoomSettings settings,
        boolean paused,
        boolean draining,
        Phase phase,
        int generation,
        int base,
        long lastChange,
        Instant tickedAt) {

    /** When admission is asked for. */
    enum Mode {
        /** Never. */
        OFF,
        /** While enough people buy at once. */
        AUTOMATIC,
        /** Always, from the opening of the lobby on if there is one. */
        FORCED
    }

    /** Where a room is. */
    enum Phase {
        /** No admission is asked for. */
        IDLE,
        /** People gather; the draw will put them in order. */
        LOBBY,
        /** The lobby is closed and its order is being drawn; who comes now stands behind it. */
        DRAWING,
        /** The line moves. */
        ADMITTING
    }

    /** Where the number comes from that nobody could know when the lobby closed. */
    enum Beacon {
        /** There is none: the operator is trusted not to have chosen the seed by the places. */
        NONE,
        /** An administrator names it, such as a drawing of a public lottery. */
        ADMIN,
        /** It is read from the URL in the settings. */
        HTTP
    }

    /** What a newcomer has to do. */
    enum ChallengeKind {
        /** Nothing. */
        NONE,
        /** A proof of work, or, for those who cannot do it, a longer wait. */
        PROOF_OF_WORK
    }

    /** Whether admission is asked for. */
    boolean isActive() {
        return phase != Phase.IDLE;
    }

    /** When the lobby opens, while it has not yet. */
    Optional<Instant> opensLater(Instant now) {
        return phase == Phase.IDLE && settings.mode() == Mode.FORCED
                ? settings.lobbyOpensAt().filter(now::isBefore)
                : Optional.empty();
    }
}
