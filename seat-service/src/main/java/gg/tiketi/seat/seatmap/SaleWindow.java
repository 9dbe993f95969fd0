package gg.tiketi.seat.seatmap;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A time in which an event may be bought.
 *
 * @param opensAt from this instant on
 * @param closesAt until just before this one
 */
@RegisterForReflection
public record SaleWindow(Instant opensAt, Instant closesAt) {}
