package gg.tiketi.deploy.local;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * Makes the suite's one database: a schema and a login role for each service, each role without any right on the
 * others' schemas. Running it again changes nothing but the passwords, which become those given.
 */
public final class Database {

    /** The database's name. */
    public static final String NAME = "tiketi";

    private Database() {}

    /** The login role of a service. */
    public static String role(String schema) {
        return "tiketi_" + schema;
    }

    /**
     * Creates what is missing.
     *
     * @param passwords schema name ({@code auth}, {@code event}, {@code seat}) to its role's password
     */
    public static void prepare(PostgresServer server, Map<String, String> passwords) throws SQLException {
        try (Connection connection = server.connectAsSuperuser("postgres")) {
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", NAME)) {
                execute(connection, "CREATE DATABASE " + NAME);
            }
        }
        try (Connection connection = server.connectAsSuperuser(NAME)) {
            execute(connection, "REVOKE ALL ON DATABASE " + NAME + " FROM PUBLIC");
            execute(connection, "REVOKE ALL ON SCHEMA public FROM PUBLIC");
            for (Map.Entry<String, String> entry : passwords.entrySet()) {
                prepareSchema(connection, entry.getKey(), entry.getValue());
            }
            if (passwords.containsKey("event")) {
                // Text search over Korean and English; lives in the schema of its only user.
                execute(connection, "CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA event");
            }
        }
    }

    private static void prepareSchema(Connection connection, String schema, String password) throws SQLException {
        String role = role(schema);
        if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
            execute(connection, "CREATE ROLE " + role + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT");
        }
        execute(connection, "ALTER ROLE " + role + " PASSWORD '" + password.replace("'", "''") + "'");
        execute(connection, "ALTER ROLE " + role + " SET search_path = " + schema);
        execute(connection, "GRANT CONNECT ON DATABASE " + NAME + " TO " + role);
        execute(connection, "CREATE SCHEMA IF NOT EXISTS " + schema + " AUTHORIZATION " + role);
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
