-- Lapse: free provisional claims whose deadline passed without a word from PostgreSQL (their node died in between).
--
-- KEYS[1] seat:{eventId}:meta  KEYS[2] seat:{eventId}:seats  KEYS[3] seat:{eventId}:owners
-- KEYS[4] seat:{eventId}:provisional
-- ARGV[1] log channel  ARGV[2] event id  ARGV[3] most seats to free in one call
-- Returns the number of seats freed. Complexity: O(log n + seats freed).
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then return 0 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lapsed = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now, 'LIMIT', 0, tonumber(ARGV[3]))
local changes = {}
for _, position in ipairs(lapsed) do
  redis.call('ZREM', KEYS[4], position)
  local entry = redis.call('HGET', KEYS[2], position)
  if entry then
    local state, holder, free_at, revision, provisional = string.match(entry, '^(%d)|([^|]*)|(%d*)|(%d+)|(p?)')
    if provisional == 'p' and tonumber(free_at) <= now then
      redis.call('HSET', KEYS[2], position, '0|||' .. revision .. '|')
      changes[#changes + 1] = position .. ':0'
      if redis.call('HGET', KEYS[3], holder) ~= '1' then redis.call('HDEL', KEYS[3], holder) end
    end
  end
end
if #changes > 0 then
  local version = redis.call('HINCRBY', KEYS[1], 'version', 1)
  redis.call('PUBLISH', ARGV[1],
    ARGV[2] .. '|' .. epoch .. '|' .. string.format('%d', version) .. '|' .. table.concat(changes, ','))
end
return #changes
