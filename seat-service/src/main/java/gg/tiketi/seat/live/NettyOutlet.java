package gg.tiketi.seat.live;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.quarkus.websockets.next.WebSocketConnection;

/**
 * A connection, below the layers that would make a message, a frame and a promise for every write: the encoder of the
 * WebSocket lets bytes pass as they are. Pongs and the close frame are written by the WebSocket itself, on the same event
 * loop, so frames stay whole and in order.
 */
record NettyOutlet(ChannelHandlerContext netty, WebSocketConnection connection) implements Outlet {

    @Override
    public long pendingBytes() {
        ChannelOutboundBuffer pending = netty.channel().unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }

    @Override
    public void write(ByteBuf... frames) {
        for (ByteBuf frame : frames) {
            netty.write(frame.duplicate(), netty.voidPromise());
        }
        netty.flush();
    }

    @Override
    public void close(CloseCode why, ByteBuf... frames) {
        write(frames);
        if (connection.isOpen()) {
            connection.close(why.reason()).subscribe().with(closed -> {}, gone -> {});
        }
    }

    @Override
    public void cut() {
        netty.close();
    }
}
