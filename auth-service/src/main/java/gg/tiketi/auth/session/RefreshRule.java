package gg.tiketi.auth.session;

import java.time.Duration;
import java.time.Instant;

/**
 * What a presented refresh token is worth. Each renewal raises the session's generation; tokens carry the generation in
 * which they were given out.
 *
 * <pre>
 *   generation of the token      replaced            verdict
 *   current                      –                   RENEW   (generation + 1)
 *   the one before               within the grace    SIBLING (same generation, one more token)
 *   the one before               longer ago          REUSED  (whole session revoked)
 *   older                        –                   REUSED
 * </pre>
 */
final class RefreshRule {

    private RefreshRule() {}

    /** The four answers. */
    enum Verdict {
        RENEW,
        SIBLING,
        REUSED,
        ENDED
    }

    /** A session as it stands while its row is locked, with the generation of the token that was presented. */
    record Standing(
            int tokenGeneration,
            int sessionGeneration,
            Instant rotatedAt,
            Instant expiresAt,
            boolean isLive,
            Instant now) {}

    /** Judges the token. */
    static Verdict judge(Standing standing, Duration grace) {
        if (!standing.isLive() || !standing.now().isBefore(standing.expiresAt())) {
            return Verdict.ENDED;
        }
        int behind = standing.sessionGeneration() - standing.tokenGeneration();
        if (behind == 0) {
            return Verdict.RENEW;
        }
        boolean justReplaced = standing.now().isBefore(standing.rotatedAt().plus(grace));
        return behind == 1 && justReplaced ? Verdict.SIBLING : Verdict.REUSED;
    }
}
