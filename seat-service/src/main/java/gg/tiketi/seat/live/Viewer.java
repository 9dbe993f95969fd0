package gg.tiketi.seat.live;

import gg.tiketi.seat.platform.AccountKey;
import java.time.Instant;

/**
 * Who a watcher has shown to be.
 *
 * @param account whose own news it gets
 * @param until when its token ends
 */
record Viewer(AccountKey account, Instant until) {}
