package gg.tiketi.system.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Takes one piece of text out of a function of seat-service's schema, and puts the original back. */
final class Patch {

    private static final Map<String, String> ORIGINALS = new ConcurrentHashMap<>();

    private Patch() {}

    /** Fails when the function has not the text exactly once: the sabotage would be none. */
    static void apply(Connection connection, String function, String text, String replacement) throws SQLException {
        String original = TestEvent.text(
                connection,
                "SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
                        + " WHERE n.nspname = 'seat' AND p.proname = '" + function + "'");
        int at = original.indexOf(text);
        if (at < 0 || original.indexOf(text, at + 1) >= 0) {
            throw new IllegalStateException(function + " has not exactly once: " + text);
        }
        ORIGINALS.putIfAbsent(function, original);
        define(connection, original.replace(text, replacement));
    }

    /** Puts the original back, if it was ever changed. */
    static void undo(Connection connection, String function) throws SQLException {
        String original = ORIGINALS.remove(function);
        if (original != null) {
            define(connection, original);
        }
    }

    private static void define(Connection connection, String definition) throws SQLException {
        TestEvent.change(connection, "SET search_path = seat");
        TestEvent.change(connection, definition);
    }
}
