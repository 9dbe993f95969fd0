-- What seat-service last said about an event's places. Newest position (epoch, then version) wins.
CREATE TABLE stock (
    event_id    uuid PRIMARY KEY REFERENCES event,
    epoch       bigint      NOT NULL,
    version     bigint      NOT NULL,
    reported_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE stock_tier (
    event_id  uuid    NOT NULL REFERENCES stock,
    name      text    NOT NULL,
    available integer NOT NULL CHECK (available >= 0),
    total     integer NOT NULL CHECK (total >= available),
    PRIMARY KEY (event_id, name)
);
