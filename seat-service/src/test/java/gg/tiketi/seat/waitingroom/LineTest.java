package gg.tiketi.seat.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LineTest {

    @Test
    void countsLikeASortedSet() {
        // given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Line line = new Line();
        TreeSet<Integer> model = new TreeSet<>();

        for (int i = 0; i < 20_000; i++) {
            // when
            int rank = 1 + random.nextInt(1 + i);
            if (model.add(rank)) {
                line.add(rank);
            } else {
                model.remove(rank);
                line.remove(rank);
            }

            // then
            int asked = 1 + random.nextInt(40_000);
            assertThat(line.ahead(asked))
                    .as("seed %d", seed)
                    .isEqualTo(model.headSet(asked).size());
            assertThat(line.length()).isEqualTo(model.size());
        }
    }
}
