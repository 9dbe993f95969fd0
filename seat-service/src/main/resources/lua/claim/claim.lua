-- Claim: mark seats for one owner until a provisional deadline: of several sets the first that is wholly free, or of one
-- set any so many that are free.
--
-- KEYS[1] seat:{eventId}:meta         hash: epoch, version, loading
-- KEYS[2] seat:{eventId}:seats        hash: position -> state|owner|free at ms|revision|provisional
-- KEYS[3] seat:{eventId}:owners       hash: owner -> 1 when its reservation is stored, else its provisional deadline ms
-- KEYS[4] seat:{eventId}:provisional  sorted set: position by provisional deadline ms
-- KEYS[5] queue:{eventId}:admitted     hash: #generation while admission is asked for, admission -> its end ms
-- ARGV[1] log channel  ARGV[2] event id  ARGV[3] owner  ARGV[4] provisional time to live ms
-- ARGV[5] 0: a whole set | n: any n of the only set  ARGV[6] admission or ''  ARGV[7..] per set: number of positions,
--       positions
-- Stands behind current.lua. Returns {'KNOWN'} the owner has something here or is about to, ask PostgreSQL
--       | {'NOT_ADMITTED'} admission is asked for, and this one is not known to live
--       | {'CLAIMED', epoch, version, position...} | {'TAKEN', epoch, version, position...} those of all sets
--       | {'DOUBTED', epoch, version, position...} the same from a copy so young that the owner's own reservation, made
--         while it was being rebuilt, may be on its way to it
-- Complexity: O(seats asked).
local owner = ARGV[3]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = redis.call('HGET', KEYS[3], owner)
if known and (known == '1' or tonumber(known) > now) then return {'KNOWN'} end
local admitted = redis.call('HMGET', KEYS[5], '#generation', ARGV[6])
if admitted[1] and not (admitted[2] and tonumber(admitted[2]) > now) then return {'NOT_ADMITTED'} end

local pick = tonumber(ARGV[5])
local taken = {'TAKEN', meta[1], meta[2]}
local free, revisions = {}, {}
local at = 7
while at <= #ARGV do
  local last = at + tonumber(ARGV[at])
  local positions = {unpack(ARGV, at + 1, last)}
  local entries = redis.call('HMGET', KEYS[2], unpack(positions))
  free, revisions = {}, {}
  for i, entry in ipairs(entries) do
    local is_free, revision = true, '0'
    if entry then
      local state, holder, free_at
      state, holder, free_at, revision = string.match(entry, '^(%d)|([^|]*)|(%d*)|(%d+)|')
      is_free = state == '0' or (state == '1' and free_at ~= '' and tonumber(free_at) <= now)
      if not is_free and holder == owner then return {'KNOWN'} end
    end
    if is_free then
      free[#free + 1] = positions[i]
      revisions[#free] = revision
    else
      taken[#taken + 1] = positions[i]
    end
    if pick > 0 and #free == pick then break end
  end
  if pick > 0 or #free == #positions then break end
  free = {}
  at = last + 1
end
if #free == 0 or (pick > 0 and #free < pick) then
  local opened = redis.call('HGET', KEYS[1], 'opened')
  if opened and now - tonumber(opened) < tonumber(ARGV[4]) then taken[1] = 'DOUBTED' end
  return taken
end

local deadline = string.format('%d', now + tonumber(ARGV[4]))
local version = string.format('%d', redis.call('HINCRBY', KEYS[1], 'version', 1))
local entries, deadlines, changes, claimed = {}, {}, {}, {'CLAIMED', meta[1], version}
for i, position in ipairs(free) do
  entries[#entries + 1] = position
  entries[#entries + 1] = '1|' .. owner .. '|' .. deadline .. '|' .. revisions[i] .. '|p'
  deadlines[#deadlines + 1] = deadline
  deadlines[#deadlines + 1] = position
  changes[i] = position .. ':1'
  claimed[#claimed + 1] = position
end
redis.call('HSET', KEYS[2], unpack(entries))
redis.call('ZADD', KEYS[4], unpack(deadlines))
redis.call('HSET', KEYS[3], owner, deadline)
redis.call('PUBLISH', ARGV[1], ARGV[2] .. '|' .. meta[1] .. '|' .. version .. '|' .. table.concat(changes, ','))
return claimed
