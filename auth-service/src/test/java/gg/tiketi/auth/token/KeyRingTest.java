package gg.tiketi.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final SigningKey older = SigningKey.create(NOW.minus(Duration.ofDays(30)));

    @Test
    void theNewestKeySignsOnceEveryoneCouldReadIt() {
        // given
        SigningKey newer = SigningKey.create(NOW.minus(AHEAD));

        // when
        SigningKey signer = new KeyRing(List.of(older, newer)).signer(NOW, AHEAD);

        // then
        assertThat(signer).isEqualTo(newer);
    }

    @Test
    void aKeyJustAddedIsPublishedButDoesNotSignYet() {
        // given
        SigningKey newer = SigningKey.create(NOW.minus(AHEAD).plusSeconds(1));
        KeyRing ring = new KeyRing(List.of(older, newer));

        // when
        SigningKey signer = ring.signer(NOW, AHEAD);

        // then
        assertThat(signer).isEqualTo(older);
        assertThat(ring.find(newer.keyId())).contains(newer);
    }

    @Test
    void theVeryFirstKeySignsAtOnce() {
        // given
        SigningKey first = SigningKey.create(NOW);

        // when
        SigningKey signer = new KeyRing(List.of(first)).signer(NOW, AHEAD);

        // then
        assertThat(signer).isEqualTo(first);
    }
}
