package gg.tiketi.event.plan;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Seating plans in PostgreSQL: one immutable JSON document for each version. */
@ApplicationScoped
public class PlanRepository {

    // One statement, so plan and tiers appear together or not at all; no rows mean that the version was there before.
    private static final String INSERT_PLAN = """
            WITH plan AS (
                INSERT INTO seating_plan (id, version, venue_id, capacity, document)
                VALUES ($1, $2, $3, $4, $5::text::json)
                ON CONFLICT (id, version) DO NOTHING
                RETURNING id, version)
            INSERT INTO plan_tier (plan_id, plan_version, name, capacity)
            SELECT plan.id, plan.version, tier.name, tier.capacity
            FROM plan, unnest($6::text[], $7::int[]) AS tier (name, capacity)
            """;

    private static final String FIND_DOCUMENT = """
            SELECT document::text AS document FROM seating_plan WHERE id = $1 AND version = $2
            """;

    private static final String FIND_TIERS = """
            SELECT name FROM plan_tier WHERE plan_id = $1 AND plan_version = $2
            """;

    private static final String FIND_PUBLISHED = """
            SELECT id, version FROM seating_plan WHERE id = ANY ($1)
            """;

    private final Pool pool;

    PlanRepository(Pool pool) {
        this.pool = pool;
    }

    /** Keeps the plan; answers whether it is new. */
    Uni<Boolean> insert(SeatingPlan plan, String document) {
        Map<String, Integer> tiers = plan.tierCapacities();
        Tuple values = Tuple.tuple(List.of(
                plan.planId(),
                plan.planVersion(),
                plan.venueId(),
                plan.capacity(),
                document,
                tiers.keySet().toArray(String[]::new),
                tiers.values().toArray(Integer[]::new)));
        return pool.preparedQuery(INSERT_PLAN).execute(values).map(rows -> rows.rowCount() > 0);
    }

    Uni<Optional<String>> findDocument(PlanKey key) {
        return pool.preparedQuery(FIND_DOCUMENT)
                .execute(Tuple.of(key.planId(), key.planVersion()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString("document")));
    }

    /** The names of the plan's price tiers; empty when there is no such plan. */
    public Uni<Set<String>> findTiers(PlanKey key) {
        return pool.preparedQuery(FIND_TIERS)
                .execute(Tuple.of(key.planId(), key.planVersion()))
                .map(rows -> {
                    Set<String> names = new HashSet<>();
                    rows.forEach(row -> names.add(row.getString("name")));
                    return names;
                });
    }

    /** Which versions of the plans are published. */
    public Uni<Set<PlanKey>> findPublished(List<UUID> planIds) {
        return pool.preparedQuery(FIND_PUBLISHED)
                .execute(Tuple.of(planIds.toArray(UUID[]::new)))
                .map(rows -> {
                    List<PlanKey> keys = new ArrayList<>();
                    for (Row row : rows) {
                        keys.add(new PlanKey(row.getUUID("id"), row.getInteger("version")));
                    }
                    return Set.copyOf(keys);
                });
    }
}
