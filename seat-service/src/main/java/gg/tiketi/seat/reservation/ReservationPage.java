package gg.tiketi.seat.reservation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * One page of reservations.
 *
 * @param items reservations, newest first
 * @param page 1 and up
 * @param size most items of a page
 * @param total how many there are over all pages
 */
record ReservationPage(List<JsonObject> items, int page, int size, long total) {

    String encode() {
        JsonArray array = new JsonArray();
        items.forEach(array::add);
        return new JsonObject()
                .put("items", array)
                .put("page", page)
                .put("size", size)
                .put("total", total)
                .encode();
    }
}
