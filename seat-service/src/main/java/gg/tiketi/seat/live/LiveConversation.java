package gg.tiketi.seat.live;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemException;
import gg.tiketi.seat.platform.SeatProblem;

/** What one client says, and what it is answered. On the connection's event loop only. */
final class LiveConversation {

    private final Watcher watcher;
    private final LiveHub hub;
    private final LiveCounts counts;
    private final TokenReader tokens;

    LiveConversation(Watcher watcher, LiveHub hub, LiveCounts counts, TokenReader tokens) {
        this.watcher = watcher;
        this.hub = hub;
        this.counts = counts;
        this.tokens = tokens;
    }

    /** A whole text message. */
    void text(String text) {
        if (!mayAsk()) {
            return;
        }
        switch (LiveRequest.parse(text)) {
            case LiveRequest.Resync resync -> watcher.resync();
            case LiveRequest.SignIn signIn -> signIn(signIn.token());
            case LiveRequest.Malformed malformed ->
                refuse(Problem.of(SeatProblem.UNKNOWN_MESSAGE).detail(malformed.why()));
        }
    }

    /** Verifies the token; from then on the connection gets its account's own news. */
    void signIn(String token) {
        Viewer viewer;
        try {
            viewer = tokens.read(token);
        } catch (ProblemException refused) {
            refuse(refused.problem());
            return;
        }
        if (!hub.signIn(watcher, viewer)) {
            refuse(Problem.of(SeatProblem.TOO_MANY_WATCHERS).detail("The account has too many connections"));
        }
    }

    private void refuse(Problem problem) {
        watcher.tell(Frames.text(LiveMessage.error(problem)));
    }

    /** A ping, which counts like a message. */
    void ping() {
        mayAsk();
    }

    /** The answer to a ping, a sign of life; when nobody asked, it counts like a message. */
    void pong() {
        if (watcher.ponged()) {
            hub.heard(watcher);
        } else {
            mayAsk();
        }
    }

    /** The connection is no more. */
    void leave() {
        hub.leave(watcher);
    }

    /** The client did what it may not, or we failed. */
    void end(CloseCode why) {
        if (watcher.close(why)) {
            counts.closed(why);
        }
    }

    private boolean mayAsk() {
        if (watcher.isClosing()) {
            return false;
        }
        if (watcher.mayAsk(System.nanoTime())) {
            return true;
        }
        refuse(Problem.of(CommonProblem.TOO_MANY_REQUESTS).detail("Too many messages"));
        end(CloseCode.TOO_MANY_MESSAGES);
        return false;
    }
}
