package gg.tiketi.event.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** What kind of show an event is. */
@RegisterForReflection
public enum Category {
    CONCERT,
    THEATRE,
    MUSICAL,
    SPORT,
    CLASSIC,
    FESTIVAL;

    /** The word used in JSON, SQL and query parameters. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
