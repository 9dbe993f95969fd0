package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.SellableEvents;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Setting up and steering rooms; each act is seen by all nodes with their next refresh. */
@ApplicationScoped
class WaitingRoomAdminService {

    private static final Logger LOG = Logger.getLogger(WaitingRoomAdminService.class);

    private final WaitingRoomRepository repository;
    private final SellableEvents events;
    private final DrawService draws;
    private final Rooms rooms;
    private final SecureRandom random = new SecureRandom();

    WaitingRoomAdminService(WaitingRoomRepository repository, SellableEvents events, DrawService draws, Rooms rooms) {
        this.repository = repository;
        this.events = events;
        this.draws = draws;
        this.rooms = rooms;
    }

    /** A room with its counts. */
    record Overview(WaitingRoom room, WaitingRoomRepository.Numbers numbers) {}

    /** How a room is; empty when nobody has set it up. */
    Uni<Optional<Overview>> look(EventId event) {
        return repository.room(event).chain(found -> found.map(room -> repository
                        .numbers(event, room.generation())
                        .map(numbers -> Optional.of(new Overview(room, numbers))))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /** Sets a room up; false when there is no such event. */
    Uni<Boolean> set(EventId event, RoomSettings settings) {
        byte[] seed = new byte[Sha256.SIZE];
        random.nextBytes(seed);
        return events.find(event)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(false)
                        : repository
                                .set(event, settings, seed)
                                .invoke(() -> done(event, "set mode=" + settings.mode()))
                                .replaceWith(true));
    }

    /** Sets rate and cap. */
    Uni<Boolean> rate(EventId event, int perMinute, int cap) {
        return repository.setRate(event, perMinute, cap).invoke(() -> done(event, "rate perMinute=" + perMinute));
    }

    /** Stops or resumes admitting. */
    Uni<Boolean> pause(EventId event, boolean paused) {
        return repository.pause(event, paused).invoke(() -> done(event, "paused=" + paused));
    }

    /** Opens with the next tick; a lobby is drawn. */
    Uni<Boolean> open(EventId event) {
        return repository.openNow(event).invoke(() -> done(event, "opened"));
    }

    /** Stops giving places, so that the room closes when nobody waits any more; or resumes. */
    Uni<Boolean> drain(EventId event, boolean draining) {
        return repository.drain(event, draining).invoke(() -> done(event, "draining=" + draining));
    }

    /** Names the beacon's value for a draw that waits for one. */
    Uni<Boolean> beacon(EventId event, String source, String value) {
        return repository.room(event).chain(room -> room.map(known -> draws.nameBeacon(known, source, value))
                .orElseGet(() -> Uni.createFrom().item(false)));
    }

    private void done(EventId event, String what) {
        LOG.infof("waiting room %s eventId=%s", what, event);
        rooms.refresh();
    }
}
