package gg.tiketi.seat.live;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.seat.waitingroom.WaitingStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueueNewsTest {

    private final List<WaitingStatus> told = new ArrayList<>();
    private final QueueNews.WorthTelling news = new QueueNews.WorthTelling(told::add);

    @Test
    void whereThereIsNoRoomThereIsNoNews() {
        news.accept(status(WaitingStatus.State.OPEN, null));
        assertThat(told).isEmpty();

        news.accept(status(WaitingStatus.State.WAITING, 5));
        news.accept(status(WaitingStatus.State.OPEN, null));
        assertThat(told).hasSize(2);
    }

    @Test
    void nearTheFrontEachStepIsTold() {
        for (int ahead = 200; ahead >= 0; ahead--) {
            news.accept(status(WaitingStatus.State.WAITING, ahead));
            news.accept(status(WaitingStatus.State.WAITING, ahead));
        }
        assertThat(told).hasSize(201);
    }

    @Test
    void farBackOneStepInTwentyIsTold() {
        for (int ahead = 10_000; ahead > 200; ahead--) {
            news.accept(status(WaitingStatus.State.WAITING, ahead));
        }
        assertThat(told).hasSizeBetween(70, 90);
    }

    @Test
    void aNewStateIsToldWhereverSomebodyStands() {
        news.accept(status(WaitingStatus.State.LOBBY, null));
        news.accept(status(WaitingStatus.State.WAITING, 9_000));
        news.accept(status(WaitingStatus.State.ADMITTED, null));
        assertThat(told)
                .extracting(WaitingStatus::state)
                .containsExactly(WaitingStatus.State.LOBBY, WaitingStatus.State.WAITING, WaitingStatus.State.ADMITTED);
    }

    private static WaitingStatus status(WaitingStatus.State state, @Nullable Integer ahead) {
        return new WaitingStatus(
                state, true, 1, ahead, null, null, null, null, null, null, null, null, null, Instant.EPOCH, 5);
    }
}
