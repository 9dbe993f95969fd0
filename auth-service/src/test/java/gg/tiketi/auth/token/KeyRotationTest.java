package gg.tiketi.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays hours of rotation in the order in which nodes and services really see the keys, with nobody's clock but ours. */
class KeyRotationTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final Duration STEP = Duration.ofSeconds(15);
    private static final int KEY_RELOAD_STEPS = 4;
    private static final int STEPS = 4 * 60 * 4;
    private static final KeyFolder.Rotation ROTATION =
            new KeyFolder.Rotation(Duration.ofHours(1), Duration.ofMinutes(30));

    @TempDir
    Path temporary;

    private record Issued(String keyId, Instant at) {}

    /**
     * What came of four hours.
     *
     * @param refused how often a service met a good token whose key it did not know
     * @param signers keys that signed
     * @param most keys known at once
     */
    private record Played(int refused, int signers, int most) {}

    @Test
    void throughThreeRotationsNoTokenStillGoodIsRefusedAnywhere() {
        // when
        Played played = play(ROTATION, AHEAD);

        // then
        assertThat(played).isEqualTo(new Played(0, 4, 2));
    }

    @Test
    void aKeyThatSignsAtOnceOrIsRemovedAtOnceWouldBeNoticed() {
        // when
        Played signsAtOnce = play(ROTATION, Duration.ZERO);
        Played goneAtOnce = play(new KeyFolder.Rotation(Duration.ofHours(1), AHEAD), AHEAD);

        // then
        assertThat(signsAtOnce.refused()).isPositive();
        assertThat(goneAtOnce.refused()).isPositive();
    }

    private Played play(KeyFolder.Rotation rotation, Duration ahead) {
        KeyFolder keys = new KeyFolder(folder(rotation, ahead));
        List<SigningKey> signing = keys.readOrCreate(START);
        List<SigningKey> lagging = signing;
        Set<String> published = ids(signing);
        Set<String> verifiers = published;
        Deque<Issued> good = new ArrayDeque<>();
        Set<String> signers = new TreeSet<>();
        int refused = 0;
        int most = 0;
        for (int step = 0; step < STEPS; step++) {
            Instant now = START.plus(STEP.multipliedBy(step));
            if (step % KEY_RELOAD_STEPS == 0) {
                // A second node reads a minute later, the key set is cached for a minute, services read it each minute.
                verifiers = published;
                published = ids(lagging);
                lagging = signing;
                signing = keys.rotate(now, rotation);
            }
            for (List<SigningKey> node : List.of(signing, lagging)) {
                String signer = new KeyRing(node).signer(now, ahead).keyId();
                signers.add(signer);
                good.add(new Issued(signer, now));
            }
            while (good.getFirst().at().plus(LIFETIME).isBefore(now)) {
                good.removeFirst();
            }
            Set<String> known = verifiers;
            refused += (int) good.stream()
                    .filter(token -> !known.contains(token.keyId()))
                    .count();
            most = Math.max(most, known.size());
        }
        return new Played(refused, signers.size(), most);
    }

    private Path folder(KeyFolder.Rotation rotation, Duration ahead) {
        try {
            return Files.createDirectory(temporary.resolve(rotation.retire() + "-" + ahead));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static Set<String> ids(List<SigningKey> keys) {
        return keys.stream().map(SigningKey::keyId).collect(Collectors.toUnmodifiableSet());
    }
}
