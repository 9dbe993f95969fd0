package gg.tiketi.event.plan;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of seating plans. */
@ConfigMapping(prefix = "tiketi.event.plan")
public interface PlanConfig {

    /** Most people a plan may take; the largest stadiums stay below, an import gone wrong does not. */
    @WithDefault("120000")
    int maxCapacity();

    /** Plan documents kept in memory per node, at most about 3 MB each; when full, all are dropped and read again. */
    @WithDefault("32")
    int cachedPlans();
}
