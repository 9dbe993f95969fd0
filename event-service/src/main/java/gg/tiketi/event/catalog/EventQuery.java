package gg.tiketi.event.catalog;

import gg.tiketi.event.search.SearchWords;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a buyer is looking for.
 *
 * @param statuses any of these; empty for all
 * @param categories any of these; empty for all
 * @param from first moment at which the show may start
 * @param to moment before which the show must start
 * @param sort a field name, with a hyphen before it for descending order; or {@value #CURRENT}
 * @param page from 1
 */
record EventQuery(
        SearchWords words,
        List<String> statuses,
        List<String> categories,
        @Nullable Instant from,
        @Nullable Instant to,
        String sort,
        int page,
        int size) {

    /** The order nobody asked for: what one can still go to, soonest first, then the rest. */
    static final String CURRENT = "current";

    long offset() {
        return (page - 1L) * size;
    }
}
