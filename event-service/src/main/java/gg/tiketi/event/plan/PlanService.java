package gg.tiketi.event.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import gg.tiketi.event.plan.PublishPlanOutcome.AlreadyPublished;
import gg.tiketi.event.plan.PublishPlanOutcome.Published;
import gg.tiketi.event.plan.PublishPlanOutcome.Refused;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Publishes seating plans and hands them out. A version never changes, so its bytes may be kept for ever. */
@ApplicationScoped
public class PlanService {

    private final PlanRepository plans;
    private final PlanConfig config;
    private final ObjectMapper json;
    private final Map<PlanKey, byte[]> documents = new ConcurrentHashMap<>();

    PlanService(PlanRepository plans, PlanConfig config, ObjectMapper json) {
        this.plans = plans;
        this.config = config;
        this.json = json;
    }

    /** Checks the plan and makes it available under its version. */
    public Uni<PublishPlanOutcome> publish(SeatingPlan plan) {
        List<String> violations = PlanRules.violations(plan, config.maxCapacity());
        if (!violations.isEmpty()) {
            return Uni.createFrom().item(new Refused(violations));
        }
        return plans.insert(plan, write(plan))
                .map(isNew -> isNew ? new Published(plan.key()) : new AlreadyPublished(plan.key()));
    }

    /** The plan's JSON document; empty when there is no such version. */
    Uni<Optional<byte[]>> document(PlanKey key) {
        byte[] known = documents.get(key);
        return known != null
                ? Uni.createFrom().item(Optional.of(known))
                : plans.findDocument(key).map(found -> found.map(document -> remember(key, document)));
    }

    private byte[] remember(PlanKey key, String document) {
        if (documents.size() >= config.cachedPlans()) {
            documents.clear();
        }
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        documents.put(key, bytes);
        return bytes;
    }

    private String write(SeatingPlan plan) {
        try {
            return json.writeValueAsString(plan);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a plan is plain data", broken);
        }
    }
}
