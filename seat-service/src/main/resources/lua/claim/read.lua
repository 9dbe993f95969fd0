-- Read: every seat that is not available, with the position the answer belongs to.
--
-- KEYS[1] seat:{eventId}:meta  KEYS[2] seat:{eventId}:seats
-- Returns {'STATES', epoch, version, 'position:state,...'}. Complexity: O(seats touched so far). Stands behind
-- current.lua.
local entries = redis.call('HGETALL', KEYS[2])
local states = {}
for i = 1, #entries, 2 do
  local state = string.sub(entries[i + 1], 1, 1)
  if state ~= '0' then states[#states + 1] = entries[i] .. ':' .. state end
end
return {'STATES', meta[1], meta[2], table.concat(states, ',')}
