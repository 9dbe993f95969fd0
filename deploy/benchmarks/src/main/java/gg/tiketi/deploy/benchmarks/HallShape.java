package gg.tiketi.deploy.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** A hall of equal sections of rows. */
record HallShape(int sections, int rows, int seats) {

    static final String TIER = "All";

    static final HallShape OF_265 = new HallShape(1, 5, 53);
    static final HallShape OF_4900 = new HallShape(7, 20, 35);
    static final HallShape OF_20000 = new HallShape(40, 25, 20);
    static final HallShape OF_50000 = new HallShape(100, 25, 20);

    List<String> labels() {
        List<String> labels = new ArrayList<>(sections * rows * seats);
        for (int section = 1; section <= sections; section++) {
            for (int row = 1; row <= rows; row++) {
                for (int seat = 1; seat <= seats; seat++) {
                    labels.add("S" + section + "-" + row + "-" + seat);
                }
            }
        }
        return labels;
    }

    /** The plan in the shape in which event-service stores it. */
    String document(String plan, String venue) {
        StringBuilder text = new StringBuilder(sections * rows * seats * 64);
        text.append("{\"planId\":\"%s\",\"planVersion\":1,\"venueId\":\"%s\",\"sections\":[".formatted(plan, venue));
        for (int section = 1; section <= sections; section++) {
            text.append(section > 1 ? "," : "")
                    .append("{\"name\":\"S%d\",\"priceTier\":\"%s\",\"rows\":[".formatted(section, TIER));
            for (int row = 1; row <= rows; row++) {
                text.append(row > 1 ? "," : "").append("{\"row\":\"%d\",\"seats\":[".formatted(row));
                addRow(text, section, row);
                text.append("]}");
            }
            text.append("],\"standing\":null}");
        }
        return text.append("]}").toString();
    }

    private void addRow(StringBuilder text, int section, int row) {
        for (int seat = 1; seat <= seats; seat++) {
            int x = (section % 10) * (seats + 2) + seat;
            int y = section / 10 * (rows + 3) + row;
            text.append(seat > 1 ? "," : "")
                    .append("{\"label\":\"S%d-%d-%d\",\"number\":\"%d\",\"x\":%d.0,\"y\":%d.0}"
                            .formatted(section, row, seat, seat, x, y));
        }
    }
}
