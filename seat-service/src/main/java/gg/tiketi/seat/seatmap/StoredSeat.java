package gg.tiketi.seat.seatmap;

import java.time.Instant;
import java.util.Optional;

/**
 * One seat as PostgreSQL has it.
 *
 * @param seat position in plan order
 * @param state its state
 * @param owner the owner mark of the reservation that has it, or empty
 * @param freeAt when a hold lapses by itself
 * @param revision grows with every change of the row
 */
public record StoredSeat(int seat, SeatState state, String owner, Optional<Instant> freeAt, long revision) {}
