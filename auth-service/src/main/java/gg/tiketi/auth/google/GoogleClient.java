package gg.tiketi.auth.google;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Talks to the issuer: where its doors are, which keys it signs with, what a code is worth. */
@ApplicationScoped
public class GoogleClient {

    private static final int OK = 200;
    private static final int SERVER_ERROR = 500;
    private static final int LARGEST_ANSWER = 262_144;

    /** A token with a key unknown to us makes us look again, but not more often than this. */
    private static final Duration KEYS_AT_MOST_EVERY = Duration.ofSeconds(10);

    private final HttpClient client;
    private final GoogleConfig config;
    private final Clock clock;
    private volatile @Nullable Issuer known;

    GoogleClient(Vertx vertx, GoogleConfig config, Clock clock) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) config.timeout().toMillis()));
        this.config = config;
        this.clock = clock;
    }

    /** What its discovery document and key set say. */
    record Issuer(String authorizationUrl, String tokenUrl, List<JsonWebKey> keys, Instant readAt) {}

    /** The issuer does not answer, or says that it cannot. */
    static final class Away extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Away(String message) {
            super(message, null, false, false);
        }
    }

    /** The issuer gives nothing for this code. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    /** The issuer, read again when that was long ago. */
    Uni<Issuer> issuer() {
        Issuer last = known;
        return last != null && last.readAt().plus(config.refresh()).isAfter(clock.instant())
                ? Uni.createFrom().item(last)
                : read();
    }

    /** The issuer with its keys of the moment, for a token that none of the known ones signed. */
    Uni<Issuer> issuerNow() {
        Issuer last = known;
        return last != null && last.readAt().plus(KEYS_AT_MOST_EVERY).isAfter(clock.instant())
                ? Uni.createFrom().item(last)
                : read();
    }

    /** The identity token that a code is worth; fails with {@link Away} or {@link Refused}. */
    Uni<String> exchange(Issuer issuer, Map<String, String> form) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(issuer.tokenUrl())
                .setTimeout(config.timeout().toMillis())
                .putHeader("Content-Type", "application/x-www-form-urlencoded")
                .putHeader("Accept", "application/json");
        return Uni.createFrom().completionStage(() -> send(request, Buffer.buffer(encoded(form)))
                .map(answer -> {
                    String token = answer.getString("id_token");
                    if (token == null) {
                        throw new Refused("no identity token");
                    }
                    return token;
                })
                .toCompletionStage());
    }

    private Uni<Issuer> read() {
        String discovery = config.issuer().toString().replaceFirst("/$", "") + "/.well-known/openid-configuration";
        return Uni.createFrom().completionStage(() -> get(discovery)
                .compose(document -> get(text(document, "jwks_uri")).map(keys -> take(document, keys)))
                .toCompletionStage());
    }

    private Issuer take(JsonObject document, JsonObject keys) {
        if (!config.issuer().toString().equals(text(document, "issuer"))) {
            throw new Away("the discovery document is another issuer's");
        }
        try {
            Issuer read = new Issuer(
                    text(document, "authorization_endpoint"),
                    text(document, "token_endpoint"),
                    new JsonWebKeySet(keys.encode()).getJsonWebKeys(),
                    clock.instant());
            known = read;
            return read;
        } catch (JoseException malformed) {
            throw new Away("the key set cannot be read");
        }
    }

    private Future<JsonObject> get(String url) {
        return send(
                new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(url)
                        .setTimeout(config.timeout().toMillis()),
                Buffer.buffer());
    }

    private Future<JsonObject> send(RequestOptions request, Buffer body) {
        return client.request(request)
                .compose(sent -> sent.send(body).compose(GoogleClient::json))
                .recover(failed -> Future.failedFuture(
                        failed instanceof Refused || failed instanceof Away
                                ? failed
                                : new Away(failed.getClass().getName())));
    }

    private static Future<JsonObject> json(HttpClientResponse response) {
        if (response.statusCode() >= SERVER_ERROR) {
            return Future.failedFuture(new Away("status " + response.statusCode()));
        }
        if (response.statusCode() != OK) {
            return Future.failedFuture(new Refused("status " + response.statusCode()));
        }
        return response.body().map(body -> {
            if (body.length() > LARGEST_ANSWER) {
                throw new Away("answer too large");
            }
            return body.toJsonObject();
        });
    }

    private static String text(JsonObject document, String name) {
        String value = document.getString(name);
        if (value == null) {
            throw new Away("nothing said about " + name);
        }
        return value;
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
