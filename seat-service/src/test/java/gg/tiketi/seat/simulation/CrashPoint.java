package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Transition.Store;

/** What may go wrong around one step. */
enum CrashPoint {
    /** The node dies while its request is on the way. */
    NODE_BEFORE,
    /** The node dies while its transaction is open. */
    NODE_INSIDE,
    /** The node dies while the answer is on the way. */
    NODE_AFTER,
    /** The request never arrives and its sender learns that. */
    REQUEST_LOST,
    /** It happened, but the answer never arrives. */
    ANSWER_LOST,
    /** The sender gives up; it may still happen, or not. */
    TIMED_OUT,
    /** The server is lost while the request is on the way. */
    SERVER_BEFORE,
    /** The server is lost while the transaction is open. */
    SERVER_INSIDE,
    /** The server is lost after the effect, before the answer has arrived. */
    SERVER_AFTER;

    static final CrashPoint[] ALL = values();

    boolean concerns(Transition transition) {
        return switch (this) {
            case NODE_INSIDE, SERVER_INSIDE -> transition.store == Store.TRANSACTION;
            case SERVER_BEFORE, SERVER_AFTER -> transition.store != Store.PROVIDER;
            case NODE_BEFORE, NODE_AFTER, REQUEST_LOST, ANSWER_LOST, TIMED_OUT -> true;
        };
    }
}
