package gg.tiketi.event.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an event is for a buyer right now; derived by the database when it is read. */
public enum EventStatus {
    UPCOMING,
    ON_SALE,
    SOLD_OUT,
    ENDED,
    CANCELLED;

    /** The word used in JSON, SQL and query parameters. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
