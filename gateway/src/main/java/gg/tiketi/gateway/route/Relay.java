package gg.tiketi.gateway.route;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;

/**
 * One direction of a tunnel: what is read from a connection goes to its peer as it is, without a copy. When the peer's
 * buffer is full no more is read, so a slow side costs the gateway no more than that buffer. What is read before a side
 * ends still reaches the other, which then ends as well.
 */
final class Relay extends ChannelInboundHandlerAdapter {

    /** The name of Vert.x's own handler, which still has to learn that its connection has ended. */
    private static final String VERTX = "handler";

    private final Channel peer;

    private Relay(Channel peer) {
        this.peer = peer;
    }

    /** Connects the two; both must belong to the calling event loop. */
    static void join(NetSocket one, NetSocket other) {
        Channel first = channel(one);
        Channel second = channel(other);
        first.pipeline().addBefore(VERTX, "relay", new Relay(second));
        second.pipeline().addBefore(VERTX, "relay", new Relay(first));
        first.config().setAutoRead(true);
        second.config().setAutoRead(true);
        if (!first.isActive() || !second.isActive()) {
            first.close();
            second.close();
        }
    }

    static Channel channel(NetSocket socket) {
        return ((NetSocketInternal) socket).channelHandlerContext().channel();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        peer.write(bytes, peer.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        peer.flush();
        if (!peer.isWritable()) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            peer.config().setAutoRead(true);
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (peer.isActive()) {
            peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
        context.close();
    }
}
