package gg.tiketi.defaults.problem;

import jakarta.inject.Singleton;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;

/** Nobody listens, nobody answers, or the connection broke. */
@Singleton
class ConnectionOutage implements OutageRule {

    @Override
    public boolean isOutage(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof TimeoutException
                || failure instanceof ClosedChannelException;
    }
}
