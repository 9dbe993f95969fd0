package gg.tiketi.seat.seatmap;

import io.smallrye.mutiny.Uni;

/** Where a node's replica of an event's seat states comes from when it has none or has missed something. */
public interface SeatStateSource {

    /**
     * All states of the event now, rebuilding the shared copy when it is lost.
     *
     * @param event the event
     * @param known the latest position this node has seen of the event; a copy behind it is not trusted
     */
    Uni<LoadedStates> load(SellableEvent event, Position known);
}
