package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Call.Phase;
import gg.tiketi.seat.simulation.Transition.Store;
import org.jspecify.annotations.Nullable;

/** Plays decisions in a world. */
final class Player {

    /** Slots of calls: those of the nodes' tasks, then the strays. */
    private static final int TASK_SLOTS = Numbers.NODES * Node.TASKS;

    /** How soon a client stops waiting for an answer, in percent of the looks at it. */
    private static final int IMPATIENCE = 20;

    private final World world;

    Player(World world) {
        this.world = world;
    }

    /** How many subjects a step can have. */
    static int subjects(Step step) {
        return switch (step) {
            case CALL_GOES_ON, REQUEST_LOST, ANSWER_LOST, TIMED_OUT, SENT_TWICE -> TASK_SLOTS;
            case CLIENT_ACTS, ANSWER_HEARD, ANSWER_MISSED -> Numbers.CLIENTS;
            case STRAY_GOES_ON, STRAY_VANISHES -> World.STRAYS;
            case JOB_STARTS -> Numbers.NODES * (Node.TASKS - Node.REQUESTS);
            case LOG_HEARD, LOG_JOINED, NODE_DIES, NODE_STARTS, LINK_CUT, LINK_MENDED, SALE_CHANGES -> Numbers.NODES;
            case CLOCK_JUMPS -> Numbers.NODES + 1;
            case COPY_SPOILT -> Numbers.SEATS;
            case TIME_PASSES,
                    REDIS_FLUSHED,
                    REDIS_STOPS,
                    REDIS_STARTS,
                    REDIS_REPLICATES,
                    REDIS_FAILS_OVER,
                    DATABASE_STOPS,
                    DATABASE_STARTS -> 1;
        };
    }

    /** Whether a request or a job begins with it. */
    static boolean begins(Decision decision) {
        return decision.step() == Step.CLIENT_ACTS || decision.step() == Step.JOB_STARTS;
    }

    /** Whether a step belongs to the place where a request or a job began. */
    static boolean continues(Decision step, Decision beginning) {
        if (step.step() != Step.CALL_GOES_ON) {
            return step.step() == Step.ANSWER_HEARD
                    && beginning.step() == Step.CLIENT_ACTS
                    && step.subject() == beginning.subject();
        }
        int slot = step.subject() % Node.TASKS;
        int jobs = Node.TASKS - Node.REQUESTS;
        return beginning.step() == Step.CLIENT_ACTS
                ? slot / 2 == beginning.subject() && slot < Node.REQUESTS
                : slot - Node.REQUESTS == beginning.subject() % jobs
                        && step.subject() / Node.TASKS == beginning.subject() / jobs;
    }

    /** Plays one decision; false when nothing could come of it. */
    boolean play(Decision decision) {
        if (world.story != null) {
            world.tell(describe(decision), "");
        }
        boolean done = play(decision.step(), decision.subject(), new Dice(decision.chance()));
        if (done) {
            world.invariants.check();
        } else if (world.story != null) {
            world.story.removeLast();
        }
        return done;
    }

    private boolean play(Step step, int subject, Dice dice) {
        return switch (step) {
            case CALL_GOES_ON -> goOn(task(subject));
            case CLIENT_ACTS -> act(world.clients.get(subject), dice);
            case ANSWER_HEARD -> hear(world.clients.get(subject));
            case ANSWER_MISSED -> miss(world.clients.get(subject));
            case STRAY_GOES_ON -> strayGoesOn(subject);
            case STRAY_VANISHES -> strayVanishes(subject);
            case JOB_STARTS -> {
                int jobs = Node.TASKS - Node.REQUESTS;
                yield start(world.nodes.get(subject / jobs), Node.REQUESTS + subject % jobs, dice);
            }
            case LOG_HEARD -> hearLog(world.nodes.get(subject));
            case LOG_JOINED -> joinLog(world.nodes.get(subject));
            case SALE_CHANGES ->
                startTask(world.nodes.get(subject), Node.ADMIN, new SaleTask(world, world.nodes.get(subject), dice));
            case TIME_PASSES -> pass(dice);
            case REQUEST_LOST -> lose(task(subject), CrashPoint.REQUEST_LOST);
            case ANSWER_LOST -> lose(task(subject), CrashPoint.ANSWER_LOST);
            case TIMED_OUT -> timeOut(task(subject));
            case SENT_TWICE -> sendTwice(task(subject));
            case NODE_DIES -> world.faults.nodeDies(world.nodes.get(subject));
            case NODE_STARTS -> world.faults.nodeStarts(world.nodes.get(subject));
            case REDIS_FLUSHED -> world.faults.redisFlushed();
            case REDIS_STOPS -> world.faults.redisStops(dice.percent(50));
            case REDIS_STARTS -> world.faults.redisStarts();
            case REDIS_REPLICATES -> world.faults.redisReplicates();
            case REDIS_FAILS_OVER -> world.faults.redisFailsOver();
            case COPY_SPOILT -> world.faults.copySpoilt(subject);
            case DATABASE_STOPS -> world.faults.databaseStops(dice);
            case DATABASE_STARTS -> world.faults.databaseStarts();
            case LINK_CUT -> world.faults.linkCut(world.nodes.get(subject));
            case LINK_MENDED -> world.faults.linkMended(world.nodes.get(subject));
            case CLOCK_JUMPS -> world.faults.clockJumps(subject, dice);
        };
    }

    /** The call that a step would take further, if it is one of those. */
    @Nullable
    Call<?> moved(Step step, int subject) {
        Task task = step == Step.CALL_GOES_ON ? task(subject) : null;
        return task != null ? task.call : step == Step.STRAY_GOES_ON ? world.strays[subject] : null;
    }

    private @Nullable Task task(int slot) {
        return world.nodes.get(slot / Node.TASKS).tasks[slot % Node.TASKS];
    }

    boolean goOn(@Nullable Task task) {
        if (task == null) {
            return false;
        }
        Call<?> call = task.call;
        if (call.phase == Phase.ANSWERED) {
            call.deliver();
            return true;
        }
        return world.goOn(call);
    }

    private boolean act(Client client, Dice dice) {
        boolean patient = client.waiting != null && !dice.percent(IMPATIENCE);
        if (patient || client.reply != null) {
            return false;
        }
        Request request = client.next(dice, world.freshKey());
        if (request == null) {
            return true;
        }
        world.tell("   ", request);
        client.waiting = request;
        Node node = world.nodes.get(dice.below(Numbers.NODES));
        if (!node.up || dice.percent(2)) {
            return true;
        }
        for (int slot = 2 * client.id; slot < 2 * client.id + 2; slot++) {
            if (node.tasks[slot] == null) {
                Task task =
                        switch (request.operation()) {
                            case RESERVE -> new ReserveTask(world, node, slot, request, new Dice(dice.next()));
                            case PAY -> new PayTask(world, node, slot, request, dice);
                            case CANCEL -> new CancelTask(world, node, slot, request);
                        };
                return startTask(node, slot, task);
            }
        }
        return true;
    }

    private boolean startTask(Node node, int slot, Task task) {
        if (!node.up || node.tasks[slot] != null) {
            return false;
        }
        node.tasks[slot] = task;
        task.start();
        return true;
    }

    boolean start(Node node, int slot, Dice dice) {
        boolean idle =
                switch (slot) {
                    case Node.OUTBOX -> !node.changed;
                    case Node.RELOAD -> !node.replica.reloadWanted && node.replica.isShared() && !node.logLost;
                    case Node.COMPARE -> world.sabotage == Sabotage.NO_COMPARISON;
                    case Node.ADMIN -> !dice.percent(15);
                    default -> false;
                };
        return !idle && startTask(node, slot, job(node, slot, dice));
    }

    private Task job(Node node, int slot, Dice dice) {
        return switch (slot) {
            case Node.OUTBOX -> new OutboxTask(world, node, slot, 0);
            case Node.TAKEOVER -> new OutboxTask(world, node, slot, Numbers.OUTBOX_TAKEOVER);
            case Node.SWEEP -> new SweepTask(world, node);
            case Node.RECOVERY -> new RecoveryTask(world, node);
            case Node.LAPSE -> new LapseTask(world, node);
            case Node.RELOAD -> new ReloadTask(world, node);
            case Node.COMPARE -> new CompareTask(world, node);
            case Node.ADMIN -> new BlockTask(world, node, dice);
            default -> throw new IllegalStateException("no job " + slot);
        };
    }

    private static boolean hear(Client client) {
        boolean there = client.reply != null;
        client.hear();
        return there;
    }

    private static boolean miss(Client client) {
        boolean there = client.reply != null;
        client.reply = null;
        return there;
    }

    private boolean strayGoesOn(int index) {
        Call<?> call = world.strays[index];
        if (call == null || !world.goOn(call)) {
            return false;
        }
        if (call.phase == Phase.ANSWERED) {
            world.strays[index] = null;
        }
        return true;
    }

    private boolean strayVanishes(int index) {
        Call<?> call = world.strays[index];
        if (call == null) {
            return false;
        }
        world.vanish(call);
        world.strays[index] = null;
        return true;
    }

    boolean hearLog(Node node) {
        LogMessage message = node.log.poll();
        if (message == null) {
            return false;
        }
        if (node.logLost) {
            node.logLost = false;
            node.replica.reloadWanted = true;
        }
        if (!message.isHeartbeat()) {
            node.replica.hear(message);
        }
        return true;
    }

    boolean joinLog(Node node) {
        if (!node.up || node.subscribed || !world.redisUp || !node.reachesRedis) {
            return false;
        }
        node.subscribed = true;
        node.log.add(LogMessage.HEARTBEAT);
        return true;
    }

    private boolean pass(Dice dice) {
        int chance = dice.below(100);
        world.now += chance < 60 ? 1 + dice.below(50) : chance < 88 ? 100 + dice.below(900) : 1_000 + dice.below(3_000);
        return true;
    }

    private boolean lose(@Nullable Task task, CrashPoint point) {
        if (task == null || task.call.failed) {
            return false;
        }
        Call<?> call = task.call;
        if ((point == CrashPoint.ANSWER_LOST) != (call.phase == Phase.ANSWERED)) {
            return false;
        }
        world.coverage.met(call.transition, point);
        world.vanish(call);
        call.fail();
        return true;
    }

    private boolean timeOut(@Nullable Task task) {
        if (task == null || task.call.phase == Phase.ANSWERED) {
            return false;
        }
        Call<?> call = task.call;
        world.coverage.met(call.transition, CrashPoint.TIMED_OUT);
        world.stray(call);
        task.call = call.givenUp();
        return true;
    }

    private boolean sendTwice(@Nullable Task task) {
        if (task == null || task.call.failed) {
            return false;
        }
        Call<?> call = task.call;
        if (call.transition.store != Store.REDIS && call.transition.store != Store.PROVIDER) {
            return false;
        }
        world.stray(call.again());
        return true;
    }

    private String describe(Decision decision) {
        int subject = decision.subject();
        String words = decision.step().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return switch (decision.step()) {
            case CALL_GOES_ON, REQUEST_LOST, ANSWER_LOST, TIMED_OUT, SENT_TWICE ->
                words + ": node " + subject / Node.TASKS + " " + describe(task(subject));
            case STRAY_GOES_ON, STRAY_VANISHES -> words + ": " + describe(world.strays[subject]);
            case JOB_STARTS -> {
                int jobs = Node.TASKS - Node.REQUESTS;
                yield words + ": node " + subject / jobs + " " + JOBS[subject % jobs];
            }
            case TIME_PASSES -> words + " from " + world.now;
            default -> words + " " + subject;
        };
    }

    private static String describe(@Nullable Task task) {
        return task == null ? "" : task.getClass().getSimpleName() + " " + describe(task.call);
    }

    private static String describe(@Nullable Call<?> call) {
        return call == null
                ? ""
                : call.transition.words() + " " + call.phase.name().toLowerCase(java.util.Locale.ROOT)
                        + (call.failed ? " (failed)" : "");
    }

    private static final String[] JOBS = {
        "outbox", "takeover", "sweep", "recovery", "lapse", "reload", "compare", "block"
    };
}
