package gg.tiketi.seat.simulation;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** How often each step is taken in one history: calm, or a storm in which a few kinds of fault come in heaps. */
final class Weather {

    private static final Step[] STEPS = Step.values();

    /** Kinds of fault that a storm likes. */
    private static final int LIKED = 3;

    private static final int HEAP = 6;
    private static final int WANTED = 15;

    private static final Transition[] TRANSITIONS = Transition.values();

    /** Steps of the protocol that are slow in one history, so that everything else happens while they are under way. */
    private static final int SLOW = 2;

    private static final int SLOWNESS = 85;

    private final Set<Transition> slow = EnumSet.noneOf(Transition.class);
    private final Map<Step, Integer> weights = new EnumMap<>(Step.class);
    private final int total;

    Weather(Dice dice, boolean storm, Aim aim, Sabotage.Hint hint) {
        slow.addAll(aim.slowed());
        slow.addAll(hint.slow());
        for (Step step : STEPS) {
            weights.put(step, step.weight(storm));
        }
        for (int i = 0; i < LIKED && storm; i++) {
            Step liked = STEPS[dice.below(STEPS.length)];
            if (liked.isFault()) {
                weights.put(liked, liked.weight(true) * HEAP);
            }
        }
        for (int i = 0; i < SLOW; i++) {
            slow.add(TRANSITIONS[dice.below(TRANSITIONS.length)]);
        }
        hint.often().forEach(step -> weights.put(step, step.weight(true) * HEAP));
        aim.wanted().forEach(step -> weights.put(step, step.weight(true) * WANTED));
        this.total = weights.values().stream().mapToInt(weight -> weight).sum();
    }

    /** Whether a call is left waiting this time. */
    boolean holdsBack(Call<?> call, Dice dice) {
        return slow.contains(call.transition) && dice.percent(SLOWNESS);
    }

    Step next(Dice dice) {
        int left = dice.below(total);
        for (Step step : STEPS) {
            left -= weights.get(step);
            if (left < 0) {
                return step;
            }
        }
        throw new IllegalStateException("weights do not add up");
    }
}
