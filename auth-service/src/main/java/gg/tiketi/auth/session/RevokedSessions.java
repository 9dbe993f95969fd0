package gg.tiketi.auth.session;

import gg.tiketi.auth.platform.Digest;
import gg.tiketi.auth.token.AccessTokens;
import gg.tiketi.defaults.token.RevocationSet;
import gg.tiketi.defaults.token.Revocations;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The sessions that were ended early and whose access tokens may not have expired yet, as PostgreSQL knew them a moment
 * ago. Without PostgreSQL the last list stays.
 */
@ApplicationScoped
public class RevokedSessions implements Revocations {

    private static final Logger LOG = Logger.getLogger(RevokedSessions.class);

    /** A token may be signed a little after its session was revoked, and clocks differ. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final SessionRepository sessions;
    private final Duration listed;
    private final RevocationSet known;
    private volatile Listing listing = Listing.of(List.of());

    RevokedSessions(SessionRepository sessions, AccessTokens tokens, RevocationSet known) {
        this.sessions = sessions;
        this.listed = tokens.lifetime().plus(MARGIN);
        this.known = known;
    }

    /**
     * What the services are told.
     *
     * @param fingerprints sorted
     * @param tag the same for the same list, on every node
     */
    record Listing(List<String> fingerprints, String tag) {

        private static Listing of(List<String> sorted) {
            return new Listing(sorted, HexFormat.of().formatHex(Digest.sha256(String.join(",", sorted)), 0, 16));
        }
    }

    @Override
    public boolean contains(String fingerprint) {
        return known.contains(fingerprint);
    }

    /** The list as last read. */
    Listing listing() {
        return listing;
    }

    /** Whether the list was ever read; before that it says nothing. */
    boolean isRead() {
        return known.isRead();
    }

    @Scheduled(every = "{tiketi.auth.revocations-reload}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> reload() {
        return sessions.findRevoked(listed)
                .invoke(this::take)
                .replaceWithVoid()
                .onFailure()
                .invoke(away -> LOG.debugf("revoked sessions not read reason=%s", away.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private void take(List<SessionId> revoked) {
        listing = Listing.of(revoked.stream()
                .map(id -> Revocations.fingerprint(id.value().toString()))
                .sorted()
                .toList());
        known.replace(listing.fingerprints());
    }
}
