package gg.tiketi.seat.waitingroom;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How often people ask, and when silence means that they have gone. Pure. */
final class Polling {

    /** Asked this often in the time that is left, nobody is surprised by the turn. */
    private static final int LOOKS = 4;

    /** Longest time between two questions of those whose silence must be noticed within a minute. */
    private static final Duration NEAR = Duration.ofSeconds(15);

    /** Questions a second that a lobby may ask of all nodes. */
    private static final int LOBBY_QUESTIONS = 2_000;

    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(45);

    private static final int MISSED = 3;

    private Polling() {}

    /** Silence for so long after a question means that somebody has gone. */
    static Duration patience(Duration interval) {
        Duration missed = interval.multipliedBy(MISSED);
        return missed.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : missed;
    }

    /** When somebody in line asks again. */
    static Duration inLine(int ahead, int cap, Optional<Estimate> estimate, Duration least, Duration most) {
        Duration wished =
                estimate.map(wait -> Duration.ofSeconds(wait.low() / LOOKS)).orElse(most);
        Duration longest = ahead < 2 * cap && NEAR.compareTo(most) < 0 ? NEAR : most;
        return between(wished, least, longest);
    }

    /** When somebody in the lobby asks again: rarely in a full one, so that its opening is no stampede. */
    static Duration inLobby(Instant opensAt, Instant now, int size, Duration least, Duration most) {
        Duration left = Duration.between(now, opensAt).dividedBy(LOOKS);
        Duration share = Duration.ofSeconds(size / LOBBY_QUESTIONS);
        return between(left.compareTo(share) < 0 ? share : left, least, most);
    }

    private static Duration between(Duration wished, Duration least, Duration most) {
        if (wished.compareTo(least) < 0) {
            return least;
        }
        return wished.compareTo(most) > 0 ? most : wished;
    }
}
