-- A rebuilt copy must know whose reservations have ended, because their repetitions still get the stored answer. Only
-- ended ones are indexed, so reserving does not pay for it.
CREATE INDEX reservation_ended ON reservation (event_id, ended_at) WHERE status IN ('EXPIRED', 'CANCELLED');
