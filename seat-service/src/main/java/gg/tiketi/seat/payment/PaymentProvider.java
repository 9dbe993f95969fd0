package gg.tiketi.seat.payment;

import io.smallrye.mutiny.Uni;

/**
 * Somebody who takes money. Every call is safe to repeat with the same id. A failure means that nothing is known: the
 * attempt stays open until {@link #find} or {@link #cancel} has settled it.
 */
public interface PaymentProvider {

    /** Takes the amount in KRW under the attempt's id. */
    Uni<ProviderAnswer> capture(PaymentId id, PaymentMethod method, int amount);

    /** What became of an attempt. */
    Uni<ProviderAnswer> find(PaymentId id);

    /** Makes sure that an unheard attempt can never be captured; answers what the attempt is then. */
    Uni<ProviderAnswer> cancel(PaymentId id, int amount);

    /** Returns the whole amount of a captured attempt. */
    Uni<Void> refund(PaymentId id);
}
