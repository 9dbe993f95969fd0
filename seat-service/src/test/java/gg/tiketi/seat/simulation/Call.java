package gg.tiketi.seat.simulation;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request to a store and its answer, each of them on its way for as long as the dice like. It outlives the task that
 * made it: then it is a stray whose answer nobody hears.
 */
final class Call<T> {

    /** How far it has come. */
    enum Phase {
        SENT,
        BEGUN,
        LOCKED,
        ANSWERED
    }

    final Transition transition;
    final Node node;
    final @Nullable Act act;
    private final Supplier<T> effect;
    private final Consumer<T> then;
    private final Runnable otherwise;
    private @Nullable T answer;
    Phase phase = Phase.SENT;
    boolean failed;
    int seatsToLock = -1;

    Call(
            Transition transition,
            Node node,
            @Nullable Act act,
            Supplier<T> effect,
            Consumer<T> then,
            Runnable otherwise) {
        this.transition = transition;
        this.node = node;
        this.act = act;
        this.effect = effect;
        this.then = then;
        this.otherwise = otherwise;
    }

    /** The same request once more, as a sender that was not sure repeats it; nobody hears the answer. */
    Call<T> again() {
        return new Call<>(transition, node, act, effect, nothing -> {}, () -> {});
    }

    /** What the sender sees of it after giving up: a failure. This one stays on its way. */
    Call<T> givenUp() {
        Call<T> seen = new Call<>(transition, node, null, effect, then, otherwise);
        seen.fail();
        return seen;
    }

    /** The effect of a statement or script. */
    void happen() {
        answer = effect.get();
        phase = Phase.ANSWERED;
    }

    @SuppressWarnings("unchecked")
    void answer(Object given) {
        answer = (T) given;
    }

    @Nullable
    Object answer() {
        return answer;
    }

    void fail() {
        failed = true;
        phase = Phase.ANSWERED;
    }

    /** Hands the answer to whoever asked. */
    void deliver() {
        if (failed) {
            otherwise.run();
        } else {
            then.accept(answer);
        }
    }
}
