-- Repair: put seats as PostgreSQL has them in place of entries that were found wrong, unless they have changed since.
--
-- KEYS[1] seat:{eventId}:meta  KEYS[2] seat:{eventId}:seats  KEYS[3] seat:{eventId}:owners
-- KEYS[4] seat:{eventId}:provisional
-- ARGV[1] log channel  ARGV[2] event id
-- ARGV[3..] six per seat: entry as found or '' for none, position, state, owner, free at ms or '', revision
-- Returns {'REPAIRED', epoch, version, number of seats}. Complexity: O(seats). Stands behind current.lua.
local changes, repaired = {}, 0
for i = 3, #ARGV, 6 do
  local found, position, state, owner = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  local entry = redis.call('HGET', KEYS[2], position) or ''
  if entry == found then
    redis.call('HSET', KEYS[2], position, state .. '|' .. owner .. '|' .. ARGV[i + 4] .. '|' .. ARGV[i + 5] .. '|')
    redis.call('ZREM', KEYS[4], position)
    if owner ~= '' then redis.call('HSET', KEYS[3], owner, '1') end
    repaired = repaired + 1
    if entry == '' or string.sub(entry, 1, 1) ~= state then changes[#changes + 1] = position .. ':' .. state end
  end
end
local version = meta[2]
if #changes > 0 then
  version = string.format('%d', redis.call('HINCRBY', KEYS[1], 'version', 1))
  redis.call('PUBLISH', ARGV[1], ARGV[2] .. '|' .. meta[1] .. '|' .. version .. '|' .. table.concat(changes, ','))
end
return {'REPAIRED', meta[1], version, string.format('%d', repaired)}
