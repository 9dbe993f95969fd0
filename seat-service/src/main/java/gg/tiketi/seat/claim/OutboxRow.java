package gg.tiketi.seat.claim;

import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.StoredSeat;
import java.util.List;
import java.util.Optional;

/**
 * A committed change of some seats that Redis has not confirmed yet.
 *
 * @param id the row
 * @param event whose seats
 * @param seats the seats as they were committed
 * @param news the reservation they belong to, or belonged to until then
 */
record OutboxRow(long id, EventId event, List<StoredSeat> seats, Optional<ReservationNews> news) {}
