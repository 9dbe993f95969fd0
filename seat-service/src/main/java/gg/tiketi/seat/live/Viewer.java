package gg.tiketi.seat.live;

import gg.tiketi.seat.platform.AccountKey;
import java.time.Instant;
import java.util.UUID;

/**
 * Who a watcher has shown to be.
 *
 * @param account whose own news it gets
 * @param accountId the same, for the waiting room; never told to anybody
 * @param until when its token ends
 */
record Viewer(AccountKey account, UUID accountId, Instant until) {}
