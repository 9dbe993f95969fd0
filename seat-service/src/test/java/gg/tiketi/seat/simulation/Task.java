package gg.tiketi.seat.simulation;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something a node does in steps; at most one of its calls is under way at a time. */
abstract class Task {

    protected final World world;
    protected final Node node;
    protected final Books books;
    protected final Copy copy;
    private final int slot;

    @Nullable
    Call<?> call;

    protected boolean troubled;

    Task(World world, Node node, int slot) {
        this.world = world;
        this.node = node;
        this.slot = slot;
        this.books = world.books;
        this.copy = world.copy;
    }

    /** Takes the first step. */
    abstract void start();

    protected void end() {
        node.tasks[slot] = null;
    }

    /** A Redis command or a statement that commits by itself. */
    protected <T> void call(Transition transition, Supplier<T> effect, Consumer<T> then, Runnable otherwise) {
        call = new Call<>(transition, node, null, effect, then, () -> trouble(otherwise));
    }

    /** A function in PostgreSQL with locks. */
    protected void transact(Transition transition, Act act, Consumer<Answer> then, Runnable otherwise) {
        call = new Call<>(
                transition,
                node,
                act,
                () -> {
                    throw new IllegalStateException("a transaction happens in phases");
                },
                then,
                () -> trouble(otherwise));
    }

    private void trouble(Runnable otherwise) {
        troubled = true;
        otherwise.run();
    }
}
