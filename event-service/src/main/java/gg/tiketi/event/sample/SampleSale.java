package gg.tiketi.event.sample;

import gg.tiketi.event.catalog.EventSchedule;
import gg.tiketi.event.platform.LocalText;
import gg.tiketi.event.sale.SaleWindow;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a sample event is and is sold, relative to now. An event drifts when the time that went by took it out of the
 * state it is meant to show; then it gets fresh times, otherwise it keeps those it has.
 *
 * @param state the state it is meant to show
 * @param opensIn for {@link State#OPENS}: how far away its opening is
 * @param startsInDays days from today to the show, negative for a past one
 * @param at the show's time of day in Seoul
 * @param presale whether members could buy in a window of their own before
 */
@RegisterForReflection
record SampleSale(State state, @Nullable Duration opensIn, int startsInDays, LocalTime at, boolean presale) {

    /** What a sample event shows. */
    enum State {
        ON_SALE,
        OPENS,
        ENDED,
        CANCELLED
    }

    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final Duration ON_SALE_SINCE = Duration.ofDays(1);
    private static final Duration PRESALE_BEFORE = Duration.ofDays(3);
    private static final Duration SALE_ENDS_BEFORE_SHOW = Duration.ofHours(1);
    private static final Duration PAST_SALE = Duration.ofDays(30);

    /** An event that is meant to be on sale stays so for at least this long after a start. */
    private static final Duration SALE_LEFT = Duration.ofDays(1);

    private static final LocalText GENERAL = new LocalText("일반 예매", "General sale");
    private static final LocalText PRESALE = new LocalText("팬클럽 선예매", "Fan club presale");

    EventSchedule schedule(Instant now, int runningMinutes) {
        Instant startsAt = now.atZone(SEOUL)
                .toLocalDate()
                .plusDays(startsInDays)
                .atTime(at)
                .atZone(SEOUL)
                .toInstant();
        Instant opensAt = opensAt(now, startsAt).truncatedTo(ChronoUnit.SECONDS);
        SaleWindow general = new SaleWindow(GENERAL, opensAt, startsAt.minus(SALE_ENDS_BEFORE_SHOW));
        SaleWindow before = new SaleWindow(PRESALE, opensAt.minus(PRESALE_BEFORE), opensAt.minus(ON_SALE_SINCE));
        return new EventSchedule(
                startsAt,
                startsAt.plus(Duration.ofMinutes(runningMinutes)),
                presale ? List.of(before, general) : List.of(general));
    }

    boolean hasDrifted(EventSchedule schedule, Instant now) {
        return switch (state) {
            case ON_SALE ->
                schedule.saleWindows().stream()
                        .noneMatch(window -> window.isOpen(now) && window.isOpen(now.plus(SALE_LEFT)));
            case OPENS -> schedule.saleWindows().stream().anyMatch(window -> !now.isBefore(window.opensAt()));
            case ENDED, CANCELLED -> false;
        };
    }

    private Instant opensAt(Instant now, Instant startsAt) {
        return switch (state) {
            case ON_SALE, CANCELLED -> now.minus(ON_SALE_SINCE);
            case OPENS -> now.plus(opensIn == null ? Duration.ofHours(1) : opensIn);
            case ENDED -> startsAt.minus(PAST_SALE);
        };
    }
}
