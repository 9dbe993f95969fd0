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
        this.storedBefore = stored != null && stored.status != 0 ? stored : null;
    }

    protected void answer(int status, int reservation, Answer.Outcome reason) {
        end();
        world.answered(this, new Reply(status, reservation, reason));
    }

    protected void unknown() {
        answer(503, 0, Answer.Outcome.UNKNOWN);
    }
}
