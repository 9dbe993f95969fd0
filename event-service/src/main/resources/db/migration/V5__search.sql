-- Text search over both languages. An event's search text holds its own words and, for every keyword pair it contains
-- one side of, the other side: 콘서트 finds what only says "concert", and back.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE keyword (
    ko text NOT NULL CHECK (ko = lower(ko) AND ko !~ '[%_\\]' AND length(ko) BETWEEN 1 AND 60),
    en text NOT NULL CHECK (en ~ '^[a-z0-9]+( [a-z0-9]+)*$' AND length(en) <= 60),
    PRIMARY KEY (ko, en)
);

ALTER TABLE event ADD COLUMN search_text text NOT NULL DEFAULT '';
CREATE INDEX event_search_text ON event USING gin (search_text gin_trgm_ops);

-- Adds the other side of each pair. Korean terms match anywhere, because particles are glued to them; English ones only
-- as whole words, so that "art" is not found in "party".
CREATE FUNCTION with_keywords(words text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT words || coalesce(' ' || string_agg(other.term, ' ' ORDER BY other.term), '')
    FROM (
        SELECT en AS term FROM keyword WHERE words LIKE '%' || ko || '%'
        UNION
        SELECT ko FROM keyword
        WHERE ' ' || regexp_replace(words, '[^a-z0-9]+', ' ', 'g') || ' ' LIKE '% ' || en || ' %'
    ) other
    WHERE words NOT LIKE '%' || other.term || '%'
$$;

-- Twice, so that synonyms meet: soccer → 축구 → football. The venue's name is searched as it is but teaches no keyword:
-- what is shown at a "… Theatre" is not a play for that.
CREATE FUNCTION refresh_search_text(changed uuid) RETURNS void LANGUAGE sql AS $$
    UPDATE event e
    SET search_text = with_keywords(with_keywords(lower(concat_ws(' ',
        e.title_ko, e.title_en, e.artist_ko, e.artist_en, v.city_ko, v.city_en, e.category))))
        || ' ' || lower(concat_ws(' ', v.name_ko, v.name_en))
    FROM seating_plan p
    JOIN venue v ON v.id = p.venue_id
    WHERE e.id = changed AND p.id = e.plan_id AND p.version = e.plan_version
$$;

INSERT INTO keyword (ko, en) VALUES
    ('콘서트', 'concert'), ('공연', 'performance'), ('라이브', 'live'), ('뮤지컬', 'musical'), ('연극', 'theatre'),
    ('연극', 'theater'), ('연극', 'play'), ('스포츠', 'sport'), ('스포츠', 'sports'), ('야구', 'baseball'),
    ('축구', 'soccer'), ('축구', 'football'), ('농구', 'basketball'), ('배구', 'volleyball'), ('클래식', 'classic'),
    ('클래식', 'classical'), ('오케스트라', 'orchestra'), ('교향악단', 'orchestra'), ('재즈', 'jazz'),
    ('발레', 'ballet'), ('오페라', 'opera'), ('페스티벌', 'festival'), ('축제', 'festival'), ('팬미팅', 'fan meeting'),
    ('팬미팅', 'fanmeeting'), ('밴드', 'band'), ('록', 'rock'), ('힙합', 'hip hop'), ('힙합', 'hiphop'),
    ('국악', 'gugak'), ('어린이', 'children'), ('가족', 'family'), ('서울', 'seoul'), ('부산', 'busan'),
    ('대구', 'daegu'), ('인천', 'incheon'), ('광주', 'gwangju'), ('대전', 'daejeon'), ('제주', 'jeju'),
    ('울산', 'ulsan'), ('아레나', 'arena'), ('스타디움', 'stadium');
