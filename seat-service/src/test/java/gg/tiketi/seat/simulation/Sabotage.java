package gg.tiketi.seat.simulation;

/**
 * One defence taken out of the protocol. The simulator must find each; that it does proves that it could find the like in
 * the product.
 */
public enum Sabotage {
    /** The protocol as it should be. */
    NONE,
    /** The reserve function takes seats that are not free, and no unique index stands behind it. */
    NO_COMPARE_AND_SET,
    /** Releasing frees marks of anybody. */
    RELEASE_WITHOUT_OWNER,
    /** Requests leave no stored answer, so a repetition is a new request. */
    NO_STORED_ANSWER,
    /** Two requests of a person may count their seats at the same time. */
    NO_LIMIT_LOCK,
    /** Any rebuilder may load into a copy, also one that another has taken over. */
    LOAD_WITHOUT_EPOCH,
    /** Applying takes older revisions over newer ones. */
    APPLY_WITHOUT_REVISION,
    /** The sweep ends reservations that are being paid when their time is over. */
    EXPIRE_WHILE_PAYING,
    /** A payment the provider has not heard of counts as declined and is not cancelled there. */
    UNHEARD_IS_DECLINED,
    /** A rebuild reads PostgreSQL before it closes the copy. */
    READ_BEFORE_CLOSE,
    /** Outbox rows are deleted before they are applied. */
    DELETE_BEFORE_APPLY,
    /** A payment begins without the lock that a person's reserving takes: the limit may miss it at the last moment. */
    PAYMENT_WITHOUT_LIMIT_LOCK,
    /** States read from PostgreSQL without Redis continue the positions of the copy. */
    LOCAL_POSITION_SHARED,
    /** A reload wanted while one is under way is taken for served by it. */
    RELOAD_JOINED,
    /** What a claim marked for a repeated request stays marked. */
    REPLAY_KEEPS_MARK,
    /** A rebuild forgets whose requests had been answered when their reservation is over. */
    REBUILD_FORGETS_OWNERS,
    /** A seat log of an older line than the replica's is ignored. */
    OLDER_LOG_IGNORED,
    /** A load goes on after a failover although earlier parts of it may be missing. */
    LOAD_WITHOUT_PARTS,
    /** Nobody compares the copy with PostgreSQL. */
    NO_COMPARISON,
    /** A copy is relied on whichever server process it was loaded into, as if none ever failed over. */
    NO_SERVER_CHECK
}
