package gg.tiketi.seat.waitingroom;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an administrator sets for one event.
 *
 * @param mode when admission is asked for
 * @param threshold people with unpaid reservations from which on an automatic room opens
 * @param perMinute most admissions a minute; a sixtieth of it, at least one, may come at once
 * @param cap most admissions alive at a time
 * @param admission how long an admission lives; buying renews it
 * @param lobbyOpensAt when people may gather for the draw; empty without a draw
 * @param opensAt when the lobby closes and the draw begins; there exactly when {@code lobbyOpensAt} is
 * @param verifiedEmail whether only accounts with a confirmed address may join
 * @param challenge what a newcomer has to do
 * @param beacon where the draw's public number comes from
 */
record RoomSettings(
        WaitingRoom.Mode mode,
        int threshold,
        int perMinute,
        int cap,
        Duration admission,
        Optional<Instant> lobbyOpensAt,
        Optional<Instant> opensAt,
        boolean verifiedEmail,
        WaitingRoom.ChallengeKind challenge,
        WaitingRoom.Beacon beacon) {}
