package gg.tiketi.system.engine;

import gg.tiketi.deploy.local.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** What can happen to the engine's processes and lines; each leaves all of it running again. */
enum Fault {
    /** seat-service is killed and started again. */
    KILL_SEAT_SERVICE(true, 1) {
        @Override
        void strike(Engine engine) throws Exception {
            kill(engine.suite().process(Service.SEAT));
            engine.suite().restart(Service.SEAT);
        }
    },
    /** One of seat-service's sessions is killed; PostgreSQL ends all others, recovers, and goes on. */
    KILL_BACKEND(true, 3) {
        @Override
        void strike(Engine engine) throws Exception {
            kill(backend(engine));
            awaitDatabase(engine);
        }
    },
    /** PostgreSQL's main process is killed and started again. */
    KILL_POSTGRES(true, 2) {
        @Override
        void strike(Engine engine) throws Exception {
            kill(engine.suite().postgres());
            engine.suite().restartPostgres();
        }
    },
    /** Redis is killed and started again, empty. */
    KILL_REDIS(true, 3) {
        @Override
        void strike(Engine engine) throws Exception {
            kill(engine.suite().redis());
            engine.suite().restartRedis();
        }
    },
    /** seat-service stands still for a while. */
    PAUSE_SEAT_SERVICE(false, 1) {
        @Override
        void strike(Engine engine) throws Exception {
            pause(engine.suite().process(Service.SEAT).pid());
        }
    },
    /** One of seat-service's sessions stands still, with whatever locks it has. */
    PAUSE_BACKEND(false, 1) {
        @Override
        void strike(Engine engine) throws Exception {
            pause(backend(engine).pid());
        }
    },
    /** Redis stands still for a while. */
    PAUSE_REDIS(false, 1) {
        @Override
        void strike(Engine engine) throws Exception {
            pause(engine.suite().redis().pid());
        }
    },
    /** All connections to PostgreSQL break, wherever their requests are. */
    SHAKE_DATABASE(false, 1) {
        @Override
        void strike(Engine engine) {
            engine.database().shake();
        }
    },
    /** Redis cannot be reached for a while, but keeps what it has. */
    CUT_REDIS(false, 1) {
        @Override
        void strike(Engine engine) {
            engine.redis().cut();
            LockSupport.parkNanos(WHILE.toNanos());
            engine.redis().mend();
        }
    };

    private static final Duration WHILE = Duration.ofMillis(700);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A session that is doing something, if there is one. */
    private static final String BACKEND = """
            SELECT coalesce((SELECT pid FROM pg_stat_activity WHERE usename = 'tiketi_seat'
                             ORDER BY state = 'active' DESC, random() LIMIT 1), 0)
            """;

    private final boolean isKill;
    private final int weight;

    Fault(boolean isKill, int weight) {
        this.isKill = isKill;
        this.weight = weight;
    }

    /** Whether a process ends by it. */
    boolean isKill() {
        return isKill;
    }

    /** How often it happens in a long run, set against the others: more often what is quickly over. */
    int weight() {
        return weight;
    }

    /** Makes it happen and waits until all runs again. */
    abstract void strike(Engine engine) throws Exception;

    private static ProcessHandle backend(Engine engine) {
        return Awaitility.await("a session of seat-service")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> ProcessHandle.of(engine.number(BACKEND)), Optional::isPresent)
                .orElseThrow();
    }

    /** Ends a process without a word. */
    static void kill(ProcessHandle process) {
        process.destroyForcibly();
        // Not by onExit: it is told only once nobody keeps the output of the process open any more.
        Awaitility.await("the end of process " + process.pid())
                .pollInterval(Duration.ofMillis(20))
                .atMost(LIMIT)
                .until(() -> !process.isAlive());
    }

    /** Stands still for a while. */
    private static void pause(long process) throws IOException, InterruptedException {
        signal("STOP", process);
        LockSupport.parkNanos(WHILE.toNanos());
        signal("CONT", process);
    }

    /** Sends a signal by name. */
    static void signal(String name, long process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process)).start().waitFor();
    }

    /** Waits until PostgreSQL accepts connections. */
    static void awaitDatabase(Engine engine) {
        Awaitility.await("PostgreSQL")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> engine.number("SELECT 1") == 1);
    }
}
