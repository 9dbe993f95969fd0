-- Sums: what the running comparison holds against PostgreSQL, for blocks of neighbouring seats. A seat that is only
-- provisionally marked, or whose hold has lapsed, counts as available; what should not be here makes its block differ.
--
-- KEYS[1] seat:{eventId}:meta  KEYS[2] seat:{eventId}:seats
-- ARGV[1] first position  ARGV[2] seats in a block  ARGV[3] number of blocks
-- Returns {'SUMS', epoch, version, three per block: touched seats, sum of revisions, sum of state * (place in block + 1)}.
-- Complexity: O(seats). Stands behind current.lua.
local FOREIGN, ABANDONED_AFTER_MS = 1000000, 3000
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
        states = states + FOREIGN
      else
        if revision ~= '0' then
          touched = touched + 1
          revisions = revisions + tonumber(revision)
        end
        local free_at_ms = tonumber(free_at)
        local lapsed = state == '1' and free_at_ms and free_at_ms <= now
        if provisional == 'p' then
          -- A claim over its deadline is freed within a second, unless it is on no list.
          if not free_at_ms or free_at_ms + ABANDONED_AFTER_MS < now then states = states + FOREIGN end
        elseif state ~= '0' and not lapsed then
          states = states + tonumber(state) * i
        end
      end
    end
  end
  sums[#sums + 1] = string.format('%d', touched)
  sums[#sums + 1] = string.format('%d', revisions)
  sums[#sums + 1] = string.format('%d', states)
  first = first + size
end
return sums
