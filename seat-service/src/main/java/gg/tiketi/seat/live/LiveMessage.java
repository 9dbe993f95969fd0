package gg.tiketi.seat.live;

import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatChange;
import gg.tiketi.seat.seatmap.SeatsNow;
import gg.tiketi.seat.waitingroom.WaitingStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * The messages of the live feed, as JSON text; {@code asyncapi.json} describes them. Those that go to everybody name no
 * person.
 */
final class LiveMessage {

    private LiveMessage() {}

    /** All states: what a watcher starts from. */
    static String snapshot(SeatsNow seats) {
        return new JsonObject()
                .put("type", "snapshot")
                .put("eventId", seats.eventId().toString())
                .put("epoch", seats.epoch())
                .put("version", seats.version())
                .put("states", seats.states())
                .put("counts", counts(seats.counts()))
                .put("serverTime", now())
                .encode();
    }

    /** What changed since a version of the same epoch. */
    static String delta(long from, SeatsNow seats, List<SeatChange> changes) {
        JsonArray pairs = new JsonArray();
        changes.forEach(change ->
                pairs.add(new JsonArray().add(change.seat()).add(change.state().ordinal())));
        return new JsonObject()
                .put("type", "delta")
                .put("epoch", seats.epoch())
                .put("from", from)
                .put("version", seats.version())
                .put("changes", pairs)
                .put("counts", counts(seats.counts()))
                .encode();
    }

    /** Nothing changed, and the connection lives. */
    static String heartbeat(Position position) {
        return new JsonObject()
                .put("type", "heartbeat")
                .put("epoch", position.epoch())
                .put("version", position.version())
                .put("serverTime", now())
                .encode();
    }

    /** This node goes; come back after the time, another one may serve. */
    static String reconnect(Duration after) {
        return new JsonObject()
                .put("type", "reconnect")
                .put("reconnectAfterMs", after.toMillis())
                .encode();
    }

    /** From now on this connection also gets its account's own news. */
    static String signedIn(Instant until) {
        return new JsonObject()
                .put("type", "signed-in")
                .put("until", until.toString())
                .encode();
    }

    /** One of the viewer's own reservations has changed. */
    static JsonObject reservation(UUID reservation, String status) {
        return new JsonObject()
                .put("type", "reservation")
                .put("reservationId", reservation.toString())
                .put("status", status);
    }

    /** Where the viewer stands in the waiting room of the event. */
    static JsonObject queue(WaitingStatus status) {
        JsonObject message = new JsonObject()
                .put("type", "queue")
                .put("state", status.state().name())
                .put("joined", status.joined());
        if (status.place() != null) {
            message.put("place", status.place());
        }
        if (status.ahead() != null) {
            message.put("ahead", status.ahead());
        }
        if (status.estimate() != null) {
            message.put(
                    "estimate",
                    new JsonObject()
                            .put("low", status.estimate().low())
                            .put("high", status.estimate().high()));
        }
        return message;
    }

    /** The token ends soon; send the next one. */
    static String renew(Instant until) {
        return new JsonObject()
                .put("type", "renew")
                .put("until", until.toString())
                .encode();
    }

    /** The token has ended; the seats go on, own news do not. */
    static String signedOut() {
        return new JsonObject().put("type", "signed-out").encode();
    }

    /** A message was refused; the connection goes on unless it is closed at once. */
    static String error(Problem problem) {
        JsonObject error = new JsonObject()
                .put("type", "error")
                .put("problem", problem.type().type().toString())
                .put("status", problem.type().status())
                .put("title", problem.type().titleEn());
        if (problem.detail() != null) {
            error.put("detail", problem.detail());
        }
        return error.encode();
    }

    private static JsonObject counts(SeatsNow.Counts counts) {
        JsonObject object = new JsonObject()
                .put("available", counts.available())
                .put("held", counts.held())
                .put("sold", counts.sold())
                .put("blocked", counts.blocked());
        if (counts.standing() != null) {
            JsonArray standing = new JsonArray();
            counts.standing()
                    .forEach(section -> standing.add(new JsonObject()
                            .put("section", section.section())
                            .put("available", section.available())
                            .put("capacity", section.capacity())));
            object.put("standing", standing);
        }
        return object;
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
