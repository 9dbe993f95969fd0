-- Counts one failed sign-in; the window begins with the first failure.
-- KEYS[1] counter of the e-mail and address pair
-- ARGV[1] window in seconds
-- Returns the failures in the window. O(1).
local failures = redis.call('INCR', KEYS[1])
if failures == 1 then
    redis.call('EXPIRE', KEYS[1], ARGV[1])
end
return failures
