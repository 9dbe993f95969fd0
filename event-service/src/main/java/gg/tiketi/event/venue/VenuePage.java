package gg.tiketi.event.venue;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** One page of the venues, by Korean name. */
@RegisterForReflection
public record VenuePage(List<Venue> items, int page, int size, long total) {

    public VenuePage {
        items = List.copyOf(items);
    }
}
