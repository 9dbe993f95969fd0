package gg.tiketi.seat.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds a short history that violates the same rule: takes ever smaller parts out for as long as it still does. */
final class Shrinker {

    /** Below this length pairs are tried as well: a request without its steps, a fault without its mending. */
    private static final int PAIRS_BELOW = 160;

    private final Sabotage sabotage;
    private String rule = "";

    Shrinker(Sabotage sabotage) {
        this.sabotage = sabotage;
    }

    /** The shortest history found. */
    List<Decision> shrink(Simulator.Failure failure) {
        rule = kind(failure.rule());
        List<Decision> shortest = failure.decisions();
        for (int part = Math.max(1, shortest.size() / 2); part > 1; part /= 2) {
            shortest = withoutParts(shortest, part);
        }
        for (int before = shortest.size() + 1; shortest.size() < before; ) {
            before = shortest.size();
            shortest = withoutErrands(shortest);
            shortest = withoutParts(shortest, 1);
            if (shortest.size() < PAIRS_BELOW) {
                shortest = withoutPairs(shortest);
            }
        }
        return shortest;
    }

    private List<Decision> withoutParts(List<Decision> history, int part) {
        List<Decision> shortest = history;
        for (int from = shortest.size() - part; from >= 0; from--) {
            if (from + part <= shortest.size()) {
                List<Decision> shorter = new ArrayList<>(shortest.subList(0, from));
                shorter.addAll(shortest.subList(from + part, shortest.size()));
                if (breaksTheRule(shorter)) {
                    shortest = shorter;
                }
                from -= part - 1;
            }
        }
        return shortest;
    }

    /** A whole request or job at once: its beginning and all steps of its place until the next begins there. */
    private List<Decision> withoutErrands(List<Decision> history) {
        List<Decision> shortest = history;
        for (int first = shortest.size() - 1; first >= 0; first--) {
            if (first < shortest.size() && Player.begins(shortest.get(first))) {
                List<Decision> shorter = new ArrayList<>(shortest.subList(0, first));
                boolean over = false;
                for (Decision later : shortest.subList(first + 1, shortest.size())) {
                    over |= Player.begins(later)
                            && later.subject() == shortest.get(first).subject();
                    if (over || !Player.continues(later, shortest.get(first))) {
                        shorter.add(later);
                    }
                }
                if (breaksTheRule(shorter)) {
                    shortest = shorter;
                }
            }
        }
        return shortest;
    }

    private List<Decision> withoutPairs(List<Decision> history) {
        List<Decision> shortest = history;
        for (int first = 0; first < shortest.size(); first++) {
            for (int second = shortest.size() - 1; second > first; second--) {
                if (first < shortest.size() && second < shortest.size()) {
                    List<Decision> shorter = new ArrayList<>(shortest);
                    shorter.remove(second);
                    shorter.remove(first);
                    if (breaksTheRule(shorter)) {
                        shortest = shorter;
                    }
                }
            }
        }
        return shortest;
    }

    private boolean breaksTheRule(List<Decision> history) {
        return replay(history, null).filter(found -> kind(found).equals(rule)).isPresent();
    }

    /** Plays a history again; the rule it violates, if it does. */
    Optional<String> replay(List<Decision> decisions, List<String> story) {
        World world = new World(sabotage, new Coverage(), story != null);
        Player player = new Player(world);
        try {
            for (Decision decision : decisions) {
                player.play(decision);
            }
            new Ending(world, player).play();
            return Optional.empty();
        } catch (Violation violation) {
            return Optional.of(violation.getMessage());
        } finally {
            if (story != null) {
                story.addAll(world.story);
            }
        }
    }

    /** Everything somebody needs to understand a failure. */
    String report(Simulator.Failure failure) {
        List<Decision> shortest = shrink(failure);
        List<String> story = new ArrayList<>();
        String rule = replay(shortest, story).orElse(failure.rule());
        return "%s%nsabotage %s, seed of the history %d, %d steps, shortest found %d:%n%s"
                .formatted(
                        rule,
                        sabotage,
                        failure.seed(),
                        failure.decisions().size(),
                        shortest.size(),
                        String.join(System.lineSeparator(), story));
    }

    /** The rule's name: a shorter history may break it at another seat. */
    private static String kind(String rule) {
        return rule.replaceAll("[0-9]+", "#").replaceAll(" (is|was) .*", "");
    }
}
