-- Claim: mark all given seats for one owner until a provisional deadline, or none.
--
-- KEYS[1] seat:{eventId}:meta         hash: epoch, version, loading
-- KEYS[2] seat:{eventId}:seats        hash: position -> state|owner|free at ms|revision|provisional
-- KEYS[3] seat:{eventId}:owners       hash: owner -> 1 for owners whose reservation is stored
-- KEYS[4] seat:{eventId}:provisional  sorted set: position by provisional deadline ms
-- ARGV[1] log channel  ARGV[2] event id  ARGV[3] owner  ARGV[4] provisional time to live ms  ARGV[5..] positions
-- Returns {'NOT_LOADED'} | {'KNOWN'} the owner has something here, ask PostgreSQL
--       | {'CLAIMED', epoch, version} | {'TAKEN', epoch, version, position...}
-- Complexity: O(seats asked).
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'version', 'loading')
if not meta[1] or meta[3] then return {'NOT_LOADED'} end
local owner = ARGV[3]
if redis.call('HEXISTS', KEYS[3], owner) == 1 then return {'KNOWN'} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local positions = {}
for i = 5, #ARGV do positions[#positions + 1] = ARGV[i] end
local entries = redis.call('HMGET', KEYS[2], unpack(positions))
local taken = {'TAKEN', meta[1], meta[2]}
local revisions = {}
for i, entry in ipairs(entries) do
  revisions[i] = '0'
  if entry then
    local state, holder, free_at, revision = string.match(entry, '^(%d)|([^|]*)|(%d*)|(%d+)|')
    revisions[i] = revision
    if state ~= '0' then
      local lapsed = state == '1' and free_at ~= '' and tonumber(free_at) <= now
      if not lapsed then
        if holder == owner then return {'KNOWN'} end
        taken[#taken + 1] = positions[i]
      end
    end
  end
end
if #taken > 3 then return taken end
local deadline = now + tonumber(ARGV[4])
local changes = {}
for i, position in ipairs(positions) do
  redis.call('HSET', KEYS[2], position,
    '1|' .. owner .. '|' .. string.format('%d', deadline) .. '|' .. revisions[i] .. '|p')
  redis.call('ZADD', KEYS[4], deadline, position)
  changes[i] = position .. ':1'
end
local version = redis.call('HINCRBY', KEYS[1], 'version', 1)
redis.call('PUBLISH', ARGV[1],
  ARGV[2] .. '|' .. meta[1] .. '|' .. string.format('%d', version) .. '|' .. table.concat(changes, ','))
return {'CLAIMED', meta[1], string.format('%d', version)}
