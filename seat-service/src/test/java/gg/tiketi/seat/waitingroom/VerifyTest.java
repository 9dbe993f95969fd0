package gg.tiketi.seat.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import gg.tiketi.deploy.local.Checkout;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier for everybody: no differences in a true log, and whatever is tampered with is found. */
class VerifyTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final int LOBBY = 300;
    private static final int LATE = 20;

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();

    /** Something done to a log. */
    private record Tampering(String found, Consumer<Map<String, Object>> act) {}

    private static final List<Tampering> TAMPERINGS = List.of(
            new Tampering("has rank", log -> swap(log, 3, 7, "rank")),
            new Tampering(
                    "is not that of the lobby's places", log -> places(log).remove(5)),
            new Tampering(
                    "is not that of the lobby's places",
                    log -> places(log).get(9).put("placeId", "ab".repeat(32))),
            new Tampering("is not the one whose hash", log -> draw(log).put("seed", "cd".repeat(32))),
            new Tampering("has rank", log -> draw(log).put("beaconValue", "chosen")),
            new Tampering("came as number", log -> swap(log, LOBBY + 2, LOBBY + 5, "rank")),
            new Tampering("was admitted before", log -> placeOfRank(log, 2).put("admittedAt", "2026-01-01T00:00:00Z")));

    @Test
    void aTrueLogHasNoDifferences() throws Exception {
        // given a log of two pages
        Map<String, Object> first = log();
        Map<String, Object> second = new HashMap<>(first);
        first.put("places", places(log()).subList(0, 100));
        second.put("places", places(log()).subList(100, LOBBY + LATE));

        // then
        Run run = verify(
                write("first", first),
                write("second", second),
                "--place",
                "" + places(first).get(3).get("placeId"));
        assertThat(run.text()).as("seed %d", seed).contains("300 of them drawn, 0 differences", "your place: number 4");
        assertThat(run.code()).isZero();
    }

    @Test
    void everyTamperingIsFound() throws Exception {
        for (Tampering tampering : TAMPERINGS) {
            // given
            Map<String, Object> log = log();
            tampering.act().accept(log);

            // then
            Run run = verify(write("tampered", log));
            assertThat(run.text()).as("seed %d", seed).contains(tampering.found());
            assertThat(run.code()).isEqualTo(1);
        }
    }

    @Test
    void rubbishIsNoLog() throws Exception {
        assertThat(verify(Files.writeString(folder.resolve("rubbish"), "{\"draw\":{}")
                                .toString())
                        .code())
                .isEqualTo(2);
    }

    private record Run(int code, String text) {}

    private static Run verify(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                Checkout.root().resolve("deploy/draw/Verify.java").toString()));
        command.addAll(List.of(arguments));
        File output = File.createTempFile("verify", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output.toPath());
        Files.delete(output.toPath());
        return new Run(process.exitValue(), text);
    }

    private String write(String name, Map<String, Object> log) throws IOException {
        return Files.writeString(folder.resolve(name), new ObjectMapper().writeValueAsString(log))
                .toString();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> places(Map<String, Object> log) {
        return (List<Map<String, Object>>) log.get("places");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> draw(Map<String, Object> log) {
        return (Map<String, Object>) log.get("draw");
    }

    private static Map<String, Object> placeOfRank(Map<String, Object> log, int rank) {
        return places(log).stream()
                .filter(place -> place.get("rank").equals(rank))
                .findFirst()
                .orElseThrow();
    }

    private static void swap(Map<String, Object> log, int left, int right, String member) {
        Map<String, Object> one = places(log).get(left);
        Object kept = one.put(member, places(log).get(right).get(member));
        places(log).get(right).put(member, kept);
    }

    /** As the service publishes it. */
    private Map<String, Object> log() {
        Random random = new Random(seed);
        List<Draw.Ticket> lobby = new ArrayList<>();
        for (int i = 1; i <= LOBBY; i++) {
            lobby.add(new Draw.Ticket(i, bytes(random)));
        }
        byte[] drawn = bytes(random);
        byte[] root = Draw.root(lobby);
        Map<Integer, Integer> ranks = Draw.ranks(drawn, root, "18 21 30", lobby).stream()
                .collect(Collectors.toMap(Draw.Ranked::number, Draw.Ranked::rank));
        List<Map<String, Object>> places = new ArrayList<>();
        lobby.forEach(ticket -> places.add(place(ticket.number(), ticket.placeId(), ranks.get(ticket.number()), true)));
        for (int i = LOBBY + 1; i <= LOBBY + LATE; i++) {
            places.add(place(i, bytes(random), i, false));
        }
        Map<String, Object> draw = new LinkedHashMap<>();
        draw.put("generation", 1);
        draw.put("seedHash", HEX.formatHex(Sha256.of(drawn)));
        draw.put("seed", HEX.formatHex(drawn));
        draw.put("root", HEX.formatHex(root));
        draw.put("size", LOBBY);
        draw.put("beaconSource", "https://example.org/\"lottery\"");
        draw.put("beaconValue", "18 21 30");
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("event", "x");
        log.put("draw", draw);
        log.put("places", places);
        return log;
    }

    private static Map<String, Object> place(int number, byte[] id, int rank, boolean lobby) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("number", number);
        place.put("placeId", HEX.formatHex(id));
        place.put("rank", rank);
        place.put("lobby", lobby);
        place.put("fromLine", true);
        if (rank <= 10) {
            place.put(
                    "admittedAt",
                    Instant.parse("2026-11-01T00:00:00Z").plusSeconds(rank).toString());
        }
        return place;
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[Sha256.SIZE];
        random.nextBytes(bytes);
        return bytes;
    }
}
