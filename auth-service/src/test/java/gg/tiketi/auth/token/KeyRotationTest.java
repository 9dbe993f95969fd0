package gg.tiketi.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final KeyFolder.Rotation ROTATION =
            new KeyFolder.Rotation(Duration.ofHours(1), Duration.ofMinutes(30));

    @TempDir
    Path folder;

    private record Issued(String keyId, Instant at) {}

    @Test
    void throughThreeRotationsNoTokenStillGoodIsRefusedAnywhere() {
        // given
        KeyFolder keys = new KeyFolder(folder);
        List<SigningKey> signing = keys.readOrCreate(START);
        List<SigningKey> lagging = signing;
        Set<String> published = ids(signing);
        Set<String> verifiers = published;
        Deque<Issued> good = new ArrayDeque<>();
        Set<String> used = new TreeSet<>();
        int refused = 0;
        int most = 0;

        // when
        for (int step = 0; step < 4 * 60 * 4; step++) {
            Instant now = START.plus(STEP.multipliedBy(step));
            if (step % KEY_RELOAD_STEPS == 0) {
                // A second node reads a minute later, the key set is cached for a minute, services read it each minute.
                verifiers = published;
                published = ids(lagging);
                lagging = signing;
                signing = keys.rotate(now, ROTATION);
            }
            for (List<SigningKey> node : List.of(signing, lagging)) {
                good.add(new Issued(new KeyRing(node).signer(now, AHEAD).keyId(), now));
            }
            while (good.getFirst().at().plus(LIFETIME).isBefore(now)) {
                good.removeFirst();
            }
            Set<String> known = verifiers;
            refused += (int) good.stream()
                    .filter(token -> !known.contains(token.keyId()))
                    .count();
            good.forEach(token -> used.add(token.keyId()));
            most = Math.max(most, known.size());
        }

        // then
        assertThat(refused).isZero();
        assertThat(used).hasSize(4);
        assertThat(most).isEqualTo(2);
        assertThat(keys.read()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aKeyThatSignsTooSoonOrGoesTooSoonWouldHaveBeenNoticed() {
        // given
        KeyFolder keys = new KeyFolder(folder);
        SigningKey first = keys.readOrCreate(START).getFirst();
        KeyFolder.Rotation hasty = new KeyFolder.Rotation(Duration.ofHours(1), Duration.ZERO);

        // when
        keys.rotate(START.plus(Duration.ofHours(1)), hasty);
        List<SigningKey> left = keys.rotate(START.plus(Duration.ofHours(1)).plusSeconds(1), hasty);

        // then
        assertThat(ids(left)).hasSize(1).doesNotContain(first.keyId());
    }

    private static Set<String> ids(List<SigningKey> keys) {
        return keys.stream().map(SigningKey::keyId).collect(Collectors.toUnmodifiableSet());
    }
}
