package gg.tiketi.event.catalog;

import gg.tiketi.event.sale.SaleWindow;
import java.time.Instant;
import java.util.List;

/** When the show is, and when its seats are sold. */
public record EventSchedule(Instant startsAt, Instant endsAt, List<SaleWindow> saleWindows) {

    public EventSchedule {
        saleWindows = List.copyOf(saleWindows);
        if (!startsAt.isBefore(endsAt) || saleWindows.isEmpty()) {
            throw new IllegalArgumentException("a show ends after it starts and has a sale window");
        }
    }
}
