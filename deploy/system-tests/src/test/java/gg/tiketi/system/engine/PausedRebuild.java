package gg.tiketi.system.engine;

import gg.tiketi.deploy.local.Port;
import gg.tiketi.deploy.local.Suite;
import gg.tiketi.system.Answer;
import gg.tiketi.system.Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;

/**
 * A node that makes an event's copy anew and stands still after it has read the database, while another node makes a
 * later copy.
 */
final class PausedRebuild {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Engine engine;
    private final TestEvent event;
    private final Wire.Held read;
    private final Future<Answer> rebuilding;

    private PausedRebuild(Engine engine, TestEvent event, Wire.Held read, Future<Answer> rebuilding) {
        this.engine = engine;
        this.event = event;
        this.read = read;
        this.rebuilding = rebuilding;
    }

    /** The copy is lost and the node begins to make it anew from what is read, which has this reservation in it. */
    static PausedRebuild begin(Engine engine, Wire database, Suite.Node node, TestEvent event, UUID reservation)
            throws SQLException, IOException {
        String mark = engine.text("SELECT owner FROM seat.reservation WHERE id = '" + reservation + "'");
        awaitApplied(engine, event);
        Wire.Held read = database.holdReplyWith(mark.getBytes(StandardCharsets.UTF_8));
        forget(engine, event);
        ExecutorService threads = Threads.pool();
        Future<Answer> rebuilding = threads.submit(() -> new Client(node.url()).get(event.path() + "/seats"));
        threads.shutdown();
        Awaitility.await("the node to have read").atMost(LIMIT).until(() -> read.hasArrived() || rebuilding.isDone());
        return new PausedRebuild(engine, event, read, rebuilding);
    }

    /** Makes the node that stands still look dead, so that another makes the copy, and sells these seats from it. */
    void outrunBy(Buyer buyer, List<String> seats) throws IOException {
        forget(engine, event);
        buyer.insist(Buyer.Request.reserve(event.id(), seats));
        awaitApplied(engine, event);
    }

    /** The node goes on with what it read. */
    void goOn() throws Exception {
        read.release();
        rebuilding.get();
    }

    private static void awaitApplied(Engine engine, TestEvent event) {
        Awaitility.await("the outbox to be empty")
                .atMost(LIMIT)
                .until(() ->
                        engine.number("SELECT count(*) FROM seat.seat_outbox WHERE event_id = '" + event.id() + "'")
                                == 0);
    }

    /** The event's copy is gone, with the mark of whoever is making one. */
    static void forget(Engine engine, TestEvent event) throws IOException {
        String keys = "seat:{" + event.id() + "}:";
        try (RedisTalk talk = RedisTalk.to(engine.suite().port(Port.REDIS), RedisTalk.password(engine.suite()))) {
            talk.tell("DEL", keys + "meta", keys + "seats", keys + "owners", keys + "provisional");
        }
    }
}
