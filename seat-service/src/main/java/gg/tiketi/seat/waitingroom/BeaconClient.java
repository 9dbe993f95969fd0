package gg.tiketi.seat.waitingroom;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Reads the beacon from the URL in the settings, such as a public randomness service or a block chain's latest block. */
@ApplicationScoped
class BeaconClient implements Beacon {

    private static final int MOST_LETTERS = 1_000;

    private final WebClient client;
    private final WaitingRoomConfig config;
    private final Clock clock = Clock.systemUTC();

    BeaconClient(Vertx vertx, WaitingRoomConfig config) {
        this.client = WebClient.create(vertx, new WebClientOptions().setConnectTimeout((int)
                        config.beaconTimeout().toMillis()));
        this.config = config;
    }

    @Override
    public WaitingRoom.Beacon kind() {
        return WaitingRoom.Beacon.HTTP;
    }

    @Override
    public Uni<Optional<Value>> value(Instant rootAt) {
        if (clock.instant().isBefore(rootAt.plus(config.beaconDelay()))) {
            return Uni.createFrom().item(Optional.empty());
        }
        URI url = config.beaconUrl().orElseThrow(() -> new IllegalStateException("no beacon url is set"));
        return client.getAbs(url.toString())
                .timeout(config.beaconTimeout().toMillis())
                .send()
                .map(answer -> Optional.of(new Value(url.toString(), text(answer))));
    }

    private static String text(HttpResponse<Buffer> answer) {
        String body = answer.bodyAsString();
        if (answer.statusCode() != 200 || body == null || body.isBlank() || body.length() > MOST_LETTERS) {
            throw new IllegalStateException("the beacon answered " + answer.statusCode());
        }
        return body.strip();
    }
}
