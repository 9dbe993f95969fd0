package gg.tiketi.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.deploy.local.Suite;
import gg.tiketi.system.Answer;
import gg.tiketi.system.Client;
import gg.tiketi.system.RunningSuite;
import gg.tiketi.system.Sale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What nobody may read: no token, password, e-mail address or account id in a log line or a broadcast. */
@ExtendWith(RunningSuite.class)
class SecretsTest {

    /** Not the one that the fuzz test blocks seats of: here a reservation has to succeed. */
    private static final String EVENT = "The Glass Forest, a Ballet";

    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*\\.?");
    private static final Pattern EMAIL = Pattern.compile("[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[a-z]{2,}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern PASSWORD = Pattern.compile("correct horse|battery staple|\\$argon2|\\$2[aby]\\$");
    // An address of ours, not of a person.
    private static final Set<String> OURS = Set.of("admin@tiketi.gg");

    @Test
    void noneIsWrittenOrBroadcast(Client client, Suite suite) throws IOException, SQLException {
        // given somebody who does everything, well and badly, while somebody else watches
        Sale sale = Sale.of(client, EVENT);
        List<String> frames = new ArrayList<>();
        Person person = Person.fresh(client);
        try (RawSocket watcher = RawSocket.open(client, "/ws/events/" + sale.id())) {
            frames.add(watcher.read().text());
            doEverything(client, person, sale);
            frames.add(watcher.read().text());
        }

        // when
        Set<String> accounts = accounts(suite);
        List<String> shown = new ArrayList<>();
        try (Stream<String> lines = Files.lines(Path.of("target", "suite.log"))) {
            lines.forEach(line -> shown.addAll(secrets(line, accounts)));
        }
        frames.forEach(frame -> shown.addAll(secrets(frame, accounts)));

        // then
        assertThat(accounts).contains(person.accountId());
        assertThat(shown).isEmpty();
    }

    /** The scan would see one. */
    @Test
    void whatIsSecretIsRecognised(Client client) {
        Person person = Person.fresh(client);
        Set<String> accounts = Set.of(person.accountId());
        assertThat(secrets("x " + person.client().token(), accounts)).isNotEmpty();
        assertThat(secrets("x " + person.email(), accounts)).isNotEmpty();
        assertThat(secrets("x=" + person.accountId(), accounts)).isNotEmpty();
        assertThat(secrets("pw " + Person.PASSWORD, accounts)).isNotEmpty();
        assertThat(secrets("reservation=" + UUID.randomUUID(), accounts)).isEmpty();
    }

    private static void doEverything(Client client, Person person, Sale sale) {
        client.register(person.email(), Person.PASSWORD);
        client.login(person.email(), "wrong " + Person.PASSWORD);
        client.post("/api/auth/login", "{\"email\":\"" + person.email() + "\",\"password\":");
        client.post("/api/auth/refresh", Map.of("refreshToken", person.refreshToken()));
        client.post("/api/auth/refresh", Map.of("refreshToken", person.refreshToken() + "x"));
        client.withToken(person.client().token() + "x").get("/api/auth/me");
        client.get("/api/reservations?access_token=" + person.client().token());
        person.client().get("/api/auth/me");
        person.client().get("/api/auth/sessions");
        Answer reserved =
                sale.reserve(person.client(), sale.labels().get(sale.labels().size() / 2));
        assertThat(reserved.status()).as(reserved.text()).isEqualTo(201);
        String reservation = "/api/reservations/" + reserved.body().path("id").asText();
        person.client().postOnce(reservation + "/payments", Map.of("method", "card"));
        person.client().deleteOnce(reservation);
        person.client().deleteOnce(reservation);
    }

    private static List<String> secrets(String line, Set<String> accounts) {
        List<String> found = new ArrayList<>();
        for (Pattern pattern : List.of(TOKEN, EMAIL, PASSWORD)) {
            Matcher matcher = pattern.matcher(line);
            while (matcher.find()) {
                if (!OURS.contains(matcher.group())) {
                    found.add(matcher.group() + " in " + line);
                }
            }
        }
        Matcher id = ID.matcher(line);
        while (id.find()) {
            if (accounts.contains(id.group())) {
                found.add("account " + id.group() + " in " + line);
            }
        }
        return found;
    }

    /** Everybody who has an account, or bought something with a token of ours. */
    private static Set<String> accounts(Suite suite) throws SQLException {
        Set<String> accounts = new HashSet<>();
        try (Connection database = suite.database();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT id::text FROM auth.account UNION SELECT account_id::text FROM seat.reservation")) {
            while (rows.next()) {
                accounts.add(rows.getString(1));
            }
        }
        return accounts;
    }
}
