package gg.tiketi.seat.live;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemException;
import gg.tiketi.seat.live.websocket.CloseCode;
import gg.tiketi.seat.live.websocket.FrameReader;
import gg.tiketi.seat.live.websocket.Frames;
import gg.tiketi.seat.platform.SeatProblem;
import io.vertx.core.net.NetSocket;

/** What one client says, and what it is answered. On the connection's event loop only. */
final class LiveConversation implements FrameReader.Listener {

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

    /** Takes the client's messages from now on. */
    void readFrom(NetSocket socket, int maxMessageBytes) {
        FrameReader reader = new FrameReader(maxMessageBytes, this);
        socket.handler(bytes -> reader.feed(bytes.getBytes()));
    }

    @Override
    public void text(String text) {
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

    @Override
    public void ping(byte[] payload) {
        if (mayAsk()) {
            watcher.tell(Frames.pong(payload));
        }
    }

    @Override
    public void pong() {
        if (watcher.ponged()) {
            hub.heard(watcher);
        } else {
            // Nobody asked, so it counts like a message.
            mayAsk();
        }
    }

    @Override
    public void closed() {
        watcher.close(CloseCode.NORMAL);
    }

    @Override
    public void refused(CloseCode why) {
        counts.closed(why);
        watcher.close(why);
    }

    private boolean mayAsk() {
        if (watcher.mayAsk(System.nanoTime())) {
            return true;
        }
        refuse(Problem.of(CommonProblem.TOO_MANY_REQUESTS).detail("Too many messages"));
        refused(CloseCode.TOO_MANY_MESSAGES);
        return false;
    }
}
