-- Sums: what the running comparison holds against PostgreSQL, for blocks of neighbouring seats. A seat that is only
-- provisionally marked, or whose hold has lapsed, counts as available.
--
-- KEYS[1] seat:{eventId}:meta  KEYS[2] seat:{eventId}:seats
-- ARGV[1] first position  ARGV[2] seats in a block  ARGV[3] number of blocks
-- Returns {'SUMS', epoch, version, three per block: touched seats, sum of revisions, sum of state * (place in block + 1)}.
-- Complexity: O(seats). Stands behind current.lua.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local first, size = tonumber(ARGV[1]), tonumber(ARGV[2])
local sums = {'SUMS', meta[1], meta[2]}
for block = 1, tonumber(ARGV[3]) do
  local positions = {}
  for i = 1, size do positions[i] = first + i - 1 end
  local entries = redis.call('HMGET', KEYS[2], unpack(positions))
  local touched, revisions, states = 0, 0, 0
  for i = 1, size do
    local entry = entries[i]
    if entry then
      local state, free_at, revision, provisional = string.match(entry, '^(%d)|[^|]*|(%d*)|(%d+)|(p?)')
      if not state then
        -- Not ours: makes the block differ.
        states = states + 1000000
      else
        if revision ~= '0' then
          touched = touched + 1
          revisions = revisions + tonumber(revision)
        end
        local lapsed = state == '1' and free_at ~= '' and tonumber(free_at) <= now
        if state ~= '0' and provisional == '' and not lapsed then states = states + tonumber(state) * i end
      end
    end
  end
  sums[#sums + 1] = string.format('%d', touched)
  sums[#sums + 1] = string.format('%d', revisions)
  sums[#sums + 1] = string.format('%d', states)
  first = first + size
end
return sums
