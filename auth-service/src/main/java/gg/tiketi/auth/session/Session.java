package gg.tiketi.auth.session;

import gg.tiketi.auth.account.Account;
import java.time.Duration;
import java.util.List;

/**
 * A live session just opened or renewed.
 *
 * @param methods how it was signed in (RFC 8176)
 * @param refreshToken the token that renews it next
 * @param left how long it can still be renewed
 */
record Session(SessionId id, Account account, List<String> methods, RefreshToken refreshToken, Duration left) {}
