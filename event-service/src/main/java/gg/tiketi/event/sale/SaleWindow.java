package gg.tiketi.event.sale;

import gg.tiketi.event.platform.LocalText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/** A span of time in which seats are sold, from {@code opensAt} (inclusive) to {@code closesAt} (exclusive). */
@RegisterForReflection
public record SaleWindow(LocalText name, Instant opensAt, Instant closesAt) {

    public SaleWindow {
        if (!opensAt.isBefore(closesAt)) {
            throw new IllegalArgumentException("a sale window opens before it closes");
        }
    }

    /** Whether seats are sold at the moment. */
    public boolean isOpen(Instant at) {
        return !at.isBefore(opensAt) && at.isBefore(closesAt);
    }
}
