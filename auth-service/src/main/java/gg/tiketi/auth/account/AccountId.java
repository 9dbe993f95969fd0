package gg.tiketi.auth.account;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Names an account; the subject of its access tokens. */
public record AccountId(UUID value) {

    /** A new id, ordered by time. */
    public static AccountId next() {
        return new AccountId(UuidCreator.getTimeOrderedEpoch());
    }
}
