package gg.tiketi.seat.claim;

import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.StoredSeat;
import java.util.List;

/**
 * A committed change of some seats that Redis has not confirmed yet.
 *
 * @param id the row
 * @param event whose seats
 * @param seats the seats as they were committed
 */
record OutboxRow(long id, EventId event, List<StoredSeat> seats) {}
