package gg.tiketi.event.venue;

import java.util.UUID;

/** Names a venue. */
public record VenueId(UUID value) {}
