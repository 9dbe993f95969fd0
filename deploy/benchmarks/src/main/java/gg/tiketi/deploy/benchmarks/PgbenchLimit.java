package gg.tiketi.deploy.benchmarks;

import gg.tiketi.deploy.local.Port;
import gg.tiketi.deploy.local.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often PostgreSQL alone makes the very transaction that seat-service asks for when one buyer comes alone: the call of
 * the function reserve_batch is overheard in the log, and played by pgbench with other seats and people each time,
 * prepared, one thread, while the services stand still.
 */
final class PgbenchLimit {

    private static final Duration HEARING = Duration.ofSeconds(20);
    private static final Pattern CALL = Pattern.compile("execute [^:]*: (SELECT .*\\breserve_batch\\(.*)");
    private static final Pattern PARAMETER = Pattern.compile("\\$\\d+ = (NULL|'(?:[^']|'')*')");
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    // Each transaction takes the next seat; the step is coprime to the seats, so that they come from all over the hall.
    private static final String SCRIPT = """
            \\set n :n + 1
            \\set seat ((:n * :clients + :client_id) * 7919) %% %d
            %s;
            """;

    /** What differs from one reservation to the next, by the name of the function's argument. */
    private static final Map<String, String> VARIED = Map.of(
            "p_accounts", "ARRAY[('00000000-0000-4000-8000-' || lpad(:seat::text, 12, '0'))::uuid]",
            "p_reservations", "ARRAY[gen_random_uuid()]",
            "p_numbers", "ARRAY['P' || :seat::text]",
            "p_positions", "ARRAY[:seat::int]",
            "p_owners", "ARRAY[md5(:seat::text)]",
            "p_keys", "ARRAY['pgbench-' || :seat::text]");

    private static final String ARGUMENTS = """
            SELECT a.name, format_type(a.type, NULL)
            FROM pg_proc p, unnest(p.proargnames[1:p.pronargs], p.proargtypes::oid[]) WITH ORDINALITY AS a (name, type, i)
            WHERE p.proname = 'reserve_batch' AND p.pronamespace = 'seat'::regnamespace ORDER BY a.i
            """;

    private final Stage stage;
    private final List<String> heard = new ArrayList<>();

    PgbenchLimit(Stage stage) {
        this.stage = stage;
    }

    /** Transactions a second, and the processor time of PostgreSQL for one. */
    record Result(double rate, double cpuMillis) {}

    /** Plays the whole event empty. */
    Result play(SaleEvent event, RedisLimit.Act reserveOneSeat) throws IOException, SQLException {
        String statement = statement(reserveOneSeat);
        Path script = stage.file("reserve.sql");
        Files.writeString(script, SCRIPT.formatted(event.labels().size(), statement));
        int clients = stage.options().connections();
        // The last seats of the round are left out: one of them is the one that was reserved to be overheard.
        int each = (event.labels().size() - clients) / clients;
        stage.awaitQuiet();
        CpuMeter meter = new CpuMeter(stage.suite());
        pause("-STOP");
        try {
            Map<Part, Long> before = meter.read();
            String output = Command.run(
                    List.of(
                            "pgbench",
                            "-h",
                            "127.0.0.1",
                            "-p",
                            Integer.toString(stage.suite().port(Port.POSTGRES)),
                            "-U",
                            "tiketi_seat",
                            "-n",
                            "-M",
                            "prepared",
                            "-c",
                            Integer.toString(clients),
                            "-j",
                            "1",
                            "-t",
                            Integer.toString(each),
                            "-D",
                            "n=0",
                            "-D",
                            "clients=" + clients,
                            "-f",
                            script.toString(),
                            "tiketi"),
                    Map.of("PGPASSWORD", stage.suite().secret("postgres.seat")));
            long used = meter.read().getOrDefault(Part.POSTGRES, 0L) - before.getOrDefault(Part.POSTGRES, 0L);
            Matcher rate = RATE.matcher(output);
            if (!rate.find()) {
                throw new IOException("pgbench told no rate: " + output);
            }
            return new Result(Double.parseDouble(rate.group(1)), (double) used / (each * clients));
        } finally {
            pause("-CONT");
        }
    }

    /** The services ask PostgreSQL now and then even when nobody asks them; they would also apply what pgbench did. */
    private void pause(String signal) throws IOException {
        for (Service service : Service.values()) {
            Command.run(List.of("kill", signal, Long.toString(stage.suite().processId(service))));
        }
    }

    private String statement(RedisLimit.Act reserveOneSeat) throws IOException, SQLException {
        String call;
        String detail;
        try (Connection connection = stage.suite().database()) {
            stage.suite().listenToPostgres(line -> {
                synchronized (heard) {
                    heard.add(line);
                }
            });
            set(connection, "ALTER SYSTEM SET log_statement = 'all'");
            try {
                reserveOneSeat.once();
                call = await(CALL).group(1);
                detail = afterCall();
            } finally {
                set(connection, "ALTER SYSTEM RESET log_statement");
                stage.suite().listenToPostgres(null);
            }
            return replaced(call, detail, connection);
        }
    }

    private static void set(Connection connection, String setting) throws SQLException {
        connection.createStatement().execute(setting);
        connection.createStatement().execute("SELECT pg_reload_conf()");
        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }

    private Matcher await(Pattern wanted) throws IOException {
        Instant deadline = Instant.now().plus(HEARING);
        while (Instant.now().isBefore(deadline)) {
            synchronized (heard) {
                for (String line : heard) {
                    Matcher found = wanted.matcher(line);
                    if (found.find()) {
                        return found;
                    }
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new IOException("PostgreSQL logged no reservation");
    }

    /** The line with the parameters, which follows that of the call. */
    private String afterCall() throws IOException {
        await(Pattern.compile("(?i)DETAIL: +Parameters:"));
        synchronized (heard) {
            boolean called = false;
            for (String line : heard) {
                if (called && line.contains("DETAIL:")) {
                    return line;
                }
                called |= CALL.matcher(line).find();
            }
        }
        throw new IOException("PostgreSQL logged no parameters");
    }

    private static String replaced(String call, String detail, Connection connection) throws SQLException, IOException {
        List<String> values =
                PARAMETER.matcher(detail).results().map(match -> match.group(1)).toList();
        List<String> written = new ArrayList<>();
        try (PreparedStatement question = connection.prepareStatement(ARGUMENTS);
                ResultSet argument = question.executeQuery()) {
            while (argument.next()) {
                String value = values.get(written.size());
                String varied = VARIED.get(argument.getString(1));
                written.add(varied != null ? varied : value + "::" + argument.getString(2));
            }
        }
        if (written.size() != values.size()) {
            throw new IOException(
                    "reserve_batch has " + written.size() + " arguments, " + values.size() + " were logged");
        }
        String statement = call;
        for (int i = written.size(); i > 0; i--) {
            statement = statement.replace("$" + i, written.get(i - 1).replace("$", "\u0000"));
        }
        // A colon in a text would be taken for a variable of pgbench; two of them are a cast and stay.
        return statement.replace("\u0000", "$");
    }
}
