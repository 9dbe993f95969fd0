package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.seatmap.EventId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Joins in batches: one transaction of an event is on its way at a time, and whoever comes meanwhile is in the next, at
 * most {@code max-batch} of them. So a lonely join waits for nobody, and in a rush a commit to disk serves many. Nobody is
 * answered before the commit of the own batch is.
 */
@ApplicationScoped
class JoinQueue {

    private final WaitingRoomRepository repository;
    private final Receipts receipts;
    private final WaitingRoomConfig config;
    private final SecureRandom random = new SecureRandom();
    private final Map<EventId, Gathering> gatherings = new ConcurrentHashMap<>();

    JoinQueue(WaitingRoomRepository repository, Receipts receipts, WaitingRoomConfig config) {
        this.repository = repository;
        this.receipts = receipts;
        this.config = config;
    }

    /** What became of it; the receipt belongs to the place. */
    record Answer(String outcome, Optional<Place> place, Optional<Receipts.Receipt> receipt) {}

    /** Those who wait for a batch, in the order of coming. Only touched within {@code gatherings.compute}. */
    private static final class Gathering {
        private final Map<UUID, List<UniEmitter<? super Optional<Answer>>>> waiting = new LinkedHashMap<>();
        private boolean onTheWay;
    }

    private record Batch(List<UUID> accounts, List<List<UniEmitter<? super Optional<Answer>>>> emitters) {}

    /** A place for the account; empty when too many wait already. */
    Uni<Optional<Answer>> join(EventId event, UUID account) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            Uni<Optional<Answer>> answer = Uni.createFrom().emitter(emitter -> enter(event, account, emitter));
            // Request data lives on the caller's context, so it goes on there.
            return caller == null ? answer : answer.emitOn(task -> caller.runOnContext(there -> task.run()));
        });
    }

    private void enter(EventId event, UUID account, UniEmitter<? super Optional<Answer>> emitter) {
        AtomicBoolean full = new AtomicBoolean();
        gatherings.compute(event, (id, known) -> {
            Gathering gathering = known == null ? new Gathering() : known;
            if (gathering.waiting.size() >= config.maxWaiting()) {
                full.set(true);
            } else {
                gathering
                        .waiting
                        .computeIfAbsent(account, nobody -> new ArrayList<>())
                        .add(emitter);
            }
            return gathering;
        });
        if (full.get()) {
            emitter.complete(Optional.empty());
        }
        sendNext(event);
    }

    private void sendNext(EventId event) {
        List<UUID> accounts = new ArrayList<>();
        List<List<UniEmitter<? super Optional<Answer>>>> emitters = new ArrayList<>();
        gatherings.computeIfPresent(event, (id, gathering) -> {
            if (!gathering.onTheWay) {
                Iterator<Map.Entry<UUID, List<UniEmitter<? super Optional<Answer>>>>> all =
                        gathering.waiting.entrySet().iterator();
                while (all.hasNext() && accounts.size() < config.maxBatch()) {
                    Map.Entry<UUID, List<UniEmitter<? super Optional<Answer>>>> next = all.next();
                    accounts.add(next.getKey());
                    emitters.add(next.getValue());
                    all.remove();
                }
                gathering.onTheWay = !accounts.isEmpty();
            }
            return gathering.onTheWay ? gathering : null;
        });
        if (!accounts.isEmpty()) {
            send(event, new Batch(accounts, emitters));
        }
    }

    private void send(EventId event, Batch batch) {
        List<byte[]> salts = batch.accounts().stream().map(one -> salt()).toList();
        repository
                .join(event, batch.accounts(), salts, Polling.patience(config.maxPoll()))
                .onTermination()
                .invoke(() -> {
                    gatherings.computeIfPresent(event, (id, gathering) -> {
                        gathering.onTheWay = false;
                        return gathering;
                    });
                    sendNext(event);
                })
                .subscribe()
                .with(joined -> answer(event, batch, joined), failure -> batch.emitters()
                        .forEach(all -> all.forEach(one -> one.fail(failure))));
    }

    private void answer(EventId event, Batch batch, List<WaitingRoomRepository.Joined> joined) {
        List<Place> places =
                joined.stream().flatMap(one -> one.place().stream()).toList();
        Iterator<Receipts.Receipt> signed = receipts.sign(event, places).iterator();
        for (int i = 0; i < joined.size(); i++) {
            WaitingRoomRepository.Joined one = joined.get(i);
            Answer answer = new Answer(one.outcome(), one.place(), one.place().map(place -> signed.next()));
            batch.emitters().get(i).forEach(emitter -> emitter.complete(Optional.of(answer)));
        }
    }

    private byte[] salt() {
        byte[] salt = new byte[PlaceIds.SALT];
        random.nextBytes(salt);
        return salt;
    }
}
