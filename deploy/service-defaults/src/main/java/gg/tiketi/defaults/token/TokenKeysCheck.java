package gg.tiketi.defaults.token;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Keeps traffic away from a service that would refuse every token because it knows no key yet. */
@Readiness
@ApplicationScoped
public class TokenKeysCheck implements HealthCheck {

    private final VerificationKeys keys;
    private final boolean needed;

    TokenKeysCheck(VerificationKeys keys, TokenConfig config) {
        this.keys = keys;
        this.needed = config.neededForReadiness();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("token-keys")
                .status(!needed || keys.isReady())
                .withData("known", keys.isReady())
                .build();
    }
}
