package gg.tiketi.seat.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each check finds its own kind of damage, and none cries wolf. */
class InvariantsTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static IntegrityDatabase database;

    /** The bounds of a run. */
    private record Bounds(Duration checkTimeout, int maxCounted, int maxShown) implements IntegrityConfig {

        static final Bounds USUAL = new Bounds(Duration.ofSeconds(60), 1_000, 10);

        @Override
        public Duration interval() {
            return Duration.ZERO;
        }

        @Override
        public Duration lookInterval() {
            return Duration.ofHours(1);
        }
    }

    /** Damage of one kind, by a hand that the service's own rules do not stop. */
    private record Damage(String check, String statements) {

        @Override
        public String toString() {
            return check;
        }
    }

    static List<Damage> damages() {
        return List.of(
                new Damage("one-live-reservation-per-seat", """
                        DROP INDEX reservation_seat_one_live_owner;
                        INSERT INTO reservation (id, number, event_id, account_id, status, seat_count, amount, document,
                                                 owner, created_at, expires_at, free_at)
                        SELECT gen_random_uuid(), 'second', event_id, gen_random_uuid(), 'PENDING', 2, amount, document,
                               'x', now() - interval '2 hours', expires_at, free_at
                        FROM reservation WHERE number = 'PENDING';
                        INSERT INTO reservation_seat (reservation_id, event_id, position, live)
                        SELECT r.id, r.event_id, n, true FROM reservation r, generate_series(0, 1) n
                        WHERE r.number = 'second'
                        """),
                new Damage("seats-name-their-reservation", """
                        UPDATE seat SET state = 0, reservation_id = NULL, free_at = NULL WHERE position = 0
                        """),
                new Damage("seats-name-their-reservation", """
                        UPDATE seat SET state = 2, reservation_id = gen_random_uuid() WHERE position = 14
                        """),
                new Damage("sold-means-confirmed", "UPDATE seat SET state = 2, free_at = NULL WHERE position = 0"),
                new Damage("sold-means-confirmed", """
                        UPDATE seat SET state = 1 WHERE position = 4
                        """),
                new Damage(
                        "confirmed-ends-only-by-cancel",
                        "UPDATE reservation SET status = 'EXPIRED' WHERE number = 'REFUNDED'"),
                new Damage("confirmed-ends-only-by-cancel", """
                        DELETE FROM timeline WHERE kind = 'cancelled' AND reservation_id =
                            (SELECT id FROM reservation WHERE number = 'REFUNDED')
                        """),
                new Damage(
                        "live-reservations-have-their-seats",
                        "UPDATE reservation SET seat_count = 3 WHERE number = 'PENDING'"),
                new Damage("live-reservations-have-their-seats", """
                        UPDATE reservation SET status = 'EXPIRED', ended_at = now() WHERE number = 'PENDING'
                        """),
                new Damage("sections-add-up", "DELETE FROM seat WHERE position = 14"),
                new Damage("captured-money-is-confirmed", """
                        UPDATE payment SET status = 'CAPTURED' WHERE reservation_id =
                            (SELECT id FROM reservation WHERE number = 'REFUND_DUE')
                        """),
                new Damage("refunds-are-prompt", """
                        UPDATE reservation SET ended_at = now() - interval '61 seconds' WHERE number = 'REFUND_DUE'
                        """),
                new Damage("payments-settle", """
                        UPDATE payment SET started_at = now() - interval '61 seconds' WHERE status = 'STARTED'
                        """),
                new Damage("confirmed-is-paid", """
                        DELETE FROM payment WHERE status = 'CAPTURED'
                        """),
                new Damage("amounts-add-up", "UPDATE reservation SET amount = 99 WHERE number = 'PENDING'"),
                new Damage("amounts-add-up", "UPDATE payment SET amount = 99 WHERE status = 'STARTED'"),
                new Damage("provider-agrees", """
                        DELETE FROM simulated_provider WHERE payment_id IN (SELECT id FROM payment WHERE status = 'CAPTURED')
                        """),
                new Damage("provider-agrees", """
                        UPDATE simulated_provider SET status = 'CAPTURED' WHERE status = 'REFUNDED'
                        """),
                new Damage("answers-name-reservations", """
                        INSERT INTO idempotency (account_id, key, operation, body_hash, status, body, created_at)
                        SELECT gen_random_uuid(), 'somebody-else', operation, body_hash, status, body, now()
                        FROM idempotency WHERE operation = 'CANCEL' LIMIT 1
                        """),
                new Damage("reservations-have-an-answer", """
                        DELETE FROM idempotency WHERE account_id =
                            (SELECT account_id FROM reservation WHERE number = 'PENDING')
                        """),
                new Damage("requests-end", """
                        INSERT INTO idempotency (account_id, key, operation, body_hash, created_at)
                        VALUES (gen_random_uuid(), 'for-ever', 'PAY', 'x', now())
                        """),
                new Damage("purchase-limit", "UPDATE event SET max_seats_per_person = 1"),
                new Damage("lapsed-holds-end", """
                        UPDATE reservation SET expires_at = now() - interval '90 seconds',
                               free_at = now() - interval '61 seconds' WHERE number = 'PENDING';
                        UPDATE seat s SET free_at = r.free_at FROM reservation r
                        WHERE s.reservation_id = r.id AND r.number = 'PENDING'
                        """),
                new Damage("holds-have-deadlines", "UPDATE seat SET free_at = NULL WHERE position = 0"),
                new Damage("holds-have-deadlines", "UPDATE seat SET free_at = now() WHERE position = 2"),
                new Damage("paying-has-a-payment", """
                        UPDATE payment SET status = 'DECLINED' WHERE status = 'STARTED';
                        UPDATE idempotency SET status = 402 WHERE status IS NULL
                        """),
                new Damage("changes-reach-redis", """
                        UPDATE seat_outbox SET created_at = now() - interval '61 seconds'
                        """),
                new Damage("admissions-keep-the-rate", """
                        UPDATE waiting_rate SET cap = 100;
                        UPDATE waiting_entry w SET state = 'ADMITTED', admission_id = gen_random_uuid(),
                               expires_at = a.expires_at, admitted_at = a.admitted_at + interval '0.9 seconds'
                        FROM waiting_entry a WHERE a.state = 'ADMITTED' AND a.from_line AND w.rank = a.rank + 1
                        """),
                new Damage("admissions-keep-the-cap", """
                        UPDATE waiting_entry w SET state = 'ADMITTED', admission_id = gen_random_uuid(),
                               expires_at = a.expires_at, admitted_at = a.admitted_at + interval '1.1 seconds'
                        FROM waiting_entry a WHERE a.state = 'ADMITTED' AND a.from_line AND w.rank = a.rank + 1
                        """),
                new Damage("reservations-were-admitted", """
                        UPDATE waiting_room SET active_since = (SELECT min(created_at) FROM reservation
                                                                WHERE number = 'PENDING')
                        """),
                new Damage("places-are-kept", """
                        UPDATE waiting_entry SET rank = 1000 WHERE state = 'ADMITTED' AND from_line
                        """),
                new Damage("places-are-kept", """
                        UPDATE waiting_entry SET joined_at = joined_at - interval '1.1 seconds'
                        WHERE place = (SELECT max(place) FROM waiting_entry)
                        """),
                new Damage("places-are-kept", """
                        DROP INDEX waiting_entry_one_place;
                        UPDATE waiting_entry SET account_id = (SELECT account_id FROM waiting_entry
                                                               WHERE state = 'WAITING' ORDER BY rank LIMIT 1)
                        WHERE rank = (SELECT max(rank) FROM waiting_entry)
                        """),
                new Damage("places-are-kept", """
                        DROP INDEX waiting_entry_rank;
                        UPDATE waiting_entry SET rank = rank - 1 WHERE rank = (SELECT max(rank) FROM waiting_entry)
                        """),
                new Damage("one-waitlist-entry-per-tier", """
                        DROP INDEX waitlist_entry_one_live;
                        UPDATE waitlist_entry SET account_id = (SELECT account_id FROM waitlist_entry WHERE place = 2)
                        WHERE place = 3
                        """),
                new Damage("one-waitlist-entry-per-tier", """
                        UPDATE waitlist_entry SET joined_at = joined_at - interval '1 second' WHERE place = 3
                        """),
                new Damage("offers-keep-the-order", """
                        UPDATE waitlist_entry SET place = 4 WHERE place = 1;
                        UPDATE waitlist_entry SET joined_at = clock_timestamp() WHERE place = 4
                        """),
                new Damage("offers-have-an-entry", """
                        UPDATE waitlist_entry SET state = 'LAPSED', ended_at = now() WHERE state = 'OFFERED'
                        """),
                new Damage("offers-have-an-entry", """
                        UPDATE waitlist_entry SET state = 'OFFERED', offered_at = now(), ended_at = NULL, reservation_id =
                            (SELECT id FROM reservation WHERE number = 'EXPIRED') WHERE place = 2
                        """),
                new Damage("offers-have-an-entry", """
                        UPDATE waitlist_entry SET group_size = 1 WHERE state = 'OFFERED'
                        """),
                new Damage("offers-have-an-entry", "UPDATE seat SET label = 'B-' || position WHERE position = 7"),
                new Damage("kept-seats-move-on", """
                        UPDATE seat SET kept_at = now() - interval '61 seconds' WHERE kept_at IS NOT NULL
                        """),
                new Damage("nobody-waits-in-vain", """
                        UPDATE waitlist_entry SET joined_at = joined_at - interval '61 seconds',
                               adjacent = false WHERE place IN (2, 3);
                        UPDATE waitlist_entry SET joined_at = joined_at - interval '61 seconds' WHERE place = 1
                        """));
    }

    @BeforeAll
    static void start() throws Exception {
        database = new IntegrityDatabase();
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    @BeforeEach
    void restore() throws Exception {
        database.restore();
    }

    @Test
    void everyCheckHasItsDamage() {
        // then
        assertThat(damages().stream().map(Damage::check).collect(Collectors.toSet()))
                .isEqualTo(Invariants.ALL.stream().map(Invariant::name).collect(Collectors.toSet()));
    }

    @Test
    void soundDataViolatesNothing() {
        // when
        List<Finding> findings = check(Bounds.USUAL, Invariants.ALL).orElseThrow();

        // then
        assertThat(findings).hasSameSizeAs(Invariants.ALL).allSatisfy(finding -> assertThat(violations(finding))
                .as(finding.toString())
                .isZero());
        assertThat(IntegrityReport.of(findings).status()).isEqualTo("green");
    }

    @ParameterizedTest
    @MethodSource("damages")
    void damageIsFoundByItsCheckAndByNoOther(Damage damage) throws Exception {
        // given
        database.run(damage.statements());

        // when
        List<Finding> findings = check(Bounds.USUAL, Invariants.ALL).orElseThrow();

        // then
        assertThat(findings.stream().filter(finding -> violations(finding) != 0))
                .extracting(finding -> finding.invariant().name())
                .containsExactly(damage.check());
        assertThat(IntegrityReport.of(findings).status()).isEqualTo("red");
        assertThat(IntegrityReport.of(findings).toString()).doesNotContain("account");
    }

    @Test
    void someOfManyViolationsAreShownAndNotAllAreCounted() throws Exception {
        // given
        database.run("UPDATE seat SET state = 2, reservation_id = gen_random_uuid() WHERE state = 0");

        // when
        Finding.Checked checked =
                (Finding.Checked) check(new Bounds(LIMIT, 3, 2), List.of(named("seats-name-their-reservation")))
                        .orElseThrow()
                        .getFirst();

        // then
        assertThat(checked.violations()).isEqualTo(3);
        assertThat(checked.sample()).hasSize(2).allSatisfy(row -> assertThat(row)
                .containsOnlyKeys("event_id", "position", "state", "reservation_id"));
    }

    @Test
    void aCheckThatTakesTooLongFailsAloneAndNothingIsKnownOfIt() {
        // given
        Invariant endless = new Invariant("endless", "S0", "Nothing.", "SELECT pg_sleep(60)");

        // when
        List<Finding> findings = check(
                        new Bounds(Duration.ofSeconds(1), 10, 10), List.of(endless, named("purchase-limit")))
                .orElseThrow();

        // then
        assertThat(findings.getFirst()).isInstanceOf(Finding.Failed.class);
        assertThat(findings.getLast()).isInstanceOf(Finding.Checked.class);
        assertThat(IntegrityReport.of(findings).status()).isEqualTo("unknown");
        assertThat(IntegrityReport.of(findings).checks().getFirst().violations())
                .isNull();
    }

    @Test
    void oneNodeChecksAtATime() throws Exception {
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            // given
            other.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(7, 1)");

            // when
            Optional<List<Finding>> meanwhile = check(Bounds.USUAL, Invariants.ALL);
            other.rollback();
            Optional<List<Finding>> later = check(Bounds.USUAL, Invariants.ALL);

            // then
            assertThat(meanwhile).isEmpty();
            assertThat(later).isPresent();
        }
    }

    @Test
    void noCheckCanChangeAnything() {
        // given
        Invariant writer = new Invariant("writer", "S0", "Nothing.", """
                SELECT set_config('x.y', nextval('seat_state_epoch')::text, false)
                """);

        // when
        Finding finding = check(Bounds.USUAL, List.of(writer)).orElseThrow().getFirst();

        // then
        assertThat(finding).isInstanceOfSatisfying(Finding.Failed.class, failed -> assertThat(failed.reason())
                .contains("read-only"));
    }

    private static Optional<List<Finding>> check(IntegrityConfig config, List<Invariant> invariants) {
        return new IntegrityRepository(database.pool(), config)
                .check(invariants)
                .await()
                .atMost(LIMIT);
    }

    private static Invariant named(String name) {
        return Invariants.ALL.stream()
                .filter(invariant -> invariant.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static long violations(Finding finding) {
        return finding instanceof Finding.Checked checked ? checked.violations() : -1;
    }
}
