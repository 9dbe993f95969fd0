package gg.tiketi.seat.simulation;

import java.util.Set;

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
    LOAD_WITHOUT_EPOCH(Hint.slow(Transition.REBUILD_OPEN).often(Step.REDIS_FLUSHED)),
    /** Applying takes older revisions over newer ones. */
    APPLY_WITHOUT_REVISION,
    /** The sweep ends reservations that are being paid when their time is over. */
    EXPIRE_WHILE_PAYING,
    /** A payment the provider has not heard of counts as declined and is not cancelled there. */
    UNHEARD_IS_DECLINED(Hint.slow(Transition.PAY_CAPTURE).often(Step.TIMED_OUT)),
    /** A rebuild reads PostgreSQL before it closes the copy. */
    READ_BEFORE_CLOSE(Hint.slow(Transition.REBUILD_CLOSE).often(Step.REDIS_FLUSHED)),
    /** Outbox rows are deleted before they are applied. */
    DELETE_BEFORE_APPLY,
    /** A payment begins without the lock that a person's reserving takes: the limit may miss it at the last moment. */
    PAYMENT_WITHOUT_LIMIT_LOCK(Hint.slow(Transition.PAY_START).often(Step.TIME_PASSES)),
    /** States read from PostgreSQL without Redis continue the positions of the copy. */
    LOCAL_POSITION_SHARED(Hint.slow(Transition.REPLICA_READ_DATABASE).often(Step.LINK_CUT)),
    /** A reload wanted while one is under way is taken for served by it, and one that failed is not tried again. */
    RELOAD_ONCE(Hint.slow(Transition.REPLICA_EPOCH).often(Step.ANSWER_LOST)),
    /** What a claim marked for a repeated request stays marked. */
    REPLAY_KEEPS_MARK,
    /** A rebuild forgets whose requests had been answered when their reservation is over. */
    REBUILD_FORGETS_OWNERS(Hint.slow(Transition.REBUILD_READ).often(Step.REDIS_FLUSHED)),
    /** A load goes on after a failover although earlier parts of it may be missing. */
    LOAD_WITHOUT_PARTS(Hint.slow(Transition.REBUILD_OPEN).often(Step.REDIS_FAILS_OVER)),
    /** Nobody compares the copy with PostgreSQL. */
    NO_COMPARISON,
    /** A copy is relied on whichever server process it was loaded into, as if none ever failed over. */
    NO_SERVER_CHECK(Hint.slow(Transition.REPLICA_READ).often(Step.REDIS_FAILS_OVER));

    /** Where misfortune looks first, so that a test need not run for long. */
    final Hint hint;

    Sabotage() {
        this(new Hint(Set.of(), Set.of()));
    }

    Sabotage(Hint hint) {
        this.hint = hint;
    }

    /**
     * Where misfortune looks first.
     *
     * @param slow steps that take their time
     * @param often what happens more often
     */
    record Hint(Set<Transition> slow, Set<Step> often) {

        static Hint slow(Transition transition) {
            return new Hint(Set.of(transition), Set.of());
        }

        Hint often(Step step) {
            return new Hint(slow, Set.of(step));
        }
    }
}
