-- Load: add seats to a copy that is being rebuilt and, with the last part, open it. Refused when another rebuilder with a
-- later epoch has taken over, and when an earlier part is missing (a failover in between: the copy would lack it for good).
--
-- KEYS[1] seat:{eventId}:meta  KEYS[2] seat:{eventId}:seats  KEYS[3] seat:{eventId}:owners
-- ARGV[1] log channel  ARGV[2] event id  ARGV[3] epoch  ARGV[4] '1' to open, '0' for more to come
-- ARGV[5] run id of the server  ARGV[6] number of the part, 1 and up
-- ARGV[7..] five per seat: position, state, owner, free at ms or '', revision
-- Returns 1, or 0 when refused. Complexity: O(seats).
local meta = redis.call('HMGET', KEYS[1], 'loading', 'parts')
if meta[1] ~= ARGV[3] or tonumber(meta[2]) ~= tonumber(ARGV[6]) - 1 then return 0 end
redis.call('HSET', KEYS[1], 'parts', ARGV[6])
for i = 7, #ARGV, 5 do
  redis.call('HSET', KEYS[2], ARGV[i],
    ARGV[i + 1] .. '|' .. ARGV[i + 2] .. '|' .. ARGV[i + 3] .. '|' .. ARGV[i + 4] .. '|')
  if ARGV[i + 2] ~= '' then redis.call('HSET', KEYS[3], ARGV[i + 2], '1') end
end
if ARGV[4] == '1' then
  local time = redis.call('TIME')
  local now = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
  redis.call('HSET', KEYS[1], 'epoch', ARGV[3], 'version', '1', 'server', ARGV[5], 'opened', now)
  redis.call('HDEL', KEYS[1], 'loading', 'parts')
  redis.call('PERSIST', KEYS[1])
  redis.call('PUBLISH', ARGV[1], ARGV[2] .. '|' .. ARGV[3] .. '|1|')
end
return 1
