package gg.tiketi.system.alarm;

import gg.tiketi.system.Answer;
import gg.tiketi.system.Client;
import gg.tiketi.system.Sale;
import gg.tiketi.system.Tokens;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Some who look, some who reserve and one who pays, at a steady pace: enough for every rate that an alert asks for. */
final class Load implements AutoCloseable {

    private static final Duration PACE = Duration.ofMillis(50);
    private static final int READERS = 2;
    private static final int BUYERS = 2;

    private record Held(Client buyer, String reservation) {}

    private final Client visitor;
    private final Sale sale;
    private final Tokens tokens;
    private final List<Thread> threads = new ArrayList<>();
    private volatile @Nullable Held last;
    private volatile String payAt;
    private volatile boolean signedIn = true;
    private volatile boolean sold;
    private volatile boolean stopped;

    Load(Client visitor, Sale sale, Tokens tokens) {
        this.visitor = visitor;
        this.sale = sale;
        this.tokens = tokens;
        this.payAt = visitor.url();
        for (int i = 0; i < READERS; i++) {
            repeat(() -> visitor.get("/api/events?size=5"));
        }
        for (int i = 0; i < BUYERS; i++) {
            Random random = new Random(i);
            repeat(() -> reserve(sale.labels().get(random.nextInt(sale.labels().size()))));
        }
        repeat(this::pay);
    }

    /** Whether somebody has bought something. */
    boolean hasSold() {
        return sold;
    }

    /** Whether tokens are such as auth-service signs. */
    void signedIn(boolean whether) {
        signedIn = whether;
    }

    /** Who is asked to take the money: the gateway or a node. */
    void payAt(String url) {
        payAt = url;
    }

    private void reserve(String seat) {
        Client buyer = signedIn ? tokens.buyer() : visitor.withToken("no.access.token");
        Answer answer = sale.reserve(buyer, seat);
        if (answer.status() == 201) {
            last = new Held(buyer, answer.body().path("id").asText());
        }
    }

    private void pay() {
        Held held = last;
        if (held != null) {
            Answer answer = new Client(payAt)
                    .withToken(held.buyer().token())
                    .postOnce("/api/reservations/" + held.reservation() + "/payments", Map.of("method", "card"));
            sold |= answer.status() == 200;
        }
    }

    private void repeat(Runnable act) {
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("load-" + threads.size())
                .start(() -> {
                    while (!stopped) {
                        try {
                            act.run();
                        } catch (UncheckedIOException nobodyThere) {
                            // What an alert is about; the next one is asked soon.
                        }
                        LockSupport.parkNanos(PACE.toNanos());
                    }
                });
        threads.add(thread);
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(70));
        }
    }
}
