-- Load owners: add owners whose reservations have ended to a copy that is being rebuilt, so that their repetitions are
-- known. Refused when another rebuilder with a later epoch has taken over.
--
-- KEYS[1] seat:{eventId}:meta  KEYS[2] seat:{eventId}:owners
-- ARGV[1] epoch  ARGV[2..] owners
-- Returns 1, or 0 when refused. Complexity: O(owners).
if redis.call('HGET', KEYS[1], 'loading') ~= ARGV[1] then return 0 end
for i = 2, #ARGV do redis.call('HSET', KEYS[2], ARGV[i], '1') end
return 1
