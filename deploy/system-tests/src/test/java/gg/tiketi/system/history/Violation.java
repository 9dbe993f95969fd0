package gg.tiketi.system.history;

/**
 * One thing that must never be.
 *
 * @param rule the broken rule, such as {@code S1}
 * @param text what was found, for a person
 */
public record Violation(String rule, String text) {

    @Override
    public String toString() {
        return rule + " " + text;
    }
}
