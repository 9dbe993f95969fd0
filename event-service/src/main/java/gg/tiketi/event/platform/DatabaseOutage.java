package gg.tiketi.event.platform;

import gg.tiketi.defaults.problem.OutageRule;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import jakarta.inject.Singleton;

/** PostgreSQL is away, restarting or full: the buyer tries again in a moment. */
@Singleton
class DatabaseOutage implements OutageRule {

    @Override
    public boolean isOutage(Throwable failure) {
        return failure instanceof ClosedConnectionException
                || (failure instanceof DatabaseException said
                        && said.getSqlState() != null
                        && OutageRule.isOutage(said.getSqlState()));
    }
}
