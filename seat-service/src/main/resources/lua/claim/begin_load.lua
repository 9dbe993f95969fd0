-- Begin load: close the copy for claims and changes and empty it, under a new epoch. A rebuilder with an older epoch
-- than one already seen here is refused, so that of two rebuilders the later wins.
--
-- KEYS[1] seat:{eventId}:meta  KEYS[2] seat:{eventId}:seats  KEYS[3] seat:{eventId}:owners
-- KEYS[4] seat:{eventId}:provisional
-- ARGV[1] epoch  ARGV[2] time to live of the loading mark in ms
-- Returns 1, or 0 when refused. Complexity: O(1) (UNLINK frees in the background).
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'loading')
local epoch = tonumber(ARGV[1])
if meta[1] and tonumber(meta[1]) >= epoch then return 0 end
if meta[2] and tonumber(meta[2]) >= epoch then return 0 end
redis.call('UNLINK', KEYS[2], KEYS[3], KEYS[4])
redis.call('HSET', KEYS[1], 'loading', ARGV[1], 'parts', '0')
-- If the rebuilder dies the mark goes with the whole key, and the next visitor starts over.
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
