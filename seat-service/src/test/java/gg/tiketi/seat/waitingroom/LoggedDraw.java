package gg.tiketi.seat.waitingroom;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The published log of a draw, computed again. */
record LoggedDraw(JsonPath json) {

    static LoggedDraw of(Response answer) {
        return new LoggedDraw(answer.jsonPath());
    }

    List<Map<String, Object>> lobby() {
        return json.<Map<String, Object>>getList("places").stream()
                .filter(place -> Boolean.TRUE.equals(place.get("lobby")))
                .toList();
    }

    /** What is not as it must be; nothing of a true log. */
    List<String> differences() {
        HexFormat hex = HexFormat.of();
        List<String> differences = new ArrayList<>();
        List<Draw.Ticket> tickets = lobby().stream()
                .map(place -> new Draw.Ticket((int) place.get("number"), hex.parseHex((String) place.get("placeId"))))
                .toList();
        byte[] seed = hex.parseHex(json.getString("draw.seed"));
        byte[] root = Draw.root(tickets);
        if (!hex.formatHex(Sha256.of(seed)).equals(json.getString("draw.seedHash"))) {
            differences.add("seed");
        }
        if (!hex.formatHex(root).equals(json.getString("draw.root"))) {
            differences.add("root");
        }
        for (Draw.Ranked ranked : Draw.ranks(seed, root, json.getString("draw.beaconValue"), tickets)) {
            lobby().stream()
                    .filter(place -> place.get("number").equals(ranked.number())
                            && !place.get("rank").equals(ranked.rank()))
                    .forEach(place -> differences.add("rank " + place));
        }
        json.<Map<String, Object>>getList("places").stream()
                .filter(place -> Boolean.FALSE.equals(place.get("lobby"))
                        && place.get("rank") != null
                        && !place.get("rank").equals(place.get("number")))
                .forEach(place -> differences.add("order " + place));
        return differences;
    }
}
