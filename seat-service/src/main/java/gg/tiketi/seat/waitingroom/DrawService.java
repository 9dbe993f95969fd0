package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.seatmap.EventId;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Makes a draw, step by step: root → beacon → ranks → the line moves. Every step is stored before the next, each can be
 * done twice without harm, and the result depends on nothing else than what is stored: a node that dies in the middle is
 * replaced by any other.
 */
@ApplicationScoped
class DrawService {

    private static final Logger LOG = Logger.getLogger(DrawService.class);
    private static final Duration TURN = Duration.ofSeconds(30);

    /** Places in one statement: the room's lock is held meanwhile, and newcomers wait for it. */
    private static final int CHUNK = 5_000;

    private final DrawRepository repository;
    private final List<Beacon> beacons;

    DrawService(DrawRepository repository, @All List<Beacon> beacons) {
        this.repository = repository;
        this.beacons = List.copyOf(beacons);
    }

    /** Goes on with the draw of a room that is drawing, if no other node is at it. */
    Uni<Void> goOn(WaitingRoom room) {
        EventId event = room.event();
        return repository
                .takeTurn(event, room.generation(), TURN)
                .chain(mine -> mine
                        ? steps(room).eventually(() -> repository.endTurn(event, room.generation()))
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> steps(WaitingRoom room) {
        EventId event = room.event();
        return repository.find(event, room.generation()).chain(found -> {
            DrawRecord draw = found.orElseThrow();
            if (draw.root().isEmpty()) {
                return lobby(event, draw.generation())
                        .chain(lobby -> repository.setRoot(event, draw.generation(), Draw.root(lobby), lobby.size()))
                        .chain(() -> steps(room));
            }
            if (draw.beaconValue().isEmpty()) {
                return askBeacon(room, draw)
                        .chain(known -> known ? steps(room) : Uni.createFrom().voidItem());
            }
            return rank(event, draw);
        });
    }

    private Uni<Boolean> askBeacon(WaitingRoom room, DrawRecord draw) {
        Beacon asked = beacons.stream()
                .filter(one -> one.kind() == room.settings().beacon())
                .findFirst()
                .orElseThrow();
        return asked.value(draw.rootAt().orElseThrow()).chain(value -> value.map(
                        known -> repository.setBeacon(room.event(), draw.generation(), known.source(), known.value()))
                .orElseGet(() -> Uni.createFrom().item(false)));
    }

    private Uni<Void> rank(EventId event, DrawRecord draw) {
        return lobby(event, draw.generation())
                .map(lobby -> Draw.ranks(
                        draw.seed(),
                        draw.root().orElseThrow(),
                        draw.beaconValue().orElseThrow(),
                        lobby))
                .chain(ranks -> Multi.createFrom()
                        .iterable(ranks)
                        .group()
                        .intoLists()
                        .of(CHUNK)
                        .onItem()
                        .transformToUniAndConcatenate(chunk -> repository.rank(event, draw.generation(), chunk))
                        .collect()
                        .last())
                .chain(() -> repository.drawn(event, draw.generation()))
                .invoke(drawn -> LOG.infof(
                        "draw made=%s eventId=%s generation=%d places=%d",
                        drawn, event, draw.generation(), draw.size().orElse(0)))
                .replaceWithVoid();
    }

    /** Everybody who takes part, in the order of the numbers. */
    Uni<List<Draw.Ticket>> lobby(EventId event, int generation) {
        return more(event, generation, new ArrayList<>());
    }

    private Uni<List<Draw.Ticket>> more(EventId event, int generation, List<Draw.Ticket> all) {
        int after = all.isEmpty() ? 0 : all.getLast().number();
        return repository.lobby(event, generation, after, CHUNK).chain(page -> {
            all.addAll(page);
            return page.size() < CHUNK ? Uni.createFrom().item(all) : more(event, generation, all);
        });
    }

    /** The draw of a generation, 0 for the latest. */
    Uni<Optional<DrawRecord>> find(EventId event, int generation) {
        return repository.find(event, generation);
    }

    /** An administrator names the beacon's value; false when no draw waits for one. */
    Uni<Boolean> nameBeacon(WaitingRoom room, String source, String value) {
        return repository.setBeacon(room.event(), room.generation(), source, value);
    }

    /** Lines of the log after a number. */
    Uni<List<DrawRepository.LogLine>> log(EventId event, int generation, int after) {
        return repository.log(event, generation, after, CHUNK);
    }

    /** Whether a page of the log may not be the last. */
    static boolean isFull(List<DrawRepository.LogLine> page) {
        return page.size() == CHUNK;
    }
}
