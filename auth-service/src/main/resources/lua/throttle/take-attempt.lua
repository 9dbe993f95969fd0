-- Counts a sign-in as failed before it is made, unless it comes too early: so guesses made at once count each other.
-- KEYS[1] counter: n failures, the last one counted at (ms)
-- ARGV[1] now (ms)  ARGV[2] failures that are free  ARGV[3] first wait (ms)  ARGV[4] longest wait (ms)
-- ARGV[5] quiet time after which all is forgotten (ms)
-- Returns 0 when counted, else the wait in ms. O(1).
local n = tonumber(redis.call('HGET', KEYS[1], 'n') or '0')
local free = tonumber(ARGV[2])
if n >= free then
    local at = tonumber(redis.call('HGET', KEYS[1], 'at'))
    -- 2^30 first waits are longer than any longest one.
    local delay = math.min(tonumber(ARGV[4]), tonumber(ARGV[3]) * 2 ^ math.min(n - free, 30))
    local wait = math.ceil(at + delay - tonumber(ARGV[1]))
    if wait > 0 then
        return wait
    end
end
redis.call('HSET', KEYS[1], 'n', n + 1, 'at', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 0
