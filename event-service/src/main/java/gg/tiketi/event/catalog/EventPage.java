package gg.tiketi.event.catalog;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** One page of a search. */
@RegisterForReflection
public record EventPage(List<EventItem> items, int page, int size, long total) {

    public EventPage {
        items = List.copyOf(items);
    }
}
