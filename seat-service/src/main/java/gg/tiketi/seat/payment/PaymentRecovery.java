package gg.tiketi.seat.payment;

import gg.tiketi.seat.reservation.ReservationId;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Finishes what a crash or a lost answer left open. An attempt is never given up by time alone: it ends when the
 * provider says captured or declined, and one that the provider has not heard of is first cancelled there, so that it
 * cannot arrive later. Refunds are repeated until the provider has taken them.
 */
@ApplicationScoped
public class PaymentRecovery {

    private static final Logger LOG = Logger.getLogger(PaymentRecovery.class);

    private final PaymentRepository repository;
    private final PaymentProvider provider;
    private final PaymentService payments;
    private final PaymentConfig config;

    PaymentRecovery(
            PaymentRepository repository, PaymentProvider provider, PaymentService payments, PaymentConfig config) {
        this.repository = repository;
        this.provider = provider;
        this.payments = payments;
        this.config = config;
    }

    @Scheduled(every = "${tiketi.payment.recovery-interval:5s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> recover() {
        return repository
                .unanswered(config.recoverAfter(), config.recoveryBatch())
                .chain(found -> each(found, this::settle))
                .chain(() -> repository.refundsDue(config.recoveryBatch()))
                .chain(found -> each(found, this::refund))
                .onFailure()
                .invoke(failure -> LOG.warnf("payment recovery postponed reason=%s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    /** Returns the money of a cancelled reservation now; what fails is repeated by the schedule. */
    public Uni<Void> refundNow(ReservationId reservation) {
        return repository.refundOf(reservation).chain(found -> each(found, this::refund));
    }

    private Uni<Void> settle(PaymentRepository.Unfinished attempt) {
        return bounded(provider.find(attempt.id()))
                .chain(answer -> answer instanceof ProviderAnswer.Unheard
                        ? bounded(provider.cancel(attempt.id(), attempt.amount()))
                        : Uni.createFrom().item(answer))
                .chain(answer -> payments.settle(attempt.id(), answer))
                .replaceWithVoid();
    }

    private Uni<Void> refund(PaymentRepository.Unfinished attempt) {
        return bounded(provider.refund(attempt.id())).chain(() -> repository.markRefunded(attempt.id()));
    }

    private <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(config.providerTimeout()).fail();
    }

    /** One that fails does not keep the others waiting. */
    private static Uni<Void> each(
            List<PaymentRepository.Unfinished> attempts, Function<PaymentRepository.Unfinished, Uni<Void>> act) {
        return Multi.createFrom()
                .iterable(attempts)
                .onItem()
                .transformToUniAndConcatenate(attempt -> act.apply(attempt)
                        .onFailure()
                        .invoke(failure -> LOG.warnf("payment waits paymentId=%s reason=%s", attempt.id(), failure))
                        .onFailure()
                        .recoverWithNull())
                .onItem()
                .ignoreAsUni();
    }
}
