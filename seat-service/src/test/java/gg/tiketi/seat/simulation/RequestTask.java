package gg.tiketi.seat.simulation;

import org.jspecify.annotations.Nullable;

/** A node's work on one request, until it answers. */
abstract class RequestTask extends Task {

    protected final Request request;

    /** The answer that was stored when this request came; it must be given again. */
    final Books.@Nullable Stored storedBefore;

    RequestTask(World world, Node node, int slot, Request request) {
        super(world, node, slot);
        this.request = request;
        Books.Stored stored = books.stored(request.account(), request.key());
        boolean binding = stored != null && stored.status != 0 && copyHasHeard(request.key());
        this.storedBefore = binding ? stored : null;
    }

    /**
     * Until a change has left the outbox the copy cannot know whose request it was: a repetition may be refused then, and
     * is answered rightly the next time.
     */
    private boolean copyHasHeard(int key) {
        return !world.copySuspect
                && books.outbox.stream().flatMap(row -> row.facts().stream()).noneMatch(fact -> fact.owner() == key);
    }

    /** Seats that this request marked in the copy and has not given back. */
    int marked() {
        return 0;
    }

    protected void answer(int status, int reservation, Answer.Outcome reason) {
        end();
        world.answered(this, new Reply(status, reservation, reason));
    }

    protected void unknown() {
        answer(503, 0, Answer.Outcome.UNKNOWN);
    }
}
