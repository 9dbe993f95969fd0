package gg.tiketi.seat.seatmap;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A text in both languages. */
@RegisterForReflection
public record LocalizedText(String ko, String en) {}
