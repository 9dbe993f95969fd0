-- Shows on sale. The status a buyer sees is not stored: it follows from time and stock when it is read.
CREATE TABLE event (
    id                   uuid PRIMARY KEY,
    title_ko             text        NOT NULL CHECK (length(title_ko) BETWEEN 1 AND 200),
    title_en             text        NOT NULL CHECK (length(title_en) BETWEEN 1 AND 200),
    artist_ko            text        NOT NULL CHECK (length(artist_ko) BETWEEN 1 AND 200),
    artist_en            text        NOT NULL CHECK (length(artist_en) BETWEEN 1 AND 200),
    description_ko       text        NOT NULL,
    description_en       text        NOT NULL,
    category             text        NOT NULL
        CHECK (category IN ('concert', 'theatre', 'musical', 'sport', 'classic', 'festival')),
    plan_id              uuid        NOT NULL,
    plan_version         integer     NOT NULL,
    starts_at            timestamptz NOT NULL,
    ends_at              timestamptz NOT NULL,
    age_limit            integer     NOT NULL CHECK (age_limit BETWEEN 0 AND 19),
    running_minutes      integer     NOT NULL CHECK (running_minutes BETWEEN 1 AND 1440),
    max_seats_per_person integer     NOT NULL CHECK (max_seats_per_person BETWEEN 1 AND 64),
    poster_url           text,
    state                text        NOT NULL DEFAULT 'PUBLISHED' CHECK (state IN ('PUBLISHED', 'CANCELLED')),
    sale_stopped         boolean     NOT NULL DEFAULT false,
    created_at           timestamptz NOT NULL DEFAULT now(),
    CHECK (starts_at < ends_at),
    FOREIGN KEY (plan_id, plan_version) REFERENCES seating_plan
);
CREATE INDEX event_starts_at ON event (starts_at, id);
CREATE INDEX event_plan ON event (plan_id, plan_version);

CREATE TABLE price_tier (
    event_id uuid    NOT NULL REFERENCES event,
    position integer NOT NULL,
    name     text    NOT NULL,
    price    bigint  NOT NULL CHECK (price >= 0),
    PRIMARY KEY (event_id, name)
);

CREATE TABLE sale_window (
    event_id  uuid        NOT NULL REFERENCES event,
    position  integer     NOT NULL,
    name_ko   text        NOT NULL,
    name_en   text        NOT NULL,
    opens_at  timestamptz NOT NULL,
    closes_at timestamptz NOT NULL,
    PRIMARY KEY (event_id, position),
    CHECK (opens_at < closes_at)
);
