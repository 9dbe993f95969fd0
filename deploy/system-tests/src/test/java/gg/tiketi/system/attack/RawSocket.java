package gg.tiketi.system.attack;

import gg.tiketi.system.Client;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A WebSocket whose frames are written bit by bit (RFC 6455, section 5.2), also such as no proper client would send. */
final class RawSocket implements AutoCloseable {

    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int LIMIT_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /** A frame as it came. */
    record Frame(int opcode, byte[] payload) {

        /** The code of a close frame; 0 when it has none. */
        int closeCode() {
            return payload.length < 2 ? 0 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    private RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** The status that a handshake with these header lines is answered with. */
    static int handshake(Client client, String path, String... headers) throws IOException {
        try (RawSocket raw = connect(client)) {
            return raw.shakeHands(path, headers);
        }
    }

    /** An open socket. */
    static RawSocket open(Client client, String path) throws IOException {
        RawSocket raw = connect(client);
        int status = raw.shakeHands(path);
        if (status != 101) {
            throw new AssertionError("no WebSocket: " + status);
        }
        return raw;
    }

    private static RawSocket connect(Client client) throws IOException {
        URI gateway = URI.create(client.url());
        Socket socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.setSoTimeout(LIMIT_MILLIS);
        return new RawSocket(socket);
    }

    private int shakeHands(String path, String... headers) throws IOException {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + more
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return Integer.parseInt(head.toString().split(" ", -1)[1]);
    }

    /** A whole, masked frame. */
    void send(int opcode, String text) throws IOException {
        send(FINAL | opcode, true, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Any first byte, masked (with zeros) or not. */
    void send(int first, boolean masked, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        int mask = masked ? MASKED : 0;
        if (payload.length < 126) {
            frame.write(mask | payload.length);
        } else if (payload.length < 1 << 16) {
            frame.write(mask | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        if (masked) {
            frame.write(new byte[4]);
        }
        frame.write(payload);
        write(frame.toByteArray());
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** The next frame. */
    Frame read() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte() & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        return new Frame(first & 0x0F, payload);
    }

    /** The code it is closed with, 0 when it is cut; whatever comes before is read and dropped, but not for ever. */
    int awaitEnd() throws IOException {
        long begun = System.nanoTime();
        try {
            while (true) {
                if (System.nanoTime() - begun > LIMIT_MILLIS * 1_000_000L) {
                    throw new SocketTimeoutException("still open");
                }
                Frame frame = read();
                if (frame.opcode() == CLOSE) {
                    return frame.closeCode();
                }
            }
        } catch (EOFException | SocketException cut) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
