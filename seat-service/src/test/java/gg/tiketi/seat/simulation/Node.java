package gg.tiketi.seat.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One running seat-service: all of it is forgotten when it dies. */
final class Node {

    /** Places for requests: a client's first and its repetition while that one is still at work. */
    static final int REQUESTS = 2 * Numbers.CLIENTS;

    static final int OUTBOX = REQUESTS;
    static final int TAKEOVER = REQUESTS + 1;
    static final int SWEEP = REQUESTS + 2;
    static final int RECOVERY = REQUESTS + 3;
    static final int LAPSE = REQUESTS + 4;
    static final int RELOAD = REQUESTS + 5;
    static final int COMPARE = REQUESTS + 6;
    static final int ADMIN = REQUESTS + 7;
    static final int TASKS = REQUESTS + 8;

    final int id;
    final @Nullable Task[] tasks = new Task[TASKS];
    final Deque<LogMessage> log = new ArrayDeque<>();
    boolean up = true;
    boolean reachesRedis = true;
    boolean subscribed;
    boolean logLost = true;
    boolean changed;
    long clockSkew;
    Books.@Nullable Rules rules;
    long rulesAt;
    Replica replica;
    int suspects;

    Node(int id, Sabotage sabotage) {
        this.id = id;
        this.replica = new Replica(sabotage);
    }

    /** Forgets everything, as a process does that dies. */
    void die(Sabotage sabotage) {
        up = false;
        java.util.Arrays.fill(tasks, null);
        log.clear();
        subscribed = false;
        logLost = true;
        changed = false;
        rules = null;
        replica = new Replica(sabotage);
        suspects = 0;
    }

    /** The seat log broke off; what was on its way is gone. */
    void loseLog() {
        log.clear();
        subscribed = false;
        logLost = true;
    }
}
