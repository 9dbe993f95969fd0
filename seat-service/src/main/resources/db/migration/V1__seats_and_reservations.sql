-- What seat-service knows of events (copied from event-service's change feed), one row per seat of each event, and the
-- reservations and payments that own them. PostgreSQL decides who owns a seat; Redis only makes the refusals fast.

CREATE TABLE feed_cursor (
    only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    incarnation uuid   NOT NULL,
    number      bigint NOT NULL
);

CREATE TABLE seating_plan (
    plan_id      uuid NOT NULL,
    plan_version int  NOT NULL,
    document     text NOT NULL,
    PRIMARY KEY (plan_id, plan_version)
);

CREATE TABLE event (
    id                   uuid PRIMARY KEY,
    change_number        bigint      NOT NULL,
    state                text        NOT NULL CHECK (state IN ('PUBLISHED', 'CANCELLED')),
    sale_stopped         boolean     NOT NULL,
    title_ko             text        NOT NULL,
    title_en             text        NOT NULL,
    venue_ko             text        NOT NULL,
    venue_en             text        NOT NULL,
    starts_at            timestamptz NOT NULL,
    ends_at              timestamptz NOT NULL,
    max_seats_per_person int         NOT NULL CHECK (max_seats_per_person > 0),
    plan_id              uuid        NOT NULL,
    plan_version         int         NOT NULL,
    FOREIGN KEY (plan_id, plan_version) REFERENCES seating_plan
);

CREATE TABLE price_tier (
    event_id uuid NOT NULL REFERENCES event,
    name     text NOT NULL,
    price    int  NOT NULL CHECK (price >= 0),
    PRIMARY KEY (event_id, name)
);

CREATE TABLE sale_window (
    event_id  uuid        NOT NULL REFERENCES event,
    opens_at  timestamptz NOT NULL,
    closes_at timestamptz NOT NULL CHECK (closes_at > opens_at),
    PRIMARY KEY (event_id, opens_at, closes_at)
);

-- state: 0 available, 1 held, 2 sold, 3 blocked. free_at: when a hold lapses by itself; NULL while a payment is under
-- way, because then only the provider's answer frees it. revision grows with every change and orders copies of the row.
-- position: the seat's place in plan order, seats of standing sections last.
CREATE TABLE seat (
    event_id       uuid     NOT NULL REFERENCES event,
    position       int      NOT NULL,
    label          text     NOT NULL,
    section        text     NOT NULL,
    price_tier     text     NOT NULL,
    state          smallint NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 3),
    reservation_id uuid,
    free_at        timestamptz,
    revision       bigint   NOT NULL DEFAULT 0,
    PRIMARY KEY (event_id, position),
    CHECK ((state IN (1, 2)) = (reservation_id IS NOT NULL)),
    CHECK (free_at IS NULL OR state = 1)
) WITH (fillfactor = 80);

-- document: what was booked as it was then (event's names, seats with prices), fixed at booking.
CREATE TABLE reservation (
    id           uuid PRIMARY KEY,
    number       text        NOT NULL UNIQUE,
    event_id     uuid        NOT NULL REFERENCES event,
    account_id   uuid        NOT NULL,
    status       text        NOT NULL
        CHECK (status IN ('PENDING', 'PAYING', 'CONFIRMED', 'EXPIRED', 'CANCELLED')),
    seat_count   int         NOT NULL CHECK (seat_count > 0),
    amount       int         NOT NULL CHECK (amount >= 0),
    document     jsonb       NOT NULL,
    owner        text        NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    free_at      timestamptz NOT NULL CHECK (free_at >= expires_at),
    confirmed_at timestamptz,
    ended_at     timestamptz
);
CREATE INDEX reservation_by_account ON reservation (account_id, created_at DESC, id DESC);
CREATE INDEX reservation_live_by_person ON reservation (event_id, account_id)
    WHERE status IN ('PENDING', 'PAYING', 'CONFIRMED');
CREATE INDEX reservation_lapsing ON reservation (free_at) WHERE status = 'PENDING';

-- A seat has at most one live reservation: the last line of defence, whatever the code above it does.
CREATE TABLE reservation_seat (
    reservation_id uuid    NOT NULL REFERENCES reservation,
    event_id       uuid    NOT NULL,
    position       int     NOT NULL,
    live           boolean NOT NULL,
    PRIMARY KEY (reservation_id, position),
    FOREIGN KEY (event_id, position) REFERENCES seat
);
CREATE UNIQUE INDEX reservation_seat_one_live_owner ON reservation_seat (event_id, position) WHERE live;

CREATE TABLE timeline (
    reservation_id uuid        NOT NULL REFERENCES reservation,
    at             timestamptz NOT NULL,
    ordinal        bigint GENERATED ALWAYS AS IDENTITY,
    kind           text        NOT NULL,
    actor          text        NOT NULL,
    PRIMARY KEY (reservation_id, ordinal)
);

CREATE TABLE payment (
    id             uuid PRIMARY KEY,
    reservation_id uuid        NOT NULL REFERENCES reservation,
    method         text        NOT NULL,
    amount         int         NOT NULL CHECK (amount >= 0),
    status         text        NOT NULL
        CHECK (status IN ('STARTED', 'CAPTURED', 'DECLINED', 'REFUND_DUE', 'REFUNDED')),
    idempotency_key text       NOT NULL,
    account_id     uuid        NOT NULL,
    provider_reference text,
    started_at     timestamptz NOT NULL,
    settled_at     timestamptz
);
CREATE UNIQUE INDEX payment_one_open ON payment (reservation_id)
    WHERE status IN ('STARTED', 'CAPTURED', 'REFUND_DUE');
CREATE INDEX payment_unfinished ON payment (started_at) WHERE status IN ('STARTED', 'REFUND_DUE');

-- One row per request that had an effect, written with the effect. status NULL: still under way.
CREATE TABLE idempotency (
    account_id uuid        NOT NULL,
    key        text        NOT NULL,
    operation  text        NOT NULL,
    body_hash  bytea       NOT NULL,
    status     int,
    body       jsonb,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- Seat changes that Redis has not confirmed yet. Written with the change, deleted once applied.
CREATE TABLE seat_outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id   uuid        NOT NULL,
    positions  int[]       NOT NULL,
    revisions  bigint[]    NOT NULL,
    state      smallint    NOT NULL,
    owner      text        NOT NULL,
    free_at    timestamptz,
    created_at timestamptz NOT NULL
);

-- Epochs of the seat states in Redis: each rebuild takes the next.
CREATE SEQUENCE seat_state_epoch;

-- The books of the simulated payment provider: it is somebody else's memory, so it survives our crashes.
CREATE TABLE simulated_provider (
    payment_id uuid PRIMARY KEY,
    amount     int         NOT NULL,
    status     text        NOT NULL CHECK (status IN ('CAPTURED', 'DECLINED', 'CANCELLED', 'REFUNDED')),
    at         timestamptz NOT NULL
);
