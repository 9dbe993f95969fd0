package gg.tiketi.event.venue;

import gg.tiketi.event.platform.LocalText;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

/** Venues in PostgreSQL. */
@ApplicationScoped
public class VenueRepository {

    private static final String INSERT_VENUE = """
            INSERT INTO venue (id, name_ko, name_en, city_ko, city_en)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (id) DO NOTHING
            """;

    // The left join keeps one row, with the total, when the page itself is empty.
    private static final String LIST_VENUES = """
            SELECT counted.venues, page.*
            FROM (SELECT count(*) AS venues FROM venue) counted
            LEFT JOIN (SELECT * FROM venue ORDER BY name_ko, id LIMIT $1 OFFSET $2) page ON true
            ORDER BY page.name_ko, page.id
            """;

    private final Pool pool;

    VenueRepository(Pool pool) {
        this.pool = pool;
    }

    /** Keeps the venue; one that is already known stays as it is. */
    public Uni<Void> insert(Venue venue) {
        Tuple values = Tuple.of(
                venue.id(),
                venue.name().ko(),
                venue.name().en(),
                venue.city().ko(),
                venue.city().en());
        return pool.preparedQuery(INSERT_VENUE).execute(values).replaceWithVoid();
    }

    Uni<VenuePage> list(int page, int size) {
        return pool.preparedQuery(LIST_VENUES)
                .execute(Tuple.of(size, (page - 1L) * size))
                .map(rows -> new VenuePage(
                        venues(rows), page, size, rows.iterator().next().getLong("venues")));
    }

    private static List<Venue> venues(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.getUUID("id") != null)
                .map(row -> new Venue(
                        row.getUUID("id"),
                        new LocalText(row.getString("name_ko"), row.getString("name_en")),
                        new LocalText(row.getString("city_ko"), row.getString("city_en"))))
                .toList();
    }
}
