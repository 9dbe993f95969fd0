package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Transition.Store;
import org.jspecify.annotations.Nullable;

/**
 * In a storm each history has one step of the protocol that misfortune aims at, so that rare steps meet as much of it as
 * common ones.
 */
final class Aim {

    private static final Transition[] TRANSITIONS = Transition.values();
    private static final Step[] AT_REDIS = {
        Step.REQUEST_LOST,
        Step.ANSWER_LOST,
        Step.TIMED_OUT,
        Step.SENT_TWICE,
        Step.NODE_DIES,
        Step.REDIS_FLUSHED,
        Step.REDIS_STOPS,
        Step.REDIS_FAILS_OVER
    };
    private static final Step[] AT_DATABASE = {
        Step.REQUEST_LOST, Step.ANSWER_LOST, Step.TIMED_OUT, Step.NODE_DIES, Step.NODE_DIES, Step.DATABASE_STOPS
    };
    private static final Step[] AT_PROVIDER = {
        Step.REQUEST_LOST, Step.ANSWER_LOST, Step.TIMED_OUT, Step.SENT_TWICE, Step.NODE_DIES
    };

    /** How often a step that is aimed at is hit, in percent of the looks at it. */
    private static final int HIT = 6;

    private final @Nullable Transition target;

    Aim(Dice dice, boolean storm) {
        Transition any = TRANSITIONS[dice.below(TRANSITIONS.length)];
        this.target = storm ? any : null;
    }

    @Nullable Decision decide(World world, Dice dice) {
        if (target == null) {
            return null;
        }
        for (Node node : world.nodes) {
            for (int slot = 0; slot < Node.TASKS; slot++) {
                Task task = node.tasks[slot];
                if (task != null && task.call.transition == target && !task.call.failed && dice.percent(HIT)) {
                    Step step = step(dice);
                    return new Decision(step, subject(step, node.id, slot), dice.next());
                }
            }
        }
        return null;
    }

    private Step step(Dice dice) {
        Step[] steps = target.store == Store.REDIS
                ? AT_REDIS
                : target.store == Store.PROVIDER ? AT_PROVIDER : AT_DATABASE;
        return steps[dice.below(steps.length)];
    }

    private static int subject(Step step, int node, int slot) {
        return switch (step) {
            case NODE_DIES -> node;
            case REDIS_FLUSHED, REDIS_STOPS, REDIS_FAILS_OVER, DATABASE_STOPS -> 0;
            default -> node * Node.TASKS + slot;
        };
    }
}
