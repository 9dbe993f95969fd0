package gg.tiketi.auth.throttle;

import java.time.Duration;

/**
 * What is counted, and when it makes wait: {@code first} after {@code free} failures, then twice as long with each, never
 * more than {@code longest}; forgotten after {@code forget} without one.
 */
record Counter(String key, int free, Duration first, Duration longest, Duration forget) {}
