package gg.tiketi.seat.waitlist;

import gg.tiketi.seat.reservation.DraftWriter;
import gg.tiketi.seat.reservation.ReservationConfig;
import gg.tiketi.seat.reservation.ReservationNumbers;
import gg.tiketi.seat.seatmap.SellableEvent;
import gg.tiketi.seat.seatmap.SellableEvents;
import gg.tiketi.seat.waitlist.WaitlistRepository.FreeSeat;
import gg.tiketi.seat.waitlist.WaitlistRepository.Line;
import gg.tiketi.seat.waitlist.WaitlistRepository.Look;
import gg.tiketi.seat.waitlist.WaitlistRepository.Offered;
import gg.tiketi.seat.waitlist.WaitlistRepository.Waiting;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Goes through a line once, first come first served: each in turn is offered seats, whoever cannot use what is free is
 * passed over and keeps the place. What is then still kept does for nobody who waits, and is let go.
 *
 * <p>Nobody is passed over in favour of one who came later and needs as much or more: see {@link GroupChoice}, and the
 * function {@code waitlist_offer}, which refuses it.
 */
@ApplicationScoped
class LinePasses {

    private final WaitlistRepository repository;
    private final SellableEvents events;
    private final DraftWriter drafts;
    private final ReservationNumbers numbers;
    private final ReservationConfig holds;
    private final WaitlistConfig config;

    LinePasses(
            WaitlistRepository repository,
            SellableEvents events,
            DraftWriter drafts,
            ReservationNumbers numbers,
            ReservationConfig holds,
            WaitlistConfig config) {
        this.repository = repository;
        this.events = events;
        this.drafts = drafts;
        this.numbers = numbers;
        this.holds = holds;
        this.config = config;
    }

    /** How many offers were made and how many seats let go. */
    record Done(int offers, int letGo) {
        static final Done NOTHING = new Done(0, 0);
    }

    /** What a pass knows on its way; one pass is one chain of steps, never two at a time. */
    private static final class Pass {
        private final Line line;
        private final SellableEvent event;
        private final GroupChoice choice;
        private final Set<Integer> free = new HashSet<>();
        private final Set<Integer> kept = new HashSet<>();

        /** Those for whom what is free does not do: free seats only become fewer, so it does not for who needs more. */
        private final List<Waiting> passedOver = new ArrayList<>();

        private int offers;
        private boolean stopped;

        /** Somebody whose turn it was is out: those behind, who were not read, may want the seats. */
        private boolean unsettled;

        Pass(Line line, SellableEvent event, List<FreeSeat> seats) {
            this.line = line;
            this.event = event;
            this.choice = new GroupChoice(event.layout(), line.tier(), ThreadLocalRandom.current());
            for (FreeSeat seat : seats) {
                free.add(seat.position());
                if (seat.kept()) {
                    kept.add(seat.position());
                }
            }
        }

        Optional<List<Integer>> seatsFor(Waiting waiting) {
            if (stopped || passedOver.stream().anyMatch(other -> other.needsNoMoreThan(waiting))) {
                return Optional.empty();
            }
            Optional<List<Integer>> seats = choice.choose(free::contains, waiting.groupSize(), waiting.adjacent());
            if (seats.isEmpty()) {
                passedOver.add(waiting);
            }
            return seats;
        }

        void gone(List<Integer> seats) {
            seats.forEach(free::remove);
            seats.forEach(kept::remove);
        }
    }

    /** Turns over what is kept in a line. */
    Uni<Done> pass(Line line, SellableEvent event) {
        return repository.look(line).chain(look -> {
            if (look.selling() && !look.open()) {
                // Stopped, or between two sale windows: everybody keeps the place, and the seats wait, too.
                return Uni.createFrom().item(Done.NOTHING);
            }
            return repository
                    .free(line)
                    .chain(seats -> repository
                            .waiting(line, Math.min(seats.size(), config.offersPerTick()))
                            .chain(waiting -> offerInTurn(new Pass(line, event, seats), waiting)))
                    .chain(pass -> letGo(pass, look));
        });
    }

    private Uni<Pass> offerInTurn(Pass pass, List<Waiting> waiting) {
        return Multi.createFrom()
                .iterable(waiting)
                .onItem()
                .transformToUniAndConcatenate(one -> offer(pass, one))
                .collect()
                .last()
                .replaceWith(pass);
    }

    private Uni<Void> offer(Pass pass, Waiting waiting) {
        return pass.seatsFor(waiting)
                .map(seats -> repository
                        .offer(
                                pass.line,
                                pass.event,
                                waiting,
                                drafts.write(pass.event, seats, 0),
                                config.offer(),
                                numbers.returnDelay(holds.maxReturnDelay()))
                        .chain(offered -> goOn(pass, waiting, seats, offered)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> goOn(Pass pass, Waiting waiting, List<Integer> seats, Offered offered) {
        switch (offered.outcome()) {
            case "OFFERED" -> {
                pass.gone(seats);
                pass.offers++;
                pass.stopped = pass.offers >= config.offersPerTick();
            }
            // Somebody was faster: what is left may still do.
            case "TAKEN" -> {
                pass.gone(offered.taken());
                return offer(pass, waiting);
            }
            case "GONE", "OVER_LIMIT" -> pass.unsettled = true;
            // The next tick looks again.
            default -> {
                pass.stopped = true;
                events.forget(pass.line.event());
            }
        }
        return Uni.createFrom().voidItem();
    }

    private Uni<Done> letGo(Pass pass, Look look) {
        return pass.stopped || pass.unsettled
                ? Uni.createFrom().item(new Done(pass.offers, 0))
                : repository
                        .letGo(pass.line, look, List.copyOf(pass.kept))
                        .map(seats -> new Done(pass.offers, seats.orElse(0)));
    }
}
