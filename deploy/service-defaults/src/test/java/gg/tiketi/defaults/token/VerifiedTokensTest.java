package gg.tiketi.defaults.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gg.tiketi.defaults.problem.ProblemException;
import gg.tiketi.defaults.testing.TestTokens;
import io.smallrye.jwt.auth.principal.ParseException;
import java.net.URI;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {

    private record Settings() implements TokenConfig {
        @Override
        public String issuer() {
            return "https://tiketi.gg";
        }

        @Override
        public String audience() {
            return "tiketi";
        }

        @Override
        public URI jwksUrl() {
            return URI.create("http://localhost:3002");
        }

        @Override
        public Duration jwksRefresh() {
            return Duration.ofMinutes(1);
        }

        @Override
        public Duration jwksRetry() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Optional<URI> revocationsUrl() {
            return Optional.empty();
        }

        @Override
        public Duration revocationsRefresh() {
            return Duration.ofSeconds(3);
        }

        @Override
        public boolean neededForReadiness() {
            return true;
        }

        @Override
        public int cachedTokens() {
            return 10;
        }
    }

    /** Other keys than the test's, or none. */
    private record Keys(boolean isReady) implements VerificationKeys {
        @Override
        public Optional<PublicKey> byKeyId(String keyId) {
            return Optional.empty();
        }
    }

    /** The test's own keys. */
    private record TestKeys() implements VerificationKeys {
        @Override
        public Optional<PublicKey> byKeyId(String keyId) {
            return Optional.of(TestTokens.publicKey());
        }

        @Override
        public boolean isReady() {
            return true;
        }
    }

    private final String token = TestTokens.user(UUID.randomUUID());

    @Test
    void aTokenIsNotCalledBadWhileNoKeyIsKnown() {
        VerifiedTokens tokens = new VerifiedTokens(new Keys(false), nobody -> false, new Settings());

        assertThatThrownBy(() -> tokens.parse(token, null))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().type().status()).isEqualTo(503));
    }

    @Test
    void aTokenOfAnUnknownKeyIsRefused() {
        VerifiedTokens tokens = new VerifiedTokens(new Keys(true), nobody -> false, new Settings());

        assertThatThrownBy(() -> tokens.parse(token, null)).isInstanceOf(ParseException.class);
    }

    @Test
    void aTokenThatWasGoodIsRefusedOnceItsSignInEnded() throws Exception {
        // given
        UUID session = UUID.randomUUID();
        AtomicBoolean isEnded = new AtomicBoolean();
        Revocations revocations =
                fingerprint -> isEnded.get() && fingerprint.equals(Revocations.fingerprint(session.toString()));
        VerifiedTokens tokens = new VerifiedTokens(new TestKeys(), revocations, new Settings());
        String itsToken = TestTokens.user(UUID.randomUUID(), session);
        String anotherToken = TestTokens.user(UUID.randomUUID(), UUID.randomUUID());
        assertThat(tokens.parse(itsToken, null)).isNotNull();

        // when
        isEnded.set(true);

        // then
        assertThatThrownBy(() -> tokens.parse(itsToken, null)).isInstanceOf(ParseException.class);
        assertThat(tokens.parse(anotherToken, null)).isNotNull();
    }
}
