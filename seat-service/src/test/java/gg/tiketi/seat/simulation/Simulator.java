package gg.tiketi.seat.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plays many histories, each from its own seed, until as many steps are taken as wanted or something is violated. */
final class Simulator {

    /** Steps of one history, its end apart: long enough for several generations of holds, short enough to read. */
    private static final int HISTORY = 1_000;

    /** Share of histories in which things break, in percent. */
    private static final int STORMY = 80;

    /** Share of those in which nothing breaks but what is aimed at, in percent: rare steps are reached best there. */
    private static final int ONLY_AIMED = 60;

    private final Sabotage sabotage;
    private final Coverage coverage = new Coverage();
    private long steps;
    private long histories;

    Simulator(Sabotage sabotage) {
        this.sabotage = sabotage;
    }

    /**
     * What went wrong.
     *
     * @param rule that was violated
     * @param seed of the history
     * @param decisions that lead to it
     */
    record Failure(String rule, long seed, List<Decision> decisions) {}

    Coverage coverage() {
        return coverage;
    }

    long steps() {
        return steps;
    }

    long histories() {
        return histories;
    }

    /** Plays at least that many steps; the first failure ends it. */
    Optional<Failure> run(long seed, long wanted) {
        Dice seeds = new Dice(seed);
        while (steps < wanted) {
            long one = seeds.next();
            Optional<Failure> failure = history(one);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    /** Plays the history of one seed. */
    Optional<Failure> history(long seed) {
        histories++;
        Dice dice = new Dice(seed);
        World world = new World(sabotage, coverage, false);
        Player player = new Player(world);
        boolean storm = dice.percent(STORMY);
        Aim aim = new Aim(dice, storm);
        boolean onlyAimed = dice.percent(ONLY_AIMED);
        Weather weather = new Weather(dice, storm && !onlyAimed, aim, sabotage.hint);
        List<Decision> played = new ArrayList<>(HISTORY);
        try {
            while (played.size() < HISTORY) {
                Decision aimed = aim.decide(world, dice);
                if (aimed != null) {
                    play(player, aimed, played);
                } else {
                    playAny(player, weather, dice, played);
                }
            }
            new Ending(world, player).play();
            return Optional.empty();
        } catch (Violation violation) {
            return Optional.of(new Failure(violation.getMessage(), seed, List.copyOf(played)));
        }
    }

    /** A step of some kind for the first subject, from any on, that it can happen to. */
    private void playAny(Player player, Weather weather, Dice dice, List<Decision> played) {
        Step step = weather.next(dice);
        int subjects = Player.subjects(step);
        int from = dice.below(subjects);
        long chance = dice.next();
        for (int i = 0; i < subjects; i++) {
            int subject = (from + i) % subjects;
            Call<?> moved = player.moved(step, subject);
            boolean held = moved != null && weather.holdsBack(moved, dice);
            if (!held && play(player, new Decision(step, subject, chance), played)) {
                return;
            }
        }
    }

    private boolean play(Player player, Decision decision, List<Decision> played) {
        played.add(decision);
        boolean done = player.play(decision);
        if (done) {
            steps++;
        } else {
            played.removeLast();
        }
        return done;
    }
}
