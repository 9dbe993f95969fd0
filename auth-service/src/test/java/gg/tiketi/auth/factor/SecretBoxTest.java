package gg.tiketi.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {

    private static final String OLD = "a".repeat(32);
    private static final String NEW = "b".repeat(32);
    private static final byte[] SECRET = {1, 2, 3, 4, 5};

    private final UUID account = UUID.randomUUID();

    @Test
    void whatIsStoredShowsNothingAndOpensForItsAccountOnly() {
        // given
        SecretBox box = new SecretBox(List.of(OLD));

        // when
        byte[] stored = box.seal(account, SECRET);

        // then
        assertThat(stored).isNotEqualTo(box.seal(account, SECRET)).hasSize(12 + SECRET.length + 16);
        assertThat(box.open(account, stored)).isEqualTo(SECRET);
        assertThatThrownBy(() -> box.open(UUID.randomUUID(), stored)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new SecretBox(List.of(NEW)).open(account, stored))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aNewKeyInFrontKeepsWhatTheOldOneMade() {
        // given
        SecretBox before = new SecretBox(List.of(OLD));
        SecretBox after = new SecretBox(List.of(NEW, OLD));

        // then
        assertThat(after.open(account, before.seal(account, SECRET))).isEqualTo(SECRET);
        assertThat(after.digests(account, "ABCD"))
                .contains(before.digests(account, "ABCD").getFirst());
        assertThat(before.digests(account, "ABCD")).isNotEqualTo(before.digests(UUID.randomUUID(), "ABCD"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "31 characters are one too few..", "                                        "})
    void aBadKeyRefusesTheStart(String key) {
        assertThatThrownBy(() -> new SecretBox(List.of(key))).hasMessageContaining("TIKETI_AUTH_SECOND_FACTOR_KEYS");
    }
}
