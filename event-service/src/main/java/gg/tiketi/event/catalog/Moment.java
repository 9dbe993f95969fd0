package gg.tiketi.event.catalog;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/**
 * A point in time as callers write it in a query: an instant (2026-12-24T10:00:00Z, with any offset) or a day in Seoul
 * (2026-12-24).
 *
 * @param start the instant, or the day's first
 * @param end the instant, or the next day's first, so that a day as an upper bound is included
 */
public record Moment(Instant start, Instant end) {

    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2999-12-31T00:00:00Z");

    /** Keeps to years that every part of the system can store. */
    public Moment {
        if (start.isBefore(EARLIEST) || end.isAfter(LATEST)) {
            throw new IllegalArgumentException("a moment is between 1900 and 2999");
        }
    }

    /** Reads a query parameter; what it cannot read is a malformed request. */
    public static Moment fromString(String text) {
        try {
            return text.length() == "2026-12-24".length() ? day(LocalDate.parse(text)) : instant(text);
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException("neither an instant nor a day", malformed);
        }
    }

    private static Moment day(LocalDate day) {
        return new Moment(
                day.atStartOfDay(SEOUL).toInstant(),
                day.plusDays(1).atStartOfDay(SEOUL).toInstant());
    }

    private static Moment instant(String text) {
        Instant at = OffsetDateTime.parse(text).toInstant();
        return new Moment(at, at);
    }
}
