package gg.tiketi.system.engine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Platform threads: those that wait with a time limit must never miss being woken. */
final class Threads {

    private static final ThreadFactory DAEMONS =
            Thread.ofPlatform().daemon().name("engine-", 0).factory();

    private Threads() {}

    /** As many as are needed, kept for the next use. */
    static ExecutorService pool() {
        return Executors.newCachedThreadPool(DAEMONS);
    }

    /** One more. */
    static void start(Runnable work) {
        DAEMONS.newThread(work).start();
    }
}
