package gg.tiketi.seat.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import gg.tiketi.seat.claim.OutboxApplier;
import gg.tiketi.seat.platform.IdempotencyKey;
import gg.tiketi.seat.reservation.ReservationId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Pays for a reservation in three steps, of which the middle one holds nothing:
 *
 * <pre>
 * start    PENDING → PAYING, attempt stored     one transaction
 * ask      the provider, under the attempt's id  no lock, no transaction, no connection
 * settle   PAYING → CONFIRMED or PENDING         one transaction, safe to repeat
 * </pre>
 *
 * After a crash or a lost answer {@link PaymentRecovery} asks what became of the attempt and settles it.
 */
@ApplicationScoped
public class PaymentService {

    private static final Logger LOG = Logger.getLogger(PaymentService.class);

    private final PaymentRepository repository;
    private final PaymentProvider provider;
    private final OutboxApplier outbox;
    private final PaymentConfig config;

    PaymentService(PaymentRepository repository, PaymentProvider provider, OutboxApplier outbox, PaymentConfig config) {
        this.repository = repository;
        this.provider = provider;
        this.outbox = outbox;
        this.config = config;
    }

    /** Pays for one of the account's reservations. */
    Uni<PayOutcome> pay(ReservationId reservation, UUID accountId, PaymentMethod method, IdempotencyKey key) {
        PaymentId id = new PaymentId(UuidCreator.getTimeOrderedEpoch());
        return repository.start(reservation, accountId, id, method, key).chain(started -> switch (started.outcome()) {
            case "STARTED" -> askAndSettle(id, method, started.amount());
            case "REPLAY" ->
                Uni.createFrom().item(answered(started.status(), started.body().orElse("")));
            default -> Uni.createFrom().item(new PayOutcome.Refused(PayOutcome.Reason.valueOf(started.outcome())));
        });
    }

    private Uni<PayOutcome> askAndSettle(PaymentId id, PaymentMethod method, int amount) {
        return provider.capture(id, method, amount)
                .ifNoItem()
                .after(config.providerTimeout())
                .fail()
                .chain(answer -> settle(id, answer))
                .onFailure()
                .recoverWithItem(failure -> undecided(id, failure));
    }

    /** Writes the provider's word down; an attempt it has not heard of stays open. */
    Uni<PayOutcome> settle(PaymentId id, ProviderAnswer answer) {
        return switch (answer) {
            case ProviderAnswer.Captured captured -> settle(id, true, captured.reference());
            case ProviderAnswer.Declined declined -> settle(id, false, declined.reason());
            case ProviderAnswer.Unheard unheard -> Uni.createFrom().item(undecided(id, null));
        };
    }

    private Uni<PayOutcome> settle(PaymentId id, boolean captured, String reference) {
        return repository.settle(id, captured, reference).map(settled -> {
            outbox.changed(settled.event());
            LOG.infof("payment settled paymentId=%s captured=%s", id, captured);
            return answered(settled.status(), settled.body());
        });
    }

    private PayOutcome undecided(PaymentId id, @org.jspecify.annotations.Nullable Throwable failure) {
        LOG.warnf("payment undecided paymentId=%s reason=%s", id, failure);
        return new PayOutcome.Undecided(id, Instant.now().plus(config.recoverAfter()));
    }

    private static PayOutcome answered(int status, String body) {
        return status == 200 ? new PayOutcome.Confirmed(body) : new PayOutcome.Declined();
    }
}
