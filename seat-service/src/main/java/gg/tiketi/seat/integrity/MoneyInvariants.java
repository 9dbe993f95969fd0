package gg.tiketi.seat.integrity;

import java.util.List;

/** Every won is where its reservation is, here and in the provider's books. */
final class MoneyInvariants {

    private static final Invariant CAPTURED_IS_CONFIRMED = new Invariant(
            "captured-money-is-confirmed",
            "S5",
            "Money that was taken and is not on its way back belongs to a confirmed reservation.",
            """
            SELECT p.id AS payment_id, p.amount, r.id AS reservation_id, r.status FROM payment p
            JOIN reservation r ON r.id = p.reservation_id
            WHERE p.status = 'CAPTURED' AND r.status <> 'CONFIRMED'
            """);

    private static final Invariant REFUNDS_ARE_PROMPT = new Invariant(
            "refunds-are-prompt",
            "S5",
            "Money that is owed to a buyer goes back within 60 seconds of the cancel.",
            """
            SELECT p.id AS payment_id, p.amount, r.id AS reservation_id, r.status, r.ended_at FROM payment p
            JOIN reservation r ON r.id = p.reservation_id
            WHERE p.status = 'REFUND_DUE'
              AND coalesce(r.ended_at, '-infinity') < statement_timestamp() - interval '60 seconds'
            """);

    private static final Invariant PAYMENTS_SETTLE =
            new Invariant("payments-settle", "L5", "A payment that was started is answered within 60 seconds.", """
            SELECT id AS payment_id, reservation_id, started_at FROM payment
            WHERE status = 'STARTED' AND started_at < statement_timestamp() - interval '60 seconds'
            """);

    private static final Invariant CONFIRMED_IS_PAID = new Invariant(
            "confirmed-is-paid",
            "S6",
            "What was captured and not refunded is the amount of the confirmed reservation, no more and no less.",
            """
            SELECT r.id AS reservation_id, r.amount, coalesce(sum(p.amount), 0) AS paid FROM reservation r
            LEFT JOIN payment p ON p.reservation_id = r.id AND p.status = 'CAPTURED'
            WHERE r.status = 'CONFIRMED'
            GROUP BY r.id HAVING coalesce(sum(p.amount), 0) <> r.amount
            """);

    private static final Invariant AMOUNTS_ADD_UP = new Invariant(
            "amounts-add-up",
            "S6",
            "A reservation's amount is the sum of its seats' prices, and each attempt to pay asks for that amount.",
            """
            SELECT r.id AS reservation_id, r.amount, priced.sum AS sum_of_prices, NULL::uuid AS payment_id
            FROM reservation r, LATERAL (
                SELECT coalesce(sum((place ->> 'price')::bigint), 0) AS sum
                FROM jsonb_path_query(r.document, '$.seats[*]') place) priced
            WHERE r.amount <> priced.sum
            UNION ALL
            SELECT r.id, r.amount, NULL, p.id FROM payment p JOIN reservation r ON r.id = p.reservation_id
            WHERE p.amount <> r.amount
            """);

    private static final Invariant PROVIDER_AGREES = new Invariant(
            "provider-agrees", "S6", "The simulated provider's books say the same about money as ours.", """
            SELECT p.id AS payment_id, p.reservation_id, p.status AS ours, b.status AS theirs, p.amount,
                   b.amount AS their_amount
            FROM payment p LEFT JOIN simulated_provider b ON b.payment_id = p.id
            WHERE (p.status = 'CAPTURED' AND b.status IS DISTINCT FROM 'CAPTURED')
               OR (p.status IN ('DECLINED', 'REFUNDED') AND b.status = 'CAPTURED')
               OR b.amount <> p.amount
            """);

    static final List<Invariant> ALL = List.of(
            CAPTURED_IS_CONFIRMED,
            REFUNDS_ARE_PROMPT,
            PAYMENTS_SETTLE,
            CONFIRMED_IS_PAID,
            AMOUNTS_ADD_UP,
            PROVIDER_AGREES);

    private MoneyInvariants() {}
}
