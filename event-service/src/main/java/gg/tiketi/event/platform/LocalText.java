package gg.tiketi.event.platform;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** One text in the two languages we speak. */
@RegisterForReflection
public record LocalText(String ko, String en) {

    public LocalText {
        if (ko.isBlank() || en.isBlank()) {
            throw new IllegalArgumentException("a text needs both languages");
        }
    }
}
