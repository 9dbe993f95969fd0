package gg.tiketi.seat.payment;

/** What a payment provider says about an attempt. */
public sealed interface ProviderAnswer {

    /** The money is taken. */
    record Captured(String reference) implements ProviderAnswer {}

    /** The money is not and will not be taken under this key. */
    record Declined(String reason) implements ProviderAnswer {}

    /** The provider has never heard of the key; it may still arrive there. */
    record Unheard() implements ProviderAnswer {}
}
