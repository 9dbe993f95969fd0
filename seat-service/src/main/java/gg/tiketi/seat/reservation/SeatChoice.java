package gg.tiketi.seat.reservation;

import gg.tiketi.seat.claim.Alternatives;
import gg.tiketi.seat.claim.BestAvailable;
import gg.tiketi.seat.claim.Candidates;
import gg.tiketi.seat.seatmap.EventReplicas;
import gg.tiketi.seat.seatmap.SeatLayout;
import gg.tiketi.seat.seatmap.SeatState;
import gg.tiketi.seat.seatmap.SeatStates;
import gg.tiketi.seat.seatmap.SellableEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;

/**
 * Turns a wish into seats to try, from this node's replica. The replica may be some milliseconds old: what is chosen here
 * is claimed in Redis and decided in PostgreSQL like any other wish.
 */
@ApplicationScoped
class SeatChoice {

    /** Alternatives told with a refusal; more than a buyer can compare in a rush. */
    private static final int MOST_ALTERNATIVES = 5;

    private final EventReplicas replicas;

    SeatChoice(EventReplicas replicas) {
        this.replicas = replicas;
    }

    /** The best seats free by the replica, apart from those known to be gone. */
    Uni<Candidates> best(SellableEvent event, BestAvailable.Wish wish, Set<Integer> gone) {
        return states(event)
                .map(states -> new Candidates(
                        BestAvailable.choose(
                                event.layout(),
                                free(states, gone),
                                wish,
                                Candidates.MOST_SETS,
                                ThreadLocalRandom.current()),
                        0));
    }

    /** Free places of a standing section in random order, more of them than wanted. */
    Uni<Candidates> standing(SellableEvent event, SeatLayout.StandingArea area, int count, Set<Integer> gone) {
        return states(event).map(states -> {
            IntPredicate free = free(states, gone);
            List<Integer> places = new ArrayList<>();
            for (int place = area.from(); place < area.to(); place++) {
                if (free.test(place)) {
                    places.add(place);
                }
            }
            Collections.shuffle(places, Random.from(ThreadLocalRandom.current()));
            return places.size() < count
                    ? new Candidates(List.of(), count)
                    : Candidates.any(
                            count, List.copyOf(places.subList(0, Math.min(Candidates.MOST_PLACES, places.size()))));
        });
    }

    /**
     * What comes nearest to seats that are gone: adjacent seats of the same tier, and where there are no more any seats of
     * that tier.
     */
    Uni<Candidates> near(SellableEvent event, List<Integer> wished, Set<Integer> gone) {
        return states(event).map(states -> {
            IntPredicate free = free(states, gone);
            List<List<Integer>> near = Alternatives.near(event.layout(), wished, free, MOST_ALTERNATIVES);
            return new Candidates(near.isEmpty() && wished.size() > 1 ? scattered(event, wished, free) : near, 0);
        });
    }

    private static List<List<Integer>> scattered(SellableEvent event, List<Integer> wished, IntPredicate free) {
        String tier = event.layout().place(wished.getFirst()).priceTier();
        BestAvailable.Wish wish = new BestAvailable.Wish(wished.size(), Optional.empty(), Optional.of(tier), false);
        return BestAvailable.choose(event.layout(), free, wish, MOST_ALTERNATIVES, ThreadLocalRandom.current());
    }

    private Uni<SeatStates> states(SellableEvent event) {
        return replicas.find(event.id()).map(replica -> replica.orElseThrow().states());
    }

    private static IntPredicate free(SeatStates states, Set<Integer> gone) {
        return seat -> states.state(seat) == SeatState.AVAILABLE && !gone.contains(seat);
    }
}
