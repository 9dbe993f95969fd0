package gg.tiketi.event.venue;

import gg.tiketi.event.platform.LocalText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;

/** A place where shows happen. */
@RegisterForReflection
public record Venue(UUID id, LocalText name, LocalText city) {}
