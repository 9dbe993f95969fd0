-- Load owners: add owners whose reservations have ended to a copy that is being rebuilt, so that their repetitions are
-- known. Refused when another rebuilder with a later epoch has taken over, and when an earlier part is missing.
--
-- KEYS[1] seat:{eventId}:meta  KEYS[2] seat:{eventId}:owners
-- ARGV[1] epoch  ARGV[2] number of the part, 1 and up  ARGV[3..] owners
-- Returns 1, or 0 when refused. Complexity: O(owners).
local meta = redis.call('HMGET', KEYS[1], 'loading', 'parts')
if meta[1] ~= ARGV[1] or tonumber(meta[2]) ~= tonumber(ARGV[2]) - 1 then return 0 end
redis.call('HSET', KEYS[1], 'parts', ARGV[2])
for i = 3, #ARGV do redis.call('HSET', KEYS[2], ARGV[i], '1') end
return 1
