package gg.tiketi.seat.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DrawTest {

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void everybodyGetsOneRankOfTheLobbysOwnNumbers() {
        // given a lobby with gaps where people have left
        List<Draw.Ticket> lobby = lobby(500, 3);

        // when
        List<Draw.Ranked> ranks = draw(lobby);

        // then
        assertThat(ranks.stream().map(Draw.Ranked::rank).sorted().toList())
                .as("seed %d", seed)
                .isEqualTo(lobby.stream().map(Draw.Ticket::number).sorted().toList());
        assertThat(ranks.stream().map(Draw.Ranked::number).distinct()).hasSize(500);
    }

    @Test
    void theOrderOfReadingDoesNotMatter() {
        // given
        List<Draw.Ticket> lobby = lobby(100, 1);
        List<Draw.Ticket> shuffled = new ArrayList<>(lobby);
        Collections.shuffle(shuffled, random);

        // then
        assertThat(Draw.root(shuffled)).isEqualTo(Draw.root(lobby));
        assertThat(draw(shuffled)).as("seed %d", seed).isEqualTo(draw(lobby));
    }

    @Test
    void anotherBeaconOrOnePlaceMoreGivesAnotherOrder() {
        // given
        List<Draw.Ticket> lobby = lobby(50, 1);
        byte[] root = Draw.root(lobby);

        // then
        assertThat(Draw.ranks(new byte[32], root, "1", lobby)).isNotEqualTo(Draw.ranks(new byte[32], root, "2", lobby));
        assertThat(Draw.root(lobby.subList(0, 49))).isNotEqualTo(root);
    }

    @Test
    void whoComesFirstHasNoBetterChance() {
        // given many draws of a small lobby
        int first = 0;
        for (int i = 0; i < 2_000; i++) {
            List<Draw.Ticket> lobby = lobby(10, 1);
            if (draw(lobby).getFirst().number() == lobby.getFirst().number()) {
                first++;
            }
        }

        // then a tenth of them, five standard deviations either way
        assertThat(first).as("seed %d", seed).isBetween(133, 267);
    }

    @Test
    void theHashIsTheOnePublished() {
        assertThat(Draw.orderKey(new byte[32], new byte[32], "", new byte[32])).isEqualTo(Sha256.of(new byte[96]));
        assertThat(Draw.root(List.of(new Draw.Ticket(2, filled(2)), new Draw.Ticket(1, filled(1)))))
                .isEqualTo(Sha256.of(filled(1), filled(2)));
        assertThat(Draw.root(List.of(new Draw.Ticket(1, filled(0x80)), new Draw.Ticket(2, filled(0x7f)))))
                .as("bytes are unsigned")
                .isEqualTo(Sha256.of(filled(0x7f), filled(0x80)));
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private List<Draw.Ranked> draw(List<Draw.Ticket> lobby) {
        return Draw.ranks(filled(7), Draw.root(lobby), "beacon", lobby);
    }

    private List<Draw.Ticket> lobby(int size, int step) {
        List<Draw.Ticket> lobby = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            byte[] id = new byte[32];
            random.nextBytes(id);
            lobby.add(new Draw.Ticket(1 + i * step, id));
        }
        return lobby;
    }
}
