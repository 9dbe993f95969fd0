package gg.tiketi.system.engine;

import gg.tiketi.system.history.Call;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Every call that any client of a test made, with what it was answered. */
final class Ledger {

    private static final UUID NOBODY = new UUID(0, 0);

    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

    void add(Call call) {
        calls.add(call);
    }

    /** The event is called off by somebody who is no client. */
    void ended(TestEvent event) {
        add(new Call(
                Call.Kind.END_EVENT,
                NOBODY,
                "",
                "",
                event.id(),
                null,
                Set.of(),
                Instant.now(),
                Instant.now(),
                204,
                null));
    }

    /** The hold's time is over sooner than its owner was told. */
    void lapsed(UUID reservation) {
        add(new Call(
                Call.Kind.LAPSE, NOBODY, "", "", null, reservation, Set.of(), Instant.now(), Instant.now(), 200, null));
    }

    /** All calls so far. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** How many calls of the kind were answered with success. */
    long acknowledged(Call.Kind kind) {
        return calls.stream()
                .filter(call -> call.kind() == kind && call.succeeded())
                .count();
    }
}
