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

    private final String token = TestTokens.user(UUID.randomUUID());

    @Test
    void aTokenIsNotCalledBadWhileNoKeyIsKnown() {
        VerifiedTokens tokens = new VerifiedTokens(new Keys(false), new Settings());

        assertThatThrownBy(() -> tokens.parse(token, null))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().type().status()).isEqualTo(503));
    }

    @Test
    void aTokenOfAnUnknownKeyIsRefused() {
        VerifiedTokens tokens = new VerifiedTokens(new Keys(true), new Settings());

        assertThatThrownBy(() -> tokens.parse(token, null)).isInstanceOf(ParseException.class);
    }
}
