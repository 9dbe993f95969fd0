package gg.tiketi.seat.platform;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.ws.rs.core.Response;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** A database that is away, restarting or overloaded is "try again in a moment"; anything else it says is a defect. */
public class DatabaseMappers {

    private static final Logger LOG = Logger.getLogger(DatabaseMappers.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    @ServerExceptionMapper
    public Response closed(ClosedConnectionException away) {
        return unavailable(away);
    }

    @ServerExceptionMapper
    public Response refused(ConnectException away) {
        return unavailable(away);
    }

    @ServerExceptionMapper
    public Response late(TimeoutException away) {
        return unavailable(away);
    }

    @ServerExceptionMapper
    public Response said(PgException said) {
        String state = said.getSqlState() == null ? "" : said.getSqlState();
        // 08 connection, 53 out of resources, 57 operator intervention, 40 could not be serialised even when repeated
        if (state.startsWith("08") || state.startsWith("53") || state.startsWith("57") || state.startsWith("40")) {
            return unavailable(said);
        }
        LOG.errorf(said, "database refused state=%s", state);
        return Problem.of(CommonProblem.INTERNAL_ERROR).response();
    }

    private static Response unavailable(Throwable away) {
        LOG.warnf("database away reason=%s", away.toString());
        return Problem.of(CommonProblem.UNAVAILABLE).retryAfter(RETRY_AFTER).response();
    }
}
