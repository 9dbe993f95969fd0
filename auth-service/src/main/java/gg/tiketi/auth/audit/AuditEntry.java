package gg.tiketi.auth.audit;

import gg.tiketi.auth.platform.Origin;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened.
 *
 * @param actor the account that did it; null when nobody was signed in
 * @param account the account it was done to; null when there is none, as for an unknown address
 * @param detail one word or two of this service's own, never what somebody typed
 */
public record AuditEntry(
        AuditAction action,
        @Nullable UUID actor,
        @Nullable UUID account,
        @Nullable String detail,
        Origin origin) {

    /** Something that an account did to itself. */
    public static AuditEntry own(AuditAction action, UUID account, @Nullable String detail, Origin origin) {
        return new AuditEntry(action, account, account, detail, origin);
    }
}
