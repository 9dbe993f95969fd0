package gg.tiketi.system.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Made-up histories: a good one of each kind passes, and each rule finds what breaks it. */
class HistoryCheckerTest {

    private final MadeUpHistory history = new MadeUpHistory();

    @Test
    void aGoodHistoryPasses() {
        // given
        UUID held = history.reserved("A", "key-1", 1, 0);
        UUID bought = history.reserved("B", "key-2", 1, 1);
        history.paid(bought, "B", "key-3", 2);
        UUID returned = history.reserved("C", "key-4", 1, 2);
        history.paid(returned, "C", "key-5", 2);
        history.cancelled(returned, "C", "key-6", 3);
        history.reserved("D", "key-7", 5, 2);

        // when, then
        assertThat(history.check()).isEmpty();
        assertThat(held).isNotNull();
    }

    @Test
    void repetitionsThatGetTheSameAnswerPass() {
        // given
        UUID id = history.reserved("A", "key-1", 1, 0);
        history.unanswered(Call.Kind.RESERVE, "A", "key-1", 2, 0);
        history.repeated(id, "A", "key-1", 3, 201, 0);

        // when, then
        assertThat(history.check()).isEmpty();
    }

    @Test
    void twoLiveReservationsOfASeatAreFound() {
        // given
        history.reserved("A", "key-1", 1, 0);
        history.reserved("B", "key-2", 2, 0);

        // when, then
        assertThat(rules()).contains("S1");
    }

    @Test
    void lifetimesThatOverlapInTheDatabaseAreFound() {
        // given
        UUID first = history.reserved("A", "key-1", 1, 0);
        history.reserved("B", "key-2", 3, 0);
        history.endStored(first, "EXPIRED", 4);

        // when, then
        assertThat(rules()).contains("S1");
    }

    @Test
    void aSeatAcknowledgedTwiceIsFoundThoughTheDatabaseKnowsOne() {
        // given
        UUID lost = history.reserved("A", "key-1", 1, 0);
        history.reserved("B", "key-2", 3, 0);
        history.forget(lost);

        // when, then
        assertThat(rules()).contains("S1", "S4");
    }

    @Test
    void aLapsedHoldMayBeFollowedByAnother() {
        // given
        UUID lapsed = history.reserved("A", "key-1", 1, 0);
        history.endStored(lapsed, "EXPIRED", 1 + MadeUpHistory.HOLD_SECONDS);
        history.reserved("B", "key-2", 1 + MadeUpHistory.HOLD_SECONDS, 0);

        // when, then
        assertThat(history.check()).isEmpty();
    }

    @Test
    void aConfirmedReservationThatLapsedIsFound() {
        // given
        UUID bought = history.reserved("A", "key-1", 1, 0);
        history.paid(bought, "A", "key-2", 2);
        history.endStored(bought, "EXPIRED", 400);

        // when, then
        assertThat(rules()).contains("S2", "S4");
    }

    @Test
    void aStrangersSuccessIsFound() {
        // given
        UUID id = history.reserved("A", "key-1", 1, 0);
        history.cancelled(id, "B", "key-2", 2);

        // when, then
        assertThat(rules()).contains("S3");
    }

    @Test
    void aCancelThatNobodyAskedForIsFound() {
        // given
        UUID id = history.reserved("A", "key-1", 1, 0);
        history.endStored(id, "CANCELLED", 2);
        history.step(id, "cancelled", "buyer");

        // when, then
        assertThat(rules()).contains("S3");
    }

    @Test
    void aLostReservationIsFound() {
        // given
        UUID id = history.reserved("A", "key-1", 1, 0);
        history.forget(id);

        // when, then
        assertThat(rules()).containsOnly("S4");
    }

    @Test
    void aLostCancelIsFound() {
        // given
        UUID id = history.reserved("A", "key-1", 1, 0);
        history.repeated(id, "A", "key-2", 2, 200, Call.Kind.CANCEL);

        // when, then
        assertThat(rules()).contains("S4");
    }

    @Test
    void moneyThatNobodyKnowsOfIsFound() {
        // given
        history.providerHas(UUID.randomUUID(), "CAPTURED");

        // when, then
        assertThat(rules()).contains("S5", "S6");
    }

    @Test
    void moneyKeptForACancelledReservationIsFound() {
        // given
        UUID id = history.reserved("A", "key-1", 1, 0);
        history.paid(id, "A", "key-2", 2);
        history.cancelled(id, "A", "key-3", 3);
        history.providerStillHasAll();

        // when, then
        assertThat(rules()).contains("S5", "S6");
    }

    @Test
    void anAttemptThatNobodySettledIsFound() {
        // given
        UUID id = history.reserved("A", "key-1", 1, 0);
        history.startedToPay(id, "A", "key-2", 2);

        // when, then
        assertThat(rules()).contains("S5");
    }

    @Test
    void aMapThatShowsSomethingElseIsFound() {
        // given
        history.reserved("A", "key-1", 1, 0);
        history.show(List.of(0, 0, 0, 0));

        // when, then
        assertThat(rules()).containsOnly("S7");
    }

    @Test
    void aHeldSeatOfNobodyIsFound() {
        // given
        UUID id = history.reserved("A", "key-1", 1, 0);
        history.endStoredWithoutItsSeat(id, 2);

        // when, then
        assertThat(rules()).contains("S7");
    }

    @Test
    void twoReservationsForOneKeyAreFound() {
        // given
        history.reserved("A", "key-1", 1, 0);
        history.reserved("A", "key-1", 2, 1);

        // when, then
        assertThat(rules()).contains("S8");
    }

    @Test
    void aRefusalAfterSuccessIsFound() {
        // given
        UUID id = history.reserved("A", "key-1", 1, 0);
        history.repeated(id, "A", "key-1", 3, 409, 0);

        // when, then
        assertThat(rules()).containsOnly("S8");
    }

    @Test
    void aRefusalBeforeSuccessIsNone() {
        // given
        history.refused("A", "key-1", 1, 409, 0);
        history.reserved("A", "key-1", 3, 0);

        // when, then
        assertThat(history.check()).isEmpty();
    }

    @Test
    void moreSeatsThanTheLimitAreFound() {
        // given
        history.limit(1);
        history.reserved("A", "key-1", 1, 0);
        history.reserved("A", "key-2", 2, 1);

        // when, then
        assertThat(rules()).containsOnly("S9");
    }

    @Test
    void moreSeatsThanTheLimitForAMomentAreFound() {
        // given
        history.limit(1);
        UUID first = history.reserved("A", "key-1", 1, 0);
        history.reserved("A", "key-2", 2, 1);
        history.cancelled(first, "A", "key-3", 3);

        // when, then
        assertThat(rules()).containsOnly("S9");
    }

    private List<String> rules() {
        return history.check().stream().map(Violation::rule).distinct().toList();
    }
}
