-- Release: give back an owner's provisional claim after PostgreSQL refused it. A claim of anybody else, or one that
-- PostgreSQL has confirmed since, stays untouched.
--
-- KEYS[1] seat:{eventId}:meta  KEYS[2] seat:{eventId}:seats  KEYS[3] seat:{eventId}:owners
-- KEYS[4] seat:{eventId}:provisional
-- ARGV[1] log channel  ARGV[2] event id  ARGV[3] owner  ARGV[4..] positions
-- Returns the number of seats released. Complexity: O(seats).
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then return 0 end
-- The owner is free to try again; a stored reservation stays known.
local known = redis.call('HGET', KEYS[3], ARGV[3])
if known and known ~= '1' then redis.call('HDEL', KEYS[3], ARGV[3]) end
local changes = {}
for i = 4, #ARGV do
  local entry = redis.call('HGET', KEYS[2], ARGV[i])
  if entry then
    local state, holder, free_at, revision, provisional = string.match(entry, '^(%d)|([^|]*)|(%d*)|(%d+)|(p?)')
    if provisional == 'p' and holder == ARGV[3] then
      redis.call('HSET', KEYS[2], ARGV[i], '0|||' .. revision .. '|')
      redis.call('ZREM', KEYS[4], ARGV[i])
      changes[#changes + 1] = ARGV[i] .. ':0'
    end
  end
end
if #changes > 0 then
  local version = redis.call('HINCRBY', KEYS[1], 'version', 1)
  redis.call('PUBLISH', ARGV[1],
    ARGV[2] .. '|' .. epoch .. '|' .. string.format('%d', version) .. '|' .. table.concat(changes, ','))
end
return #changes
