-- Places, and the seats they have. A published plan version never changes: events, seat labels and sold tickets rely on it.
CREATE TABLE venue (
    id         uuid PRIMARY KEY,
    name_ko    text        NOT NULL CHECK (length(name_ko) BETWEEN 1 AND 100),
    name_en    text        NOT NULL CHECK (length(name_en) BETWEEN 1 AND 100),
    city_ko    text        NOT NULL CHECK (length(city_ko) BETWEEN 1 AND 50),
    city_en    text        NOT NULL CHECK (length(city_en) BETWEEN 1 AND 50),
    created_at timestamptz NOT NULL DEFAULT now()
);

-- One JSON document per version, served as it is stored: 50,000 seats are one row, not 50,000.
CREATE TABLE seating_plan (
    id           uuid        NOT NULL,
    version      integer     NOT NULL CHECK (version >= 1),
    venue_id     uuid        NOT NULL REFERENCES venue,
    capacity     integer     NOT NULL CHECK (capacity >= 1),
    document     json        NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (id, version)
);

-- How many places each price tier of a plan has.
CREATE TABLE plan_tier (
    plan_id      uuid    NOT NULL,
    plan_version integer NOT NULL,
    name         text    NOT NULL,
    capacity     integer NOT NULL CHECK (capacity >= 1),
    PRIMARY KEY (plan_id, plan_version, name),
    FOREIGN KEY (plan_id, plan_version) REFERENCES seating_plan
);

CREATE FUNCTION refuse_plan_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published seating plan does not change: publish the next version';
END
$$;

CREATE TRIGGER seating_plan_is_immutable BEFORE UPDATE OR DELETE ON seating_plan
    FOR EACH ROW EXECUTE FUNCTION refuse_plan_change();
CREATE TRIGGER plan_tier_is_immutable BEFORE UPDATE OR DELETE ON plan_tier
    FOR EACH ROW EXECUTE FUNCTION refuse_plan_change();
