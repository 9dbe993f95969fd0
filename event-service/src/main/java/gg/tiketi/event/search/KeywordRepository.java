package gg.tiketi.event.search;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The keyword map in PostgreSQL. Events hold the other side of their keywords in their search text. */
@ApplicationScoped
public class KeywordRepository {

    private static final String INSERT_KEYWORDS = """
            INSERT INTO keyword (ko, en)
            SELECT ko, en FROM unnest($1::text[], $2::text[]) AS pair (ko, en)
            ON CONFLICT DO NOTHING
            """;

    private static final String REFRESH_EVENTS = "SELECT refresh_search_text(id) FROM event";

    private final Pool pool;

    KeywordRepository(Pool pool) {
        this.pool = pool;
    }

    /** Adds the pairs and, when one is new, teaches it to all events. */
    public Uni<Void> add(List<Keyword> keywords) {
        Tuple pairs = Tuple.of(
                keywords.stream().map(Keyword::ko).toArray(String[]::new),
                keywords.stream().map(Keyword::en).toArray(String[]::new));
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(INSERT_KEYWORDS)
                .execute(pairs)
                .flatMap(added -> added.rowCount() == 0
                        ? Uni.createFrom().voidItem()
                        : transaction.query(REFRESH_EVENTS).execute().replaceWithVoid()));
    }
}
