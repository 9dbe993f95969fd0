package gg.tiketi.defaults.token;

import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * auth-service's keys, read in the background so that verifying never waits for the network. The last good set stays in
 * use while auth-service is away; until a first set arrived the service is not ready and every token is refused.
 */
@DefaultBean
@ApplicationScoped
public class JwksVerificationKeys implements VerificationKeys {

    private static final Logger LOG = Logger.getLogger(JwksVerificationKeys.class);
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int REQUEST_TIMEOUT_MS = 2_000;

    private final Vertx vertx;
    private final TokenConfig config;
    private final HttpClient client;
    private volatile Map<String, PublicKey> keys = Map.of();

    JwksVerificationKeys(Vertx vertx, TokenConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS));
    }

    void start(@Observes StartupEvent started) {
        refresh();
    }

    @Override
    public Optional<PublicKey> byKeyId(String keyId) {
        return Optional.ofNullable(keys.get(keyId));
    }

    @Override
    public boolean isReady() {
        return !keys.isEmpty();
    }

    private void refresh() {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(config.jwksUrl().toString())
                .setTimeout(REQUEST_TIMEOUT_MS);
        client.request(request)
                .compose(sent -> sent.send().compose(JwksVerificationKeys::okBody))
                .map(body -> parse(body.toString()))
                .onComplete(result -> {
                    if (result.succeeded()) {
                        keys = result.result();
                    } else {
                        LOG.debugf("keys not read url=%s reason=%s", config.jwksUrl(), result.cause());
                    }
                    vertx.setTimer(
                            (keys.isEmpty() ? config.jwksRetry() : config.jwksRefresh()).toMillis(),
                            timer -> refresh());
                });
    }

    private static Future<Buffer> okBody(HttpClientResponse response) {
        return response.statusCode() == 200 ? response.body() : Future.failedFuture("status " + response.statusCode());
    }

    /** RSA signing keys with an id; anything else in the set is not for us. */
    static Map<String, PublicKey> parse(String jwks) {
        try {
            return new JsonWebKeySet(jwks)
                    .getJsonWebKeys().stream()
                            .filter(key -> key.getKeyId() != null && "RSA".equals(key.getKeyType()))
                            .filter(PublicJsonWebKey.class::isInstance)
                            .collect(Collectors.toUnmodifiableMap(
                                    JsonWebKey::getKeyId, key -> ((PublicJsonWebKey) key).getPublicKey()));
        } catch (JoseException malformed) {
            throw new IllegalArgumentException("not a key set", malformed);
        }
    }
}
