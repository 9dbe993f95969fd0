package gg.tiketi.seat.live;

import io.netty.buffer.ByteBuf;

/** Where a watcher's frames go: its connection. Used on the connection's event loop only. */
interface Outlet {

    /** Bytes that were written and not yet taken by the kernel; 0 when everything is on its way. */
    long pendingBytes();

    /** Sends frames, in order; they stay the caller's, who may send them elsewhere as well. */
    void write(ByteBuf... frames);

    /** Sends the last frames and ends the connection for a reason that the client can read, after what is pending. */
    void close(CloseCode why, ByteBuf... frames);

    /** Ends the connection without waiting for anything. */
    void cut();
}
