-- Knows: whether the owner has a reservation stored or on its way. Stands behind current.lua, because a copy that is
-- missing or old knows nobody.
--
-- KEYS[1] seat:{eventId}:meta  KEYS[2] seat:{eventId}:owners
-- ARGV[1] owner
-- Returns {'KNOWS', 0 or 1}. Complexity: O(1).
return {'KNOWS', redis.call('HEXISTS', KEYS[2], ARGV[1])}
