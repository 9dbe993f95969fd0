package gg.tiketi.auth.platform;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few threads for work that costs processor time, with a bounded queue before them: the event loop never computes, and
 * a rush is turned away at the door instead of piling up. The result arrives on the caller's event loop.
 */
public final class CpuWorkers implements AutoCloseable {

    private final ThreadPoolExecutor threads;

    /**
     * Starts the pool.
     *
     * @param name prefix of the threads' names
     * @param threadCount how many work at once
     * @param queueLength how many may wait; further ones fail with {@link RejectedExecutionException}
     */
    public CpuWorkers(String name, int threadCount, int queueLength) {
        this.threads = new ThreadPoolExecutor(
                threadCount, threadCount, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queueLength), named(name));
    }

    /** Does the work as soon as a thread is free; fails at once with {@link RejectedExecutionException} when full. */
    public <T> Uni<T> submit(Callable<T> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            Uni<T> result = Uni.createFrom()
                    .emitter(emitter -> threads.execute(() -> {
                        try {
                            emitter.complete(work.call());
                        } catch (Exception failed) {
                            emitter.fail(failed);
                        }
                    }));
            return caller == null ? result : result.emitOn(MutinyHelper.executor(caller));
        });
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
