package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Call.Phase;
import gg.tiketi.seat.simulation.Transition.Store;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event on sale: nodes, clients, Redis with a follower, PostgreSQL, the provider, and everything that is on its way
 * between them. Nothing happens by itself: every effect is a step that somebody takes.
 */
final class World {

    static final int STRAYS = 8;

    final Sabotage sabotage;
    final Coverage coverage;
    final Books books;
    final Database database;
    final Copy copy;
    final Copy follower;
    final Provider provider = new Provider();
    final List<Node> nodes = new ArrayList<>();
    final List<Client> clients = new ArrayList<>();
    final @Nullable Call<?>[] strays = new Call<?>[STRAYS];
    final Invariants invariants;
    final Faults faults = new Faults(this);
    final @Nullable List<String> story;

    long now = 1_000;
    long redisSkew;
    boolean redisUp = true;
    /** Which server process answers; another one after a restart or failover. */
    long redisServer = 1;
    /** The copy may lack changes for a reason outside the protocol, and nobody has repaired or rebuilt it yet. */
    boolean copySuspect;

    private int nextKey = 1;

    World(Sabotage sabotage, Coverage coverage, boolean told) {
        this.sabotage = sabotage;
        this.coverage = coverage;
        this.story = told ? new ArrayList<>() : null;
        this.books = new Books(Numbers.SEATS, Numbers.MAX_SEATS_PER_PERSON, sabotage);
        this.database = new Database(books);
        this.copy = new Copy(Numbers.SEATS, sabotage);
        this.follower = new Copy(Numbers.SEATS, sabotage);
        for (int id = 0; id < Numbers.NODES; id++) {
            nodes.add(new Node(id, sabotage));
        }
        for (int id = 0; id < Numbers.CLIENTS; id++) {
            clients.add(new Client(id));
        }
        copy.publishTo(this::publish);
        this.invariants = new Invariants(this);
    }

    long redisTime() {
        return now + redisSkew;
    }

    long nodeTime(Node node) {
        return now + node.clockSkew;
    }

    int freshKey() {
        return nextKey++;
    }

    private void publish(LogMessage message) {
        if (message.position().version() == 1) {
            copySuspect = false;
        }
        for (Node node : nodes) {
            if (node.subscribed) {
                node.log.add(message);
            }
        }
        tell("    log", message);
    }

    void tell(String what, Object more) {
        if (story != null) {
            story.add(what + " " + more);
        }
    }

    /** Takes a call one effect further; false when nothing could happen. */
    boolean goOn(Call<?> call) {
        if (call.phase == Phase.ANSWERED) {
            return true;
        }
        Store store = call.transition.store;
        Act act = call.act;
        boolean reachable =
                switch (store) {
                    case REDIS -> redisUp && call.node.reachesRedis;
                    case DATABASE, TRANSACTION -> database.up;
                    case PROVIDER -> true;
                };
        if (!reachable) {
            call.fail();
            return true;
        }
        if (act == null) {
            call.happen();
        } else if (!database.goOn(call, act, now)) {
            return false;
        }
        coverage.done(call.transition);
        invariants.touched(store);
        return true;
    }

    /** Answers a request: what has been promised so far must fit. */
    void answered(RequestTask task, Reply reply) {
        tell("    answer to client " + task.request.client() + ":", reply);
        invariants.checkAnswer(task, reply);
        Client client = clients.get(task.request.client());
        if (task.request.equals(client.waiting)) {
            client.reply = reply;
        }
    }

    /** Whether a node may rely on the copy. */
    Copy.Use use(Node node) {
        return copy.use(redisTime(), redisServer, node.replica.seen());
    }

    /** The seats that carry a provisional mark of an owner. */
    int marksOf(int owner) {
        int marks = 0;
        for (int seat = 0; seat < Numbers.SEATS; seat++) {
            CopyEntry entry = copy.entry(seat);
            if (entry.provisional() && entry.owner() == owner) {
                marks |= 1 << seat;
            }
        }
        return marks;
    }

    /** All committed states, four bits a seat. */
    long committedStates() {
        long states = 0;
        for (int seat = 0; seat < Numbers.SEATS; seat++) {
            states |= (long) books.seats[seat].state << (seat * 4);
        }
        return states;
    }

    /** Nobody waits for this call any more, but it is still on its way. */
    void stray(Call<?> call) {
        if (call.phase == Phase.ANSWERED) {
            return;
        }
        for (int i = 0; i < STRAYS; i++) {
            if (strays[i] == null) {
                strays[i] = call;
                return;
            }
        }
        vanish(call);
    }

    /** It never happens: the request is lost, or its transaction is rolled back. */
    void vanish(Call<?> call) {
        if (call.act != null) {
            database.end(call);
        }
    }
}
