package gg.tiketi.seat.cancellation;

import gg.tiketi.seat.claim.OutboxApplier;
import gg.tiketi.seat.payment.PaymentRecovery;
import gg.tiketi.seat.platform.IdempotencyKey;
import gg.tiketi.seat.reservation.ReservationId;
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
        return repository.cancel(reservation, accountId, key).call(outcome -> afterwards(reservation, outcome));
    }

    private Uni<Void> afterwards(ReservationId reservation, CancelOutcome outcome) {
        if (!(outcome instanceof CancelOutcome.Cancelled cancelled)
                || cancelled.event().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        outbox.changed(cancelled.event().get());
        return refunds.refundNow(reservation)
                .onFailure()
                .invoke(failure -> LOG.warnf("refund postponed reservationId=%s reason=%s", reservation, failure))
                .onFailure()
                .recoverWithNull();
    }
}
