-- Takes back one counted failure: the sign-in was right, or was not judged.
-- KEYS[1] counter
-- Returns the failures left. O(1).
local n = tonumber(redis.call('HGET', KEYS[1], 'n') or '0')
if n <= 1 then
    redis.call('DEL', KEYS[1])
    return 0
end
return redis.call('HINCRBY', KEYS[1], 'n', -1)
