package gg.tiketi.seat.claim;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.seat.claim.SeatComparison.Verdict;
import gg.tiketi.seat.seatmap.SeatState;
import gg.tiketi.seat.seatmap.StoredSeat;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeatComparisonTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_000_000_000_000L);
    private static final long SOON = NOW.plusSeconds(60).toEpochMilli();
    private static final long PAST = NOW.minusSeconds(60).toEpochMilli();

    @Test
    void aSeatThatNobodyTouchedIsAvailable() {
        assertThat(compare("", free(0))).isEqualTo(Verdict.SAME);
        assertThat(compare("0|||0|", free(0))).isEqualTo(Verdict.SAME);
        assertThat(compare("1|anna|" + SOON + "|0|p", free(0))).as("claimed").isEqualTo(Verdict.SAME);
    }

    @Test
    void theRevisionTellsWhoIsLate() {
        assertThat(compare("", free(2))).isEqualTo(Verdict.MISSED);
        assertThat(compare("0|||1|", held(2, SOON))).isEqualTo(Verdict.MISSED);
        assertThat(compare("1|anna|" + SOON + "|3|", held(2, SOON))).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void theSameRevisionTellsTheSameStory() {
        assertThat(compare("1|anna|" + SOON + "|2|", held(2, SOON))).isEqualTo(Verdict.SAME);
        assertThat(compare("1|bert|" + SOON + "|2|", held(2, SOON))).isEqualTo(Verdict.WRONG);
        assertThat(compare("1|anna|" + PAST + "|2|", held(2, SOON))).isEqualTo(Verdict.WRONG);
        assertThat(compare("2|anna||2|", held(2, SOON))).isEqualTo(Verdict.WRONG);
        assertThat(compare("0|||2|", held(2, SOON))).isEqualTo(Verdict.WRONG);
        assertThat(compare("1|bert|" + SOON + "|2|p", held(2, SOON))).isEqualTo(Verdict.WRONG);
        assertThat(compare("nonsense", free(0))).isEqualTo(Verdict.WRONG);
    }

    @Test
    void aLapsedHoldMayBeClaimedAndGivenBack() {
        assertThat(compare("1|bert|" + SOON + "|2|p", held(2, PAST))).isEqualTo(Verdict.SAME);
        assertThat(compare("0|||2|", held(2, PAST))).isEqualTo(Verdict.SAME);
    }

    @Test
    void aClaimLongOverItsDeadlineWasAbandoned() {
        assertThat(compare("1|bert|" + PAST + "|0|p", free(0))).isEqualTo(Verdict.ABANDONED);
    }

    private static Verdict compare(String entry, StoredSeat stored) {
        return SeatComparison.compare(Optional.of(entry).filter(text -> !text.isEmpty()), stored, NOW);
    }

    private static StoredSeat free(long revision) {
        return new StoredSeat(1, SeatState.AVAILABLE, "", Optional.empty(), revision);
    }

    private static StoredSeat held(long revision, long freeAt) {
        return new StoredSeat(1, SeatState.HELD, "anna", Optional.of(Instant.ofEpochMilli(freeAt)), revision);
    }
}
