-- Apply: bring committed seat changes from PostgreSQL into the copy. Each seat takes a change only if its revision is
-- newer than what the copy has, so order and repetition do not matter.
--
-- KEYS[1] seat:{eventId}:meta  KEYS[2] seat:{eventId}:seats  KEYS[3] seat:{eventId}:owners
-- KEYS[4] seat:{eventId}:provisional
-- ARGV[1] log channel  ARGV[2] event id  ARGV[3..] five per seat: position, state, owner, free at ms or '', revision
-- Returns {'APPLIED', epoch, version}. Complexity: O(seats). Stands behind current.lua.
local changes = {}
for i = 3, #ARGV, 5 do
  local position, state, owner, free_at, revision = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local entry = redis.call('HGET', KEYS[2], position)
  local old_state, holder, old_free_at, old_revision, provisional = '0', '', '', '0', ''
  if entry then
    old_state, holder, old_free_at, old_revision, provisional =
      string.match(entry, '^(%d)|([^|]*)|(%d*)|(%d+)|(p?)')
  end
  if tonumber(revision) > tonumber(old_revision) then
    if state == '0' and provisional == 'p' then
      -- Somebody has claimed the seat since it became free: keep the claim, remember the revision.
      redis.call('HSET', KEYS[2], position, old_state .. '|' .. holder .. '|' .. old_free_at .. '|' .. revision .. '|p')
    else
      redis.call('HSET', KEYS[2], position, state .. '|' .. owner .. '|' .. free_at .. '|' .. revision .. '|')
      redis.call('ZREM', KEYS[4], position)
      if state ~= old_state then changes[#changes + 1] = position .. ':' .. state end
    end
    if owner ~= '' then redis.call('HSET', KEYS[3], owner, '1') end
  end
end
local version = meta[2]
if #changes > 0 then
  version = string.format('%d', redis.call('HINCRBY', KEYS[1], 'version', 1))
  redis.call('PUBLISH', ARGV[1], ARGV[2] .. '|' .. meta[1] .. '|' .. version .. '|' .. table.concat(changes, ','))
end
return {'APPLIED', meta[1], version}
