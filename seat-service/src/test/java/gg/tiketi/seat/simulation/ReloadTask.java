package gg.tiketi.seat.simulation;

/** Loads a node's replica anew: from the copy, rebuilt if need be, or from PostgreSQL when Redis is away. */
final class ReloadTask extends Task {

    private final Replica replica;
    private final Position known;
    private boolean rebuilt;

    private record States(boolean open, Position position, long states) {}

    ReloadTask(World world, Node node) {
        super(world, node, Node.RELOAD);
        this.replica = node.replica;
        this.known = replica.position();
    }

    @Override
    void start() {
        replica.reloadWanted = false;
        read();
    }

    private void read() {
        call(
                Transition.REPLICA_READ,
                () -> new States(copy.isOpen(world.redisTime()), copy.position(), copy.states()),
                this::readFromCopy,
                this::readDatabase);
    }

    private void readFromCopy(States found) {
        if (found.open() && (rebuilt || !replica.isAheadOf(found.position()))) {
            replica.acceptShared(found.position(), found.states());
            finish();
        } else if (rebuilt) {
            readDatabase();
        } else {
            rebuilt = true;
            new Rebuild(this, this::read, this::readDatabase).start();
        }
    }

    private void readDatabase() {
        call(
                Transition.REPLICA_READ_DATABASE,
                () -> world.committedStates(),
                states -> {
                    replica.acceptLocal(known, states);
                    finish();
                },
                this::finish);
    }

    private void finish() {
        if (books.sabotage == Sabotage.RELOAD_JOINED) {
            replica.reloadWanted = false;
        }
        end();
    }
}
