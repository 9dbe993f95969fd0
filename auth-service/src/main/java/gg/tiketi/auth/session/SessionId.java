package gg.tiketi.auth.session;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Names a session; the {@code sid} of its access tokens. */
record SessionId(UUID value) {

    /** A new id, ordered by time. */
    static SessionId next() {
        return new SessionId(UuidCreator.getTimeOrderedEpoch());
    }
}
