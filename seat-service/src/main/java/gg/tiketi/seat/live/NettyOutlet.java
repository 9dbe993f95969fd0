package gg.tiketi.seat.live;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;

/** A connection, below the layer that would make objects for every write. */
record NettyOutlet(ChannelHandlerContext context) implements Outlet {

    @Override
    public long pendingBytes() {
        ChannelOutboundBuffer pending = context.channel().unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }

    @Override
    public void write(ByteBuf... frames) {
        for (ByteBuf frame : frames) {
            context.write(frame.duplicate(), context.voidPromise());
        }
        context.flush();
    }

    @Override
    public void close(ByteBuf... frames) {
        for (int i = 0; i < frames.length - 1; i++) {
            context.write(frames[i].duplicate(), context.voidPromise());
        }
        context.writeAndFlush(frames[frames.length - 1].duplicate()).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void cut() {
        context.close();
    }
}
