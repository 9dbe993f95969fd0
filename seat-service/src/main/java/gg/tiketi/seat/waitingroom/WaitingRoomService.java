package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.SellableEvents;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Joining, asking and leaving. Asking is answered from memory; the others are on disk before they are answered. */
@ApplicationScoped
class WaitingRoomService {

    private static final Logger LOG = Logger.getLogger(WaitingRoomService.class);

    private final SellableEvents events;
    private final Rooms rooms;
    private final JoinQueue queue;
    private final Heartbeats heartbeats;
    private final StatusView view;
    private final Challenges challenges;
    private final WaitingRoomRepository repository;
    private final WaitingRoomStore store;
    private final WaitingRoomConfig config;
    private final Clock clock = Clock.systemUTC();

    WaitingRoomService(
            SellableEvents events,
            Rooms rooms,
            JoinQueue queue,
            Heartbeats heartbeats,
            StatusView view,
            Challenges challenges,
            WaitingRoomRepository repository,
            WaitingRoomStore store,
            WaitingRoomConfig config) {
        this.events = events;
        this.rooms = rooms;
        this.queue = queue;
        this.heartbeats = heartbeats;
        this.view = view;
        this.challenges = challenges;
        this.repository = repository;
        this.store = store;
        this.config = config;
    }

    /** Gives the caller a place, or tells the one it has. */
    Uni<JoinOutcome> join(JoinRequest request) {
        Instant now = clock.instant();
        Optional<RoomReplica> active = rooms.active(request.event());
        Optional<WaitingRoom> room = rooms.room(request.event());
        if (active.isEmpty()) {
            return room.flatMap(planned -> planned.opensLater(now))
                    .map(at -> Uni.createFrom().<JoinOutcome>item(new JoinOutcome.NotYet(Optional.of(at))))
                    .orElseGet(() -> withoutRoom(request.event(), now));
        }
        RoomReplica replica = active.get();
        Optional<Place> known = replica.find(request.account()).filter(place -> place.state() != Place.State.LOBBY);
        if (known.isPresent()) {
            return stands(heard(replica, known.get(), now));
        }
        RoomSettings settings = replica.room().settings();
        if (settings.verifiedEmail() && !request.verifiedEmail()) {
            return outcome(new JoinOutcome.NotEligible());
        }
        if (settings.challenge() != WaitingRoom.ChallengeKind.NONE
                && replica.find(request.account()).isEmpty()
                && !isAnswered(request)) {
            return outcome(new JoinOutcome.ChallengeRequired());
        }
        return queue.join(request.event(), request.account())
                .map(answer ->
                        answer.map(one -> toOutcome(request.event(), one)).orElseGet(JoinOutcome.Busy::new));
    }

    private boolean isAnswered(JoinRequest request) {
        return request.challenge() != null
                && challenges.isAnswered(
                        request.event(),
                        request.account(),
                        request.challenge(),
                        request.solution() == null ? "" : request.solution());
    }

    private JoinOutcome toOutcome(EventId event, JoinQueue.Answer answer) {
        Instant now = clock.instant();
        return switch (answer.outcome()) {
            case "JOINED", "THERE" -> {
                rooms.refresh();
                yield rooms.active(event)
                        .<JoinOutcome>map(replica -> new JoinOutcome.Stands(told(replica, answer, now)
                                .withReceipt(answer.receipt().orElse(null))))
                        .orElseGet(JoinOutcome.Busy::new);
            }
            case "NOT_YET" -> new JoinOutcome.NotYet(rooms.room(event).flatMap(room -> room.opensLater(now)));
            case "DRAINING" -> new JoinOutcome.Draining();
            default -> new JoinOutcome.Stands(view.open(now));
        };
    }

    /** A place that was just given was written as heard of. */
    private WaitingStatus told(RoomReplica replica, JoinQueue.Answer answer, Instant now) {
        Place place = answer.place().orElseThrow();
        return answer.outcome().equals("JOINED") ? view.inside(replica, place, now) : heard(replica, place, now);
    }

    /** How it stands with the caller; empty when there is no such event. */
    Uni<JoinOutcome> status(EventId event, UUID account) {
        Instant now = clock.instant();
        Optional<RoomReplica> active = rooms.active(event);
        if (active.isEmpty()) {
            Optional<WaitingRoom> planned = rooms.room(event);
            return planned.flatMap(room -> room.opensLater(now))
                    .map(at -> stands(view.notYet(planned.orElseThrow(), at, now)))
                    .orElseGet(() -> withoutRoom(event, now));
        }
        RoomReplica replica = active.get();
        return replica.find(account)
                .map(place -> stands(heard(replica, place, now)))
                // Perhaps it joined at another node a moment ago.
                .orElseGet(() -> repository
                        .live(event, account)
                        .map(place -> new JoinOutcome.Stands(place.map(known -> heard(replica, known, now))
                                .orElseGet(() -> view.outside(replica, now)))));
    }

    private Uni<JoinOutcome> withoutRoom(EventId event, Instant now) {
        if (!rooms.isReady()) {
            return outcome(new JoinOutcome.Busy());
        }
        return events.find(event)
                .map(found ->
                        found.isPresent() ? new JoinOutcome.Stands(view.open(now)) : new JoinOutcome.UnknownEvent());
    }

    /** Each question is a sign of life. */
    private WaitingStatus heard(RoomReplica replica, Place place, Instant now) {
        WaitingStatus status = view.inside(replica, place, now);
        heartbeats.hear(replica.room().event(), place, Duration.ofSeconds(status.pollAfterSeconds()));
        return status;
    }

    /** A sign of life without a question. */
    void heard(EventId event, UUID account) {
        rooms.active(event)
                .ifPresent(replica -> replica.find(account).ifPresent(place -> heard(replica, place, clock.instant())));
    }

    /** Gives the caller's place, and the admission with it, up; nothing when there is none. */
    Uni<Void> leave(EventId event, UUID account) {
        return repository
                .leave(event, account)
                .invoke(left -> left.ifPresent(place -> rooms.refresh()))
                .chain(left -> left.flatMap(WaitingRoomRepository.Left::admission)
                        .map(admission ->
                                store.end(event, admission).onFailure().recoverWithNull())
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Forgets the places of events that are long over, a bounded number at a time. */
    @Scheduled(
            every = "${tiketi.waiting-room.retention-interval:1h}",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forgetOldPlaces() {
        return repository
                .forget(config.retention(), config.retentionBatch())
                .chain(gone -> gone == config.retentionBatch()
                        ? forgetOldPlaces()
                        : Uni.createFrom().voidItem())
                .onFailure()
                .invoke(failure -> LOG.warnf("old places not forgotten reason=%s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    private static Uni<JoinOutcome> stands(WaitingStatus status) {
        return outcome(new JoinOutcome.Stands(status));
    }

    private static Uni<JoinOutcome> outcome(JoinOutcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
