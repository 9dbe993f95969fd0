package gg.tiketi.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.deploy.local.Port;
import gg.tiketi.deploy.local.Suite;
import gg.tiketi.system.Answer;
import gg.tiketi.system.Client;
import gg.tiketi.system.Inside;
import gg.tiketi.system.RawRequest;
import gg.tiketi.system.RunningSuite;
import gg.tiketi.system.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No service takes a token that auth-service did not make for it, through the gateway or behind its back. */
@ExtendWith(RunningSuite.class)
class ForgedTokenTest {

    private static final int FEWEST = 40;

    /** Where a token is looked at: an operation, and what a good administrator's token gets there. */
    private record Door(Client client, String method, String path, int good) {

        Answer open(String authorization) {
            return send(this, path, List.of("Authorization: " + authorization));
        }

        @Override
        public String toString() {
            return method + " " + client.url() + path;
        }
    }

    private final List<Door> doors = new ArrayList<>();
    private final Person person;
    private final Map<String, Object> administrator;
    private final Tokens tokens;
    private final Client client;

    ForgedTokenTest(Suite suite, Client client, Tokens tokens) {
        this.client = client;
        this.tokens = tokens;
        this.person = Person.fresh(client);
        this.administrator = person.claims("admin");
        String unknown = "/api/admin/events/" + UUID.randomUUID();
        for (Client of : List.of(client, direct(suite, Port.AUTH))) {
            doors.add(new Door(of, "GET", "/api/auth/me", 200));
        }
        for (Client of : List.of(client, direct(suite, Port.EVENT))) {
            doors.add(new Door(of, "POST", unknown + "/stop-sale", 404));
        }
        for (Client of : List.of(client, direct(suite, Port.SEAT))) {
            doors.add(new Door(of, "GET", "/api/reservations", 200));
            doors.add(new Door(of, "GET", "/api/admin/integrity", 200));
        }
    }

    private static Client direct(Suite suite, Port port) {
        return new Client("http://localhost:" + suite.port(port));
    }

    @Test
    void noneIsAcceptedAnywhere() {
        // given
        Map<String, String> forged = ForgedTokens.all(
                tokens,
                administrator,
                client.get("/.well-known/jwks.json").body().path("keys").path(0),
                person.refreshToken());

        // when, then
        List<String> wrong = new ArrayList<>();
        for (Door door : doors) {
            forged.forEach((name, token) -> {
                Answer answer = door.open("Bearer " + token);
                // What is no header at all is refused for that.
                if (answer.status() != 401 && answer.status() != 400 && answer.status() != 431) {
                    wrong.add(name + " at " + door + ": " + answer.status() + " " + answer.text());
                } else if (!answer.text().isEmpty()) {
                    Inside.assertHidden(answer.text());
                }
            });
        }
        System.out.println(
                forged.size() + " forged tokens at " + doors.size() + " doors: " + wrong.size() + " accepted");
        assertThat(forged).hasSizeGreaterThanOrEqualTo(FEWEST);
        assertThat(wrong).isEmpty();
    }

    @Test
    void aGoodOneIsAcceptedEverywhere() {
        // given
        String good = tokens.sign(administrator);

        // when, then
        assertThat(doors).allSatisfy(door -> {
            Answer answer = door.open("Bearer " + good);
            assertThat(answer.status()).as(answer.text()).isEqualTo(door.good());
        });
    }

    @Test
    void aGoodOneInTheWrongPlaceIsNone() {
        // given
        String good = tokens.sign(administrator);
        List<List<String>> places = List.of(
                List.of("Authorization: Basic " + good),
                List.of("Authorization: Token " + good),
                List.of("Authorization: " + good),
                List.of("Authorization:"),
                List.of("X-Authorization: Bearer " + good),
                List.of("Proxy-Authorization: Bearer " + good),
                List.of("Cookie: Bearer=" + good + "; token=" + good + "; access_token=" + good),
                List.of("Sec-WebSocket-Protocol: bearer-token-carrier, " + good),
                List.of("X-Forwarded-User: admin", "X-User-Id: " + UUID.randomUUID(), "X-Roles: admin"),
                List.of("X-Internal-Token: " + good, "Tiketi-Internal: true"));

        // when, then
        for (Door door : doors) {
            for (List<String> headers : places) {
                assertThat(send(door, door.path(), headers).status())
                        .as(headers + " at " + door)
                        .isEqualTo(401);
            }
            for (String parameter : List.of("access_token", "token", "jwt", "Authorization")) {
                assertThat(send(door, door.path() + "?" + parameter + "=" + good, List.of())
                                .status())
                        .as(parameter + " at " + door)
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void twoAuthorizationsAreNotChosenFrom() {
        // given
        String good = tokens.sign(administrator);
        String forged = "eyJhbGciOiJub25lIn0.e30.";

        // when, then
        for (Door door : doors) {
            Answer answer = send(
                    door, door.path(), List.of("Authorization: Bearer " + forged, "Authorization: Bearer " + good));
            assertThat(answer.status()).as("at " + door).isIn(400, 401);
        }
    }

    /** With header lines as they are: Java's client takes no strange ones. */
    private static Answer send(Door door, String path, List<String> headers) {
        List<String> lines = new ArrayList<>(headers);
        if (door.method().equals("POST")) {
            lines.add("Content-Length: 0");
        }
        return RawRequest.send(door.client(), door.method(), path, lines, "");
    }
}
