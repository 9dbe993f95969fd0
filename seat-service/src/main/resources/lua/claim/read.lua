-- Read: every seat that is not available, with the position the answer belongs to.
--
-- KEYS[1] seat:{eventId}:meta  KEYS[2] seat:{eventId}:seats
-- Returns {'NOT_LOADED'} | {'STATES', epoch, version, 'position:state,...'}. Complexity: O(seats touched so far).
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'version', 'loading')
if not meta[1] or meta[3] then return {'NOT_LOADED'} end
local entries = redis.call('HGETALL', KEYS[2])
local states = {}
for i = 1, #entries, 2 do
  local state = string.sub(entries[i + 1], 1, 1)
  if state ~= '0' then states[#states + 1] = entries[i] .. ':' .. state end
end
return {'STATES', meta[1], meta[2], table.concat(states, ',')}
