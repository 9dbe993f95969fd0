package gg.tiketi.auth.session;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Removes sessions that ended by time; only tidies, because every renewal compares the time itself. */
@ApplicationScoped
public class SessionSweep {

    private final SessionRepository sessions;
    private final SessionConfig config;

    SessionSweep(SessionRepository sessions, SessionConfig config) {
        this.sessions = sessions;
        this.config = config;
    }

    @Scheduled(
            every = "{tiketi.auth.sweep-every}",
            delayed = "{tiketi.auth.sweep-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return sessions.deleteEnded(config.sweepBatch()).replaceWithVoid();
    }
}
