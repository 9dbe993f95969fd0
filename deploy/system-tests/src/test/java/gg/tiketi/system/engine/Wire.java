package gg.tiketi.system.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The line between a service and one of its backends, in the test's hands: it can be cut and mended, be slow, lead to
 * another server, and keep back the reply to a request that carries certain bytes.
 */
final class Wire implements AutoCloseable {

    private static final int CHUNK = 65_536;
    private static final int CONNECT_MILLIS = 2_000;
    /** Whatever a test forgets to let go ends by itself. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final ServerSocket listener;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final List<Held> awaited = new CopyOnWriteArrayList<>();
    private volatile int target;
    private volatile boolean cut;
    private volatile Duration delay = Duration.ZERO;

    /** A wire to a server on a port of this machine; the server need not run yet. */
    Wire(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Threads.start(this::accept);
    }

    /** The port that the service is told. */
    int port() {
        return listener.getLocalPort();
    }

    /** From now on nobody gets through; connections there are break. */
    void cut() {
        cut = true;
        links.forEach(Link::close);
    }

    /** Breaks all connections; new ones get through. */
    void shake() {
        links.forEach(Link::close);
    }

    /** Ends {@link #cut}. */
    void mend() {
        cut = false;
    }

    /** Each piece of a reply comes so much later; zero ends it. */
    void slow(Duration wait) {
        delay = wait;
    }

    /** Leads to another server; connections to the former break. */
    void to(int otherTarget) {
        target = otherTarget;
        shake();
    }

    /** Keeps back what the server replies, on the one connection on which these bytes are seen next. */
    Held holdReplyTo(byte[] marker) {
        return await(new Held(marker, When.REPLY_TO));
    }

    /** Keeps back the request itself that carries these bytes. */
    Held holdRequest(byte[] marker) {
        return await(new Held(marker, When.REQUEST));
    }

    /** Keeps back the next reply that carries these bytes. */
    Held holdReplyWith(byte[] marker) {
        return await(new Held(marker, When.REPLY_WITH));
    }

    private Held await(Held held) {
        awaited.add(held);
        return held;
    }

    private enum When {
        REQUEST,
        REPLY_TO,
        REPLY_WITH
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                if (cut) {
                    near.close();
                } else {
                    Threads.start(() -> connect(near));
                }
            } catch (IOException closed) {
                // The loop's condition tells whether it was meant.
            }
        }
    }

    private void connect(Socket near) {
        Socket far = new Socket();
        try {
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
        } catch (IOException refused) {
            new Link(near, far).close();
            return;
        }
        Link link = new Link(near, far);
        links.add(link);
        if (cut) {
            link.close();
        }
        Threads.start(link::forward);
        Threads.start(link::backward);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        links.forEach(Link::close);
    }

    /** Something kept back, and the test's handle to it. */
    final class Held {

        private final byte[] marker;
        private final When when;
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private volatile boolean dropped;

        private Held(byte[] marker, When when) {
            this.marker = marker.clone();
            this.when = when;
        }

        /** Whether there is something kept back by now. */
        boolean hasArrived() {
            return arrived.getCount() == 0;
        }

        /** Lets it go on its way. */
        void release() {
            awaited.remove(this);
            released.countDown();
        }

        /** It never arrives: the connection breaks instead. */
        void drop() {
            dropped = true;
            release();
        }

        private boolean keep() throws IOException {
            arrived.countDown();
            try {
                return released.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS) && !dropped;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException(interrupted);
            }
        }
    }

    private final class Link {

        private final Socket near;
        private final Socket far;
        private volatile @Nullable Held reply;

        Link(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        void forward() {
            pump(near, far, (chunk, length) -> {
                Held request = find(When.REQUEST, chunk, length);
                if (request != null) {
                    return request.keep();
                }
                Held found = find(When.REPLY_TO, chunk, length);
                if (found != null) {
                    reply = found;
                }
                return true;
            });
        }

        void backward() {
            pump(far, near, (chunk, length) -> {
                Held waits = reply == null ? find(When.REPLY_WITH, chunk, length) : reply;
                reply = null;
                if (!delay.isZero()) {
                    LockSupport.parkNanos(delay.toNanos());
                }
                return waits == null || waits.keep();
            });
        }

        private @Nullable Held find(When when, byte[] chunk, int length) {
            Iterator<Held> all = awaited.iterator();
            while (all.hasNext()) {
                Held held = all.next();
                if (held.when == when && contains(chunk, length, held.marker) && awaited.remove(held)) {
                    return held;
                }
            }
            return null;
        }

        private void pump(Socket from, Socket to, Pass pass) {
            byte[] chunk = new byte[CHUNK];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                    if (!pass.mayPass(chunk, length)) {
                        break;
                    }
                    out.write(chunk, 0, length);
                }
            } catch (IOException broken) {
                // Both ends learn of it by close().
            } finally {
                close();
            }
        }

        void close() {
            links.remove(this);
            for (Socket socket : List.of(near, far)) {
                try {
                    socket.close();
                } catch (IOException alreadyGone) {
                    // Nothing is left to close.
                }
            }
        }
    }

    private interface Pass {
        boolean mayPass(byte[] chunk, int length) throws IOException;
    }

    private static boolean contains(byte[] chunk, int length, byte[] marker) {
        for (int from = 0; from + marker.length <= length; from++) {
            if (Arrays.equals(chunk, from, from + marker.length, marker, 0, marker.length)) {
                return true;
            }
        }
        return false;
    }
}
