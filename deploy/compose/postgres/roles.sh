#!/bin/bash
# Run once by PostgreSQL's image on an empty volume: a schema and a login role for each service, no rights on the others'.
set -eu
psql -v ON_ERROR_STOP=1 --username postgres --dbname tiketi \
    -v auth="$TIKETI_AUTH_DB_PASSWORD" -v event="$TIKETI_EVENT_DB_PASSWORD" -v seat="$TIKETI_SEAT_DB_PASSWORD" <<'SQL'
REVOKE ALL ON DATABASE tiketi FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE ROLE tiketi_auth LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD :'auth';
CREATE ROLE tiketi_event LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD :'event';
CREATE ROLE tiketi_seat LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD :'seat';
ALTER ROLE tiketi_auth SET search_path = auth;
ALTER ROLE tiketi_event SET search_path = event;
ALTER ROLE tiketi_seat SET search_path = seat;
GRANT CONNECT ON DATABASE tiketi TO tiketi_auth, tiketi_event, tiketi_seat;
CREATE SCHEMA auth AUTHORIZATION tiketi_auth;
CREATE SCHEMA event AUTHORIZATION tiketi_event;
CREATE SCHEMA seat AUTHORIZATION tiketi_seat;
-- Text search over Korean and English; lives in the schema of its only user.
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA event;
SQL
