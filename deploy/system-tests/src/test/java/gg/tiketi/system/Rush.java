package gg.tiketi.system;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Many who act at the same moment. */
final class Rush {

    private Rush() {}

    /** The answers to so many acts, each on a thread of its own, begun together. */
    static List<Answer> of(int count, IntFunction<Answer> act) throws Exception {
        CyclicBarrier together = new CyclicBarrier(count);
        List<Future<Answer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int i = 0; i < count; i++) {
                int index = i;
                answers.add(threads.submit(() -> {
                    together.await();
                    return act.apply(index);
                }));
            }
        }
        List<Answer> done = new ArrayList<>();
        for (Future<Answer> answer : answers) {
            done.add(answer.get());
        }
        return done;
    }
}
