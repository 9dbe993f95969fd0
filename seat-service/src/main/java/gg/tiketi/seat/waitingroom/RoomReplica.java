package gg.tiketi.seat.waitingroom;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One generation of a room in this node's memory: every live place, read from PostgreSQL in the order of its changes.
 * {@link Rooms} alone changes it, one refresh at a time; anybody reads. About 300 bytes a place.
 */
final class RoomReplica {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Map<UUID, Place> byAccount = new ConcurrentHashMap<>();
    private final Map<UUID, Place> admitted = new ConcurrentHashMap<>();
    private final Line line = new Line();
    private final AtomicInteger lobby = new AtomicInteger();
    private final AtomicInteger lastMinute = new AtomicInteger();
    private final Deque<Instant> admissions = new ArrayDeque<>();
    private volatile WaitingRoom room;
    private volatile Instant admittingSince;
    private volatile int highest;
    private volatile long change = -1;
    private volatile int place = -1;

    RoomReplica(WaitingRoom room, Instant now) {
        this.room = room;
        this.admittingSince = now;
    }

    WaitingRoom room() {
        return room;
    }

    /** The number of the last change that is in here. */
    long change() {
        return change;
    }

    /** The place of that change: a number of changes may concern many. */
    int changedPlace() {
        return place;
    }

    /** The account's live place. */
    Optional<Place> find(UUID account) {
        return Optional.ofNullable(byAccount.get(account));
    }

    int lobbySize() {
        return lobby.get();
    }

    int waiting() {
        return line.length();
    }

    int active() {
        return admitted.size();
    }

    Collection<Place> admitted() {
        return admitted.values();
    }

    /**
     * People in front of a place in line. Who joined between the last one that is in here and this one counts as waiting,
     * so that the number never grows.
     */
    int ahead(Place waiting) {
        int rank = waiting.rank() - room.base();
        return line.ahead(rank) + Math.max(0, rank - 1 - highest);
    }

    /** What can be said about the wait. */
    Optional<Estimate> estimate(int ahead, Instant now) {
        if (room.paused() || room.phase() != WaitingRoom.Phase.ADMITTING) {
            return Optional.empty();
        }
        long seen = Math.min(
                MINUTE.toSeconds(),
                Math.max(0, Duration.between(admittingSince, now).toSeconds()));
        return Estimate.of(ahead, lastMinute.get(), (int) seen, room.settings().perMinute());
    }

    /** Takes the room as it is now. */
    void take(WaitingRoom now, Instant at) {
        if (now.phase() != room.phase()) {
            admittingSince = at;
        }
        room = now;
    }

    /** Takes changes in their order. */
    void apply(List<WaitingRoomRepository.Change> changes) {
        changes.forEach(one -> {
            apply(one.place());
            change = one.number();
            place = one.place().number();
        });
    }

    /** Everything up to this change has been read. */
    void readUpTo(long number) {
        if (number > change) {
            change = number;
            place = Integer.MAX_VALUE;
        }
    }

    /** Forgets admissions of more than a minute ago. */
    void age(Instant now) {
        while (!admissions.isEmpty() && admissions.peekFirst().isBefore(now.minus(MINUTE))) {
            admissions.removeFirst();
        }
        lastMinute.set(admissions.size());
    }

    private void apply(Place now) {
        highest = Math.max(highest, now.rank() - room.base());
        Place before = byAccount.get(now.accountId());
        if (before != null && before.number() == now.number()) {
            leave(before);
        }
        if (now.state().isLive()) {
            enter(now);
            if (now.state() == Place.State.ADMITTED && (before == null || before.state() != Place.State.ADMITTED)) {
                now.admittedAt().filter(at -> now.fromLine()).ifPresent(admissions::addLast);
            }
        } else if (before != null && before.number() == now.number()) {
            byAccount.remove(now.accountId());
        }
    }

    private void enter(Place now) {
        byAccount.put(now.accountId(), now);
        switch (now.state()) {
            case LOBBY -> lobby.incrementAndGet();
            case WAITING -> line.add(now.rank() - room.base());
            case ADMITTED -> admitted.put(now.admission().orElseThrow(), now);
            default -> throw new IllegalStateException("not a live place: " + now.state());
        }
    }

    private void leave(Place before) {
        switch (before.state()) {
            case LOBBY -> lobby.decrementAndGet();
            case WAITING -> line.remove(before.rank() - room.base());
            case ADMITTED -> admitted.remove(before.admission().orElseThrow());
            default -> throw new IllegalStateException("not a live place: " + before.state());
        }
    }
}
