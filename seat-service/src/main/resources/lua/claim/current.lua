-- Current (stands before claim, apply and read): lets nobody rely on a copy that is missing, being rebuilt, loaded into
-- another server process than the one that has it now (restart from an old file, failover to a replica), or older than
-- what the caller has seen of it.
--
-- KEYS[1] seat:{eventId}:meta
-- ARGV, the last three, taken away here: run id of the server, epoch and version that the caller has seen
-- Returns {'ABSENT'} | {'NOT_LOADED'} it is being rebuilt | whatever the command that follows returns.
-- Complexity: O(1).
local seen_version = tonumber(table.remove(ARGV))
local seen_epoch = tonumber(table.remove(ARGV))
local server = table.remove(ARGV)
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'version', 'loading', 'server')
if meta[3] then return {'NOT_LOADED'} end
if not meta[1] or meta[4] ~= server then return {'ABSENT'} end
local epoch = tonumber(meta[1])
if epoch < seen_epoch or (epoch == seen_epoch and tonumber(meta[2]) < seen_version) then return {'ABSENT'} end
