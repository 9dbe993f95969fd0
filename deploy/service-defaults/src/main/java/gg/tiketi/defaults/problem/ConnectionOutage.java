package gg.tiketi.defaults.problem;

import io.netty.channel.unix.Errors;
import jakarta.inject.Singleton;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;

/** Nobody listens, nobody answers, or the connection broke: what the kernel says of it differs by how sockets are read. */
@Singleton
class ConnectionOutage implements OutageRule {

    @Override
    public boolean isOutage(Throwable failure) {
        return failure instanceof SocketException
                || failure instanceof Errors.NativeIoException
                || failure instanceof TimeoutException
                || failure instanceof ClosedChannelException;
    }
}
