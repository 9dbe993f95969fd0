package gg.tiketi.event.plan;

import java.util.UUID;

/** Names one version of a seating plan. */
public record PlanKey(UUID planId, int planVersion) {}
