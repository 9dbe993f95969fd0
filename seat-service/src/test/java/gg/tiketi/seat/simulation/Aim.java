package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Call.Phase;
import gg.tiketi.seat.simulation.Transition.Store;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In a storm misfortune aims at some pairs of a step of the protocol and a point around it, so that rare steps meet every
 * misfortune as well as common ones do.
 */
final class Aim {

    private static final Transition[] TRANSITIONS = Transition.values();

    /** Steps that a history seldom comes to: aimed at more often, the rarest most. */
    private static final Transition[] RARE = {
        Transition.RESERVE_RELEASE,
        Transition.RESERVE_CORRECT_READ,
        Transition.RESERVE_CORRECT_APPLY,
        Transition.PAY_CAPTURE,
        Transition.PAY_SETTLE,
        Transition.PAY_SETTLE,
        Transition.REFUND_RETURN,
        Transition.REFUND_RETURN,
        Transition.REFUND_RETURNED,
        Transition.REFUND_RETURNED,
        Transition.REFUND_RETURNED,
        Transition.SWEEP_CANCEL,
        Transition.SWEEP_CANCEL,
        Transition.SWEEP_EXPIRE,
        Transition.RECOVERY_ASK,
        Transition.RECOVERY_CANCEL,
        Transition.RECOVERY_SETTLE,
        Transition.RECOVERY_SETTLE,
        Transition.COMPARE_REPAIR,
        Transition.BLOCK_DECIDE,
        Transition.BLOCK_DECIDE
    };

    private static final int RARE_PERCENT = 85;
    private static final int TARGETS = 3;

    /** How often a target is hit, in percent of the looks at it. */
    private static final int HIT = 60;

    private record Target(Transition transition, CrashPoint point) {}

    private final List<Target> targets = new ArrayList<>();

    Aim(Dice dice, boolean storm) {
        for (int i = 0; i < TARGETS && storm; i++) {
            Transition[] some = dice.percent(RARE_PERCENT) ? RARE : TRANSITIONS;
            Transition transition = some[dice.below(some.length)];
            CrashPoint point = CrashPoint.ALL[dice.below(CrashPoint.ALL.length)];
            if (point.concerns(transition)) {
                targets.add(new Target(transition, point));
            }
            if (transition == Transition.RECOVERY_ASK || transition == Transition.RECOVERY_CANCEL) {
                targets.add(new Target(Transition.PAY_CAPTURE, CrashPoint.REQUEST_LOST));
            }
        }
    }

    /** What has to take its time for the targets to be reached more often. */
    Set<Transition> slowed() {
        Set<Transition> slowed = EnumSet.noneOf(Transition.class);
        for (Target target : targets) {
            if (target.transition() == Transition.COMPARE_REPAIR) {
                slowed.add(Transition.COMPARE_DATABASE);
            }
        }
        return slowed;
    }

    /** What has to happen more often for the targets to be reached more often. */
    Set<Step> wanted() {
        Set<Step> wanted = EnumSet.noneOf(Step.class);
        for (Target target : targets) {
            switch (target.transition()) {
                case RESERVE_RELEASE, RESERVE_CORRECT_READ, RESERVE_CORRECT_APPLY, COMPARE_REPAIR ->
                    wanted.add(Step.COPY_SPOILT);
                case REFUND_RETURN, REFUND_RETURNED, SWEEP_CANCEL -> wanted.add(Step.SALE_CHANGES);
                default -> {}
            }
        }
        return wanted;
    }

    /** The misfortune that hits now, if one does. */
    @Nullable
    Decision decide(World world, Dice dice) {
        for (Target target : targets) {
            for (Node node : world.nodes) {
                for (int slot = 0; slot < Node.TASKS; slot++) {
                    Task task = node.tasks[slot];
                    if (task != null && isThere(task.call, target) && dice.percent(HIT)) {
                        return misfortune(target, node.id, slot, dice);
                    }
                }
            }
        }
        return null;
    }

    private static boolean isThere(Call<?> call, Target target) {
        if (call.transition != target.transition() || call.failed) {
            return false;
        }
        return switch (target.point()) {
            case NODE_BEFORE, REQUEST_LOST, TIMED_OUT, SERVER_BEFORE -> call.phase == Phase.SENT;
            case NODE_INSIDE, SERVER_INSIDE -> call.phase == Phase.BEGUN || call.phase == Phase.LOCKED;
            case NODE_AFTER, ANSWER_LOST, SERVER_AFTER -> call.phase == Phase.ANSWERED;
        };
    }

    private static Decision misfortune(Target target, int node, int slot, Dice dice) {
        int call = node * Node.TASKS + slot;
        long chance = dice.next();
        return switch (target.point()) {
            case NODE_BEFORE, NODE_INSIDE, NODE_AFTER -> new Decision(Step.NODE_DIES, node, chance);
            case REQUEST_LOST -> new Decision(Step.REQUEST_LOST, call, chance);
            case ANSWER_LOST -> new Decision(Step.ANSWER_LOST, call, chance);
            case TIMED_OUT -> new Decision(Step.TIMED_OUT, call, chance);
            case SERVER_BEFORE, SERVER_INSIDE, SERVER_AFTER ->
                new Decision(target.transition().store == Store.REDIS ? redis(dice) : Step.DATABASE_STOPS, 0, chance);
        };
    }

    private static Step redis(Dice dice) {
        return switch (dice.below(3)) {
            case 0 -> Step.REDIS_FLUSHED;
            case 1 -> Step.REDIS_STOPS;
            default -> Step.REDIS_FAILS_OVER;
        };
    }
}
