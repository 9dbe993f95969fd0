package gg.tiketi.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.system.Client;
import gg.tiketi.system.RunningSuite;
import gg.tiketi.system.Sale;
import gg.tiketi.system.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A little rubbish for every operation; {@code EveryFuzz} sends much. */
@ExtendWith(RunningSuite.class)
class FuzzTest {

    static final String EVENT = "Invitational Basketball: Incheon Gull Wings v Gwangju Rainbow Shooters";
    private static final int CALLS_PER_OPERATION = 30;

    @Test
    void rubbishIsRefusedProperly(Client client, Tokens tokens) throws InterruptedException {
        // given
        long seed = Long.getLong("tiketi.seed", System.nanoTime());

        // when
        Fuzz.Result result = new Fuzz(client, tokens, Sale.of(client, EVENT)).run(seed, CALLS_PER_OPERATION);

        // then
        System.out.println(result);
        assertThat(result.wrong()).as(result.toString()).isEmpty();
    }
}
