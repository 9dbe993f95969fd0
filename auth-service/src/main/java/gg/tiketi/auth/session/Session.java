package gg.tiketi.auth.session;

import gg.tiketi.auth.account.Account;
import java.time.Duration;

/**
 * A live session just opened or renewed.
 *
 * @param refreshToken the token that renews it next
 * @param left how long it can still be renewed
 */
record Session(SessionId id, Account account, RefreshToken refreshToken, Duration left) {}
