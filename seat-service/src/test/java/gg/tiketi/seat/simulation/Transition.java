package gg.tiketi.seat.simulation;

/** Every step of the protocol that has an effect outside the process that takes it. */
enum Transition {
    RESERVE_RULES(Store.DATABASE),
    RESERVE_CLAIM(Store.REDIS),
    RESERVE_KNOWN(Store.REDIS),
    RESERVE_DECIDE(Store.TRANSACTION),
    RESERVE_RELEASE(Store.REDIS),
    RESERVE_CORRECT_READ(Store.DATABASE),
    RESERVE_CORRECT_APPLY(Store.REDIS),
    REBUILD_EPOCH(Store.DATABASE),
    REBUILD_CLOSE(Store.REDIS),
    REBUILD_READ(Store.DATABASE),
    REBUILD_LOAD(Store.REDIS),
    REBUILD_OPEN(Store.REDIS),
    PAY_START(Store.TRANSACTION),
    PAY_CAPTURE(Store.PROVIDER),
    PAY_SETTLE(Store.TRANSACTION),
    CANCEL_DECIDE(Store.TRANSACTION),
    REFUND_FIND(Store.DATABASE),
    REFUND_RETURN(Store.PROVIDER),
    REFUND_RETURNED(Store.DATABASE),
    OUTBOX_SELECT(Store.DATABASE),
    OUTBOX_APPLY(Store.REDIS),
    OUTBOX_DELETE(Store.DATABASE),
    SWEEP_FIND_LAPSED(Store.DATABASE),
    SWEEP_EXPIRE(Store.TRANSACTION),
    SWEEP_FIND_CALLED_OFF(Store.DATABASE),
    SWEEP_CANCEL(Store.TRANSACTION),
    RECOVERY_FIND(Store.DATABASE),
    RECOVERY_ASK(Store.PROVIDER),
    RECOVERY_CANCEL(Store.PROVIDER),
    RECOVERY_SETTLE(Store.TRANSACTION),
    LAPSE(Store.REDIS),
    REPLICA_READ(Store.REDIS),
    REPLICA_EPOCH(Store.DATABASE),
    REPLICA_READ_DATABASE(Store.DATABASE),
    COMPARE_DATABASE(Store.DATABASE),
    COMPARE_COPY(Store.REDIS),
    COMPARE_REPAIR(Store.REDIS),
    BLOCK_DECIDE(Store.TRANSACTION),
    SALE_CHANGE(Store.DATABASE);

    final Store store;

    Transition(Store store) {
        this.store = store;
    }

    String words() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    /** Where a step's effect is. */
    enum Store {
        /** One script or command. */
        REDIS,
        /** One statement that commits by itself. */
        DATABASE,
        /** A function with locks: begun, locked, committed. */
        TRANSACTION,
        /** The payment provider, which is somebody else's and never ours to crash. */
        PROVIDER
    }
}
