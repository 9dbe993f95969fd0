package gg.tiketi.event.platform;

import java.util.UUID;

/** Names an event. */
public record EventId(UUID value) {}
