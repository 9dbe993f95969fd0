package gg.tiketi.seat.payment;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * A provider that takes no real money but keeps real books: it remembers each attempt across crashes of this service, so
 * that recovery has somebody to ask.
 */
@ApplicationScoped
public class SimulatedProvider implements PaymentProvider {

    private final SimulatedProviderRepository books;
    private final PaymentConfig.Simulated config;
    private volatile PaymentConfig.Behaviour behaviour;

    SimulatedProvider(SimulatedProviderRepository books, PaymentConfig config) {
        this.books = books;
        this.config = config.simulated();
        this.behaviour = config.simulated().behaviour();
    }

    /** Changes what happens to payments from now on. */
    void behave(PaymentConfig.Behaviour next) {
        this.behaviour = next;
    }

    @Override
    public Uni<ProviderAnswer> capture(PaymentId id, PaymentMethod method, int amount) {
        PaymentConfig.Behaviour now = behaviour;
        String wish = now == PaymentConfig.Behaviour.DECLINE ? "DECLINED" : "CAPTURED";
        Uni<ProviderAnswer> answer = books.enter(id, amount, wish).map(SimulatedProvider::answer);
        return switch (now) {
            case CAPTURE, DECLINE -> delayed(answer);
            case LOSE_REPLY -> answer.chain(lost -> Uni.createFrom().nothing());
        };
    }

    @Override
    public Uni<ProviderAnswer> find(PaymentId id) {
        return books.find(id)
                .map(status -> status.map(SimulatedProvider::answer).orElseGet(ProviderAnswer.Unheard::new));
    }

    @Override
    public Uni<ProviderAnswer> cancel(PaymentId id, int amount) {
        return books.enter(id, amount, "CANCELLED").map(SimulatedProvider::answer);
    }

    @Override
    public Uni<Void> refund(PaymentId id) {
        return books.refund(id);
    }

    private Uni<ProviderAnswer> delayed(Uni<ProviderAnswer> answer) {
        return config.delay().isZero() ? answer : answer.onItem().delayIt().by(config.delay());
    }

    private static ProviderAnswer answer(String status) {
        return switch (status) {
            case "CAPTURED", "REFUNDED" -> new ProviderAnswer.Captured("simulated");
            case "DECLINED", "CANCELLED" -> new ProviderAnswer.Declined(status);
            default -> throw new IllegalStateException("unknown status " + Optional.of(status));
        };
    }
}
