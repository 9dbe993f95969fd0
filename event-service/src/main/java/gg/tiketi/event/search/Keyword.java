package gg.tiketi.event.search;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Two words that mean the same to somebody who searches: 콘서트 and concert. Lower case. */
@RegisterForReflection
public record Keyword(String ko, String en) {}
