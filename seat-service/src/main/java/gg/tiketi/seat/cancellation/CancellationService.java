package gg.tiketi.seat.cancellation;

import gg.tiketi.seat.claim.OutboxApplier;
import gg.tiketi.seat.payment.PaymentRecovery;
import gg.tiketi.seat.platform.IdempotencyKey;
import gg.tiketi.seat.reservation.ReservationId;
import gg.tiketi.seat.seatmap.EventId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Gives a reservation up: its seats are free and its refund is due in one transaction; the money goes back right after.
 * If that fails or this process dies in between, payment recovery repeats the refund until the provider has taken it.
 */
@ApplicationScoped
class CancellationService {

    private static final Logger LOG = Logger.getLogger(CancellationService.class);

    private final CancellationRepository repository;
    private final PaymentRecovery refunds;
    private final OutboxApplier outbox;

    CancellationService(CancellationRepository repository, PaymentRecovery refunds, OutboxApplier outbox) {
        this.repository = repository;
        this.refunds = refunds;
        this.outbox = outbox;
    }

    Uni<CancelOutcome> cancel(ReservationId reservation, UUID accountId, IdempotencyKey key) {
        return repository.cancel(reservation, accountId, key).chain(outcome -> switch (outcome) {
            case CancelOutcome.Cancelled done
            when done.event().isPresent() ->
                refund(reservation).chain(() -> showFree(done, done.event().get()));
            case CancelOutcome.Cancelled repeated -> Uni.createFrom().item(repeated);
            case CancelOutcome.Refused refused -> Uni.createFrom().item(refused);
        });
    }

    private Uni<CancelOutcome> showFree(CancelOutcome.Cancelled done, EventId event) {
        return outbox.applyNow(event).map(position -> new CancelOutcome.Cancelled(done.body(), done.event(), position));
    }

    private Uni<Void> refund(ReservationId reservation) {
        return refunds.refundNow(reservation)
                .onFailure()
                .invoke(failure -> LOG.warnf("refund postponed reservationId=%s reason=%s", reservation, failure))
                .onFailure()
                .recoverWithNull();
    }
}
