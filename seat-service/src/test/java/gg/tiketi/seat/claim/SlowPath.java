package gg.tiketi.seat.claim;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A way to a server on which the answers take as long as one says, or never arrive. */
public final class SlowPath implements AutoCloseable {

    private final ServerSocket listener;
    private final int server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private volatile long delayNanos;
    private volatile boolean mute;

    /** Listens on a free loopback port, on the way to the server on another. */
    SlowPath(int server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on answers take this long. */
    void delay(Duration delay) {
        delayNanos = delay.toNanos();
        mute = false;
    }

    /** From now on there are no answers. */
    void mute() {
        mute = true;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket target = new Socket(InetAddress.getLoopbackAddress(), server);
                client.setTcpNoDelay(true);
                target.setTcpNoDelay(true);
                open.addAll(List.of(client, target));
                Thread.ofVirtual().start(() -> forward(client, target));
                Thread.ofVirtual().start(() -> answer(target, client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void forward(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // One end has gone, and with it the other.
        }
    }

    private void answer(Socket from, Socket to) {
        long notBefore = 0;
        byte[] buffer = new byte[65_536];
        try (from) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                byte[] part = java.util.Arrays.copyOf(buffer, count);
                // In order, also when the delay has just become shorter.
                notBefore = Math.max(notBefore, System.nanoTime() + delayNanos);
                if (!mute) {
                    clock.schedule(() -> write(out, part), notBefore - System.nanoTime(), TimeUnit.NANOSECONDS);
                }
            }
        } catch (IOException ended) {
            // One end has gone.
        }
    }

    private static void write(OutputStream out, byte[] part) {
        try {
            out.write(part);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        clock.shutdownNow();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
