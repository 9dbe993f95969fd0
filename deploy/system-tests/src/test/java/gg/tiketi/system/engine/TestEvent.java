package gg.tiketi.system.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An event on sale that only seat-service knows of, made in its schema in some milliseconds, so that each case of a test
 * has one of its own: sections A (4 rows of 10) and B (2 rows of 10), and 20 standing places.
 *
 * @param id the event
 * @param labels of all seats in order of position, those of the standing section left out
 * @param limit seats one person may have
 */
record TestEvent(UUID id, List<String> labels, int limit) {

    private static final UUID PLAN = UUID.fromString("00000000-0000-7000-8000-00000000e001");
    private static final int STANDING = 20;

    private static final String INSERT_PLAN =
            "INSERT INTO seat.seating_plan (plan_id, plan_version, document) VALUES (?, 1, ?) ON CONFLICT DO NOTHING";

    // Whatever else a migration adds to the tables is taken from an event of the sample.
    private static final String INSERT_EVENT = """
            INSERT INTO seat.event
            SELECT made.* FROM seat.event e,
                jsonb_populate_record(e, jsonb_build_object('id', ?::text, 'title_en', ?, 'title_ko', ?,
                    'change_number', 1, 'sale_stopped', false, 'max_seats_per_person', ?, 'plan_id', ?::text,
                    'plan_version', 1)) made
            WHERE e.id = (SELECT id FROM seat.event WHERE state = 'PUBLISHED' LIMIT 1)
            """;

    private static final String INSERT_TIER =
            "INSERT INTO seat.price_tier (event_id, name, price) VALUES (?, 'R', 110000), (?, 'S', 70000)";

    private static final String INSERT_WINDOW = """
            INSERT INTO seat.sale_window (event_id, opens_at, closes_at)
            VALUES (?, now() - interval '1 day', now() + interval '1 day')
            """;

    private static final String INSERT_SEATS = """
            INSERT INTO seat.seat (event_id, position, label, section, price_tier)
            SELECT ?, s.ordinality - 1, s.label, split_part(s.label, '-', 1),
                   CASE WHEN s.label LIKE 'A%' THEN 'R' ELSE 'S' END
            FROM unnest(?::text[]) WITH ORDINALITY AS s (label, ordinality)
            """;

    /** Makes one with this name. */
    static TestEvent create(Connection connection, String name, int limit) throws SQLException {
        TestEvent event = new TestEvent(UUID.randomUUID(), seats(), limit);
        List<String> places = new ArrayList<>(event.labels);
        IntStream.rangeClosed(1, STANDING).forEach(number -> places.add("Floor-*-" + number));
        connection.setAutoCommit(false);
        try (PreparedStatement plan = connection.prepareStatement(INSERT_PLAN);
                PreparedStatement row = connection.prepareStatement(INSERT_EVENT);
                PreparedStatement tier = connection.prepareStatement(INSERT_TIER);
                PreparedStatement window = connection.prepareStatement(INSERT_WINDOW);
                PreparedStatement seats = connection.prepareStatement(INSERT_SEATS)) {
            execute(plan, PLAN, document());
            execute(row, event.id.toString(), name, name, limit, PLAN.toString());
            execute(tier, event.id, event.id);
            execute(window, event.id);
            execute(seats, event.id, connection.createArrayOf("text", places.toArray()));
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
        return event;
    }

    private static void execute(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.executeUpdate();
    }

    /** Changes what the database knows, as the superuser; names of tables need their schema. */
    static void change(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The text that a query of the superuser gives. */
    static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            if (!found.next()) {
                throw new SQLException("no row: " + query);
            }
            return found.getString(1);
        }
    }

    String path() {
        return "/api/events/" + id;
    }

    private static List<String> seats() {
        List<String> labels = new ArrayList<>();
        for (int row = 1; row <= 6; row++) {
            String name = row <= 4 ? "A-" + row : "B-" + (row - 4);
            IntStream.rangeClosed(1, 10).forEach(number -> labels.add(name + "-" + number));
        }
        return List.copyOf(labels);
    }

    private static String document() {
        return """
                {"planId":"%s","planVersion":1,"venueId":"%s","sections":[
                 {"name":"A","priceTier":"R","rows":[%s],"standing":null},
                 {"name":"B","priceTier":"S","rows":[%s],"standing":null},
                 {"name":"Floor","priceTier":"S","rows":[],"standing":{"capacity":%d}}]}
                """.formatted(PLAN, PLAN, rows("A", 4), rows("B", 2), STANDING);
    }

    private static String rows(String section, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(row -> "{\"row\":\"" + row + "\",\"seats\":["
                        + IntStream.rangeClosed(1, 10)
                                .mapToObj(number -> "{\"label\":\"" + section + "-" + row + "-" + number
                                        + "\",\"number\":" + number + "}")
                                .collect(Collectors.joining(","))
                        + "]}")
                .collect(Collectors.joining(","));
    }
}
