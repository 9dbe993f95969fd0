package gg.tiketi.seat.simulation;

/** Loads a node's replica anew: from the copy, rebuilt if need be, or from PostgreSQL when Redis is away. */
final class ReloadTask extends Task {

    private final Replica replica;
    private final Position local;
    private boolean rebuilt;

    private record States(Copy.Use use, Position position, long states) {}

    ReloadTask(World world, Node node) {
        super(world, node, Node.RELOAD);
        this.replica = node.replica;
        this.local = replica.nextLocal();
    }

    @Override
    void start() {
        replica.reloadWanted = false;
        read();
    }

    private void read() {
        call(
                Transition.REPLICA_READ,
                () -> new States(world.use(node), copy.position(), copy.states()),
                this::readFromCopy,
                this::readDatabase);
    }

    private void readFromCopy(States found) {
        boolean open = found.use() == Copy.Use.OPEN;
        if (open && (rebuilt || !replica.isAheadOf(found.position()))) {
            replica.acceptShared(found.position(), found.states());
            finish();
        } else if (found.use() == Copy.Use.NOT_LOADED && replica.position().epoch() != 0) {
            // Who has states keeps them until the rebuild says that it is done.
            finish();
            replica.reloadWanted = true;
        } else if (found.use() == Copy.Use.NOT_LOADED || rebuilt) {
            readDatabase();
        } else {
            rebuilt = true;
            new Rebuild(this, this::read, this::readDatabase).start();
        }
    }

    /** States that are not the copy's have an epoch of their own, so that nobody takes their position for one of its. */
    private void readDatabase() {
        if (local.epoch() != 0) {
            readDatabase(local);
        } else {
            call(
                    Transition.REPLICA_EPOCH,
                    books::nextEpoch,
                    epoch -> readDatabase(new Position(epoch, 1)),
                    this::failed);
        }
    }

    private void readDatabase(Position position) {
        call(
                Transition.REPLICA_READ_DATABASE,
                world::committedStates,
                states -> {
                    replica.acceptLocal(position, states);
                    finish();
                },
                this::failed);
    }

    /** What was wanted still is. */
    private void failed() {
        replica.reloadWanted = true;
        finish();
    }

    private void finish() {
        if (books.sabotage == Sabotage.RELOAD_ONCE) {
            replica.reloadWanted = false;
        }
        end();
    }
}
