package gg.tiketi.event.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** What an event is for a buyer right now; derived by the database when it is read. */
@RegisterForReflection
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
