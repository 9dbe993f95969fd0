package gg.tiketi.seat.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds a short history that violates the same rule: takes ever smaller parts out for as long as it still does. */
final class Shrinker {

    private final Sabotage sabotage;

    Shrinker(Sabotage sabotage) {
        this.sabotage = sabotage;
    }

    /** The shortest history found. */
    List<Decision> shrink(Simulator.Failure failure) {
        String rule = kind(failure.rule());
        List<Decision> shortest = failure.decisions();
        for (int part = Math.max(1, shortest.size() / 2); part >= 1; part = part == 1 && !progress ? 0 : Math.max(1, part / 2)) {
            progress = false;
            for (int from = shortest.size() - part; from >= 0; from -= part) {
                List<Decision> shorter = new ArrayList<>(shortest.subList(0, from));
                shorter.addAll(shortest.subList(from + part, shortest.size()));
                if (replay(shorter, null).filter(found -> kind(found).equals(rule)).isPresent()) {
                    shortest = shorter;
                    progress = true;
                    from = Math.min(from, shortest.size());
                }
            }
        }
        return shortest;
    }

    private boolean progress;

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
