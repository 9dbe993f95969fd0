package gg.tiketi.deploy.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What PostgreSQL must say of one event's line after a run, whatever the number of nodes.
 *
 * @param perMinute the rate that the room was given
 * @param cap the most active admissions that it was given
 */
record LineRules(int perMinute, int cap) {

    private static final String STORED = "SELECT count(*) FROM seat.waiting_entry WHERE event_id = ?::uuid";

    private static final String DUPLICATES =
            "SELECT count(*) - count(DISTINCT rank) FROM seat.waiting_entry WHERE event_id = ?::uuid";

    private static final String INVERSIONS = """
            SELECT count(*) FROM (
                SELECT joined_at, max(joined_at) OVER (ORDER BY rank) AS latest FROM seat.waiting_entry
                WHERE event_id = ?::uuid) e
            WHERE joined_at < latest - interval '1 second'
            """;

    /** Each admission against the best start of a window that ends with it. */
    private static final String OVERSHOOT = """
            SELECT count(*) FROM (
                SELECT surplus - min(surplus) OVER (ORDER BY n) + 1 AS worst FROM (
                    SELECT n, n - extract(epoch FROM admitted_at) * %1$d / 60.0 AS surplus FROM (
                        SELECT admitted_at, row_number() OVER (ORDER BY admitted_at, rank) AS n FROM seat.waiting_entry
                        WHERE event_id = ?::uuid AND admitted_at IS NOT NULL) a) b) c
            WHERE worst > %1$d / 60.0 + 0.01
            """;

    private static final String OVER_CAP = """
            SELECT greatest(0, count(*) - %d) FROM seat.waiting_entry WHERE event_id = ?::uuid AND state = 'ADMITTED'
            """;

    private static final String SET_UP = """
            SELECT seat.waiting_room_set(?::uuid, 'FORCED', 1, %d, %d, 3600000, NULL, NULL, false, 'NONE', 'NONE',
                                         sha256('benchmark'))
            """;

    /** Has the event ask for admissions by these rules. */
    void open(Stage stage, SaleEvent event) throws SQLException {
        texts(stage, SET_UP.formatted(perMinute, cap), event);
    }

    /**
     * Reports each rule; one that is broken breaks the run.
     *
     * @param told joins that were answered with success
     */
    void check(Stage stage, SaleEvent event, long told) throws SQLException {
        must(stage, "joins told and not stored", Math.max(0, told - number(stage, STORED, event)));
        must(stage, "places given twice", number(stage, DUPLICATES, event));
        must(stage, "inversions over a second", number(stage, INVERSIONS, event));
        must(stage, "admissions over the rate, in any window", number(stage, OVERSHOOT.formatted(perMinute), event));
        must(stage, "admissions over the cap", number(stage, OVER_CAP.formatted(cap), event));
    }

    private static void must(Stage stage, String what, long found) {
        stage.report().add(Figure.atMost(what, found, "", 0));
        stage.report().checked("waiting-room", found == 0 ? List.of() : List.of(what + ": " + found));
    }

    private static long number(Stage stage, String query, SaleEvent event) throws SQLException {
        return Long.parseLong(texts(stage, query, event).getFirst());
    }

    /** The first column of what a query with the event's id says. */
    static List<String> texts(Stage stage, String query, SaleEvent event) throws SQLException {
        try (Connection connection = stage.suite().database()) {
            connection.createStatement().execute("SET search_path = seat");
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.setString(1, event.id());
                List<String> found = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(rows.getString(1));
                    }
                }
                return found;
            }
        }
    }
}
