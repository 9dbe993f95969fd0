package gg.tiketi.system.engine;

import gg.tiketi.system.history.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Many buyers of one event at once, who reserve, pay, cancel, leave before the answer, repeat with the same key, ask
 * twice at the same moment, try what belongs to others, and let holds lapse. Every one of them keeps asking with the
 * same key until the answer is clear. What they do is drawn from a seed; when it happens is not.
 */
final class Crowd implements AutoCloseable {

    private static final int LONGEST_PAUSE_MILLIS = 30;
    private static final int LONGEST_STAY_MILLIS = 25;
    /** Few seats for many buyers: most wishes collide. */
    private static final int WANTED_SEATS = 55;

    private final Engine engine;
    private final TestEvent event;
    private final Ledger ledger;
    private final Duration patience;
    private final Queue<UUID> known = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Threads.pool();
    private final List<Future<?>> buyers = new ArrayList<>();
    private volatile boolean running = true;

    private Crowd(Engine engine, TestEvent event, Ledger ledger, Duration patience) {
        this.engine = engine;
        this.event = event;
        this.ledger = ledger;
        this.patience = patience;
    }

    /** So many buyers begin. */
    static Crowd start(Engine engine, TestEvent event, Ledger ledger, int size, long seed) {
        return start(engine, event, ledger, size, seed, Buyer.PATIENCE);
    }

    /** So many begin, who give a request up when it is not clear after so long. */
    static Crowd start(Engine engine, TestEvent event, Ledger ledger, int size, long seed, Duration patience) {
        Crowd crowd = new Crowd(engine, event, ledger, patience);
        SplittableRandom seeds = new SplittableRandom(seed);
        IntStream.range(0, size).forEach(i -> {
            SplittableRandom random = seeds.split();
            crowd.buyers.add(crowd.threads.submit(() -> crowd.act(random)));
        });
        return crowd;
    }

    /** Lets everybody finish what they have begun; fails when one of them failed. */
    void finish() throws Exception {
        running = false;
        for (Future<?> buyer : buyers) {
            buyer.get();
        }
    }

    @Override
    public void close() {
        running = false;
        threads.close();
    }

    private void act(SplittableRandom random) {
        Buyer buyer = engine.buyer(ledger);
        List<UUID> own = new ArrayList<>();
        List<Buyer.Request> made = new ArrayList<>();
        while (running) {
            int what = random.nextInt(100);
            if (what < 35 || own.isEmpty()) {
                Call call = ask(buyer, random, wish(random), made);
                if (call.status() == 201 && call.subject() != null) {
                    own.add(call.subject());
                    known.add(call.subject());
                }
            } else if (what < 45) {
                ask(buyer, random, Buyer.Request.pay(own.get(random.nextInt(own.size()))), made);
            } else if (what < 80) {
                UUID id = own.get(random.nextInt(own.size()));
                if (ask(buyer, random, Buyer.Request.cancel(id), made).status() != 409) {
                    own.remove(id);
                }
            } else if (what < 85) {
                meddle(buyer, random);
            } else if (what < 95) {
                buyer.insist(made.get(random.nextInt(made.size())), patience);
            } else {
                own.addAll(atOnce(buyer, random));
            }
            LockSupport.parkNanos(
                    Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS)).toNanos());
        }
    }

    private Call ask(Buyer buyer, SplittableRandom random, Buyer.Request request, List<Buyer.Request> made) {
        made.add(request);
        if (random.nextInt(100) < 15) {
            buyer.vanish(request, Duration.ofMillis(random.nextInt(LONGEST_STAY_MILLIS)));
        }
        return buyer.insist(request, patience);
    }

    private Buyer.Request wish(SplittableRandom random) {
        int how = random.nextInt(10);
        if (how == 0) {
            return Buyer.Request.reserve(event.id(), "{\"bestAvailable\":{\"count\":2}}", Set.of());
        }
        if (how == 1) {
            return Buyer.Request.reserve(event.id(), "{\"standing\":{\"section\":\"Floor\",\"count\":1}}", Set.of());
        }
        int first = random.nextInt(WANTED_SEATS);
        List<String> labels = event.labels();
        return Buyer.Request.reserve(event.id(), labels.subList(first, first + 1 + random.nextInt(2)));
    }

    /** Tries to pay for or to cancel what is most probably somebody else's. */
    private void meddle(Buyer buyer, SplittableRandom random) {
        UUID somebodys = known.poll();
        if (somebodys != null) {
            buyer.once(random.nextBoolean() ? Buyer.Request.pay(somebodys) : Buyer.Request.cancel(somebodys));
            known.add(somebodys);
        }
    }

    /** Several wishes of one person at the same moment, each of them twice. */
    private Set<UUID> atOnce(Buyer buyer, SplittableRandom random) {
        List<Future<Call>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Buyer.Request request = wish(random);
            answers.add(threads.submit(() -> buyer.insist(request, patience)));
            answers.add(threads.submit(() -> buyer.insist(request, patience)));
        }
        Set<UUID> own = new HashSet<>();
        for (Future<Call> answer : answers) {
            Call call = join(answer);
            if (call.status() == 201 && call.subject() != null) {
                own.add(call.subject());
            }
        }
        return own;
    }

    private static Call join(Future<Call> answer) {
        try {
            return answer.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }
}
