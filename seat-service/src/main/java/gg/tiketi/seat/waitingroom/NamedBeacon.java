package gg.tiketi.seat.waitingroom;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** An administrator names the value in time; the draw waits for it. */
@ApplicationScoped
class NamedBeacon implements Beacon {

    @Override
    public WaitingRoom.Beacon kind() {
        return WaitingRoom.Beacon.ADMIN;
    }

    @Override
    public Uni<Optional<Value>> value(Instant rootAt) {
        return Uni.createFrom().item(Optional.empty());
    }
}
