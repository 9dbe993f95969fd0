package gg.tiketi.seat.live;

import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatChange;
import gg.tiketi.seat.seatmap.SeatsNow;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The frames of the live feed, as JSON text. None of them names a person. */
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

    /** What changed between two positions of one epoch. */
    static String delta(Position from, SeatsNow seats, List<SeatChange> changes) {
        JsonArray pairs = new JsonArray();
        changes.forEach(change ->
                pairs.add(new JsonArray().add(change.seat()).add(change.state().ordinal())));
        return new JsonObject()
                .put("type", "delta")
                .put("epoch", seats.epoch())
                .put("from", from.version())
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
