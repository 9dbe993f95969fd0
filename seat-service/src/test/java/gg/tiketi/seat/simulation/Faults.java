package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Call.Phase;
import gg.tiketi.seat.simulation.Transition.Store;

/** Everything that breaks, and its mending. Each answers false when it changes nothing. */
final class Faults {

    private static final long MAX_JUMP = 2_000;

    private final World world;

    Faults(World world) {
        this.world = world;
    }

    boolean nodeDies(Node node) {
        if (!node.up) {
            return false;
        }
        for (Task task : node.tasks) {
            if (task != null) {
                world.coverage.met(
                        task.call.transition,
                        switch (task.call.phase) {
                            case SENT -> CrashPoint.NODE_BEFORE;
                            case BEGUN, LOCKED -> CrashPoint.NODE_INSIDE;
                            case ANSWERED -> CrashPoint.NODE_AFTER;
                        });
                world.stray(task.call);
            }
        }
        node.die(world.sabotage);
        return true;
    }

    boolean nodeStarts(Node node) {
        boolean was = node.up;
        node.up = true;
        return !was;
    }

    /** Empties Redis; connections stay. */
    boolean redisFlushed() {
        if (!world.redisUp || world.copy.position().epoch() == 0) {
            return false;
        }
        serverLost(Store.REDIS);
        world.copy.flush();
        world.copySuspect = false;
        return true;
    }

    /** Redis is gone, or stands still and keeps what it has. */
    boolean redisStops(boolean forgets) {
        if (!world.redisUp) {
            return false;
        }
        serverLost(Store.REDIS);
        world.redisUp = false;
        if (forgets) {
            world.redisServer++;
            world.copy.flush();
            world.copySuspect = false;
        }
        world.nodes.forEach(Node::loseLog);
        return true;
    }

    boolean redisStarts() {
        boolean was = world.redisUp;
        world.redisUp = true;
        return !was;
    }

    boolean redisReplicates() {
        if (!world.redisUp) {
            return false;
        }
        world.follower.become(world.copy);
        return true;
    }

    /** The follower takes over with what it has; the last changes may be missing. */
    boolean redisFailsOver() {
        serverLost(Store.REDIS);
        world.copy.become(world.follower);
        world.copySuspect = true;
        world.redisServer++;
        world.redisUp = true;
        world.nodes.forEach(Node::loseLog);
        return true;
    }

    /** For a reason unknown the copy has lost a change. */
    boolean copySpoilt(int seat) {
        boolean open = world.redisUp && world.use(world.nodes.getFirst()) == Copy.Use.OPEN;
        if (!open || !world.copy.spoil(seat)) {
            return false;
        }
        world.copySuspect = true;
        return true;
    }

    /** Open transactions are rolled back; answers of others may still arrive. */
    boolean databaseStops(Dice dice) {
        if (!world.database.up) {
            return false;
        }
        serverLost(Store.DATABASE);
        world.database.up = false;
        world.database.restart();
        for (Node node : world.nodes) {
            for (Task task : node.tasks) {
                if (task != null && isDatabase(task.call) && (task.call.phase != Phase.ANSWERED || dice.percent(50))) {
                    task.call.fail();
                }
            }
        }
        for (int i = 0; i < World.STRAYS; i++) {
            Call<?> stray = world.strays[i];
            if (stray != null && isDatabase(stray)) {
                world.strays[i] = null;
            }
        }
        return true;
    }

    private static boolean isDatabase(Call<?> call) {
        return call.transition.store == Store.DATABASE || call.transition.store == Store.TRANSACTION;
    }

    boolean databaseStarts() {
        boolean was = world.database.up;
        world.database.up = true;
        return !was;
    }

    boolean linkCut(Node node) {
        if (!node.reachesRedis) {
            return false;
        }
        node.reachesRedis = false;
        node.loseLog();
        return true;
    }

    boolean linkMended(Node node) {
        boolean was = node.reachesRedis;
        node.reachesRedis = true;
        return !was;
    }

    /** A node's clock or that of Redis jumps; PostgreSQL's does not. */
    boolean clockJumps(int subject, Dice dice) {
        long jump = dice.below((int) (2 * MAX_JUMP)) - MAX_JUMP;
        if (subject < Numbers.NODES) {
            world.nodes.get(subject).clockSkew = jump;
        } else {
            world.redisSkew = jump;
        }
        return true;
    }

    /** All is well again. */
    void heal() {
        redisStarts();
        databaseStarts();
        world.redisSkew = 0;
        for (Node node : world.nodes) {
            node.up = true;
            node.reachesRedis = true;
            node.clockSkew = 0;
        }
    }

    private void serverLost(Store store) {
        for (Node node : world.nodes) {
            for (Task task : node.tasks) {
                if (task != null && !task.call.failed && isDatabase(task.call) == (store == Store.DATABASE)) {
                    world.coverage.met(
                            task.call.transition,
                            switch (task.call.phase) {
                                case SENT -> CrashPoint.SERVER_BEFORE;
                                case BEGUN, LOCKED -> CrashPoint.SERVER_INSIDE;
                                case ANSWERED -> CrashPoint.SERVER_AFTER;
                            });
                }
            }
        }
    }
}
