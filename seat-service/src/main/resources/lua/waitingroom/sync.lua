-- Sync: make the copy of an event's live admissions as new as the caller's, unless it is already. A lost copy is one that
-- is behind. The copy lives on as long as somebody calls this.
--
-- KEYS[1] queue:{eventId}:admitted  hash: #generation, #change, admission id -> end in ms
-- ARGV[1] generation  ARGV[2] number of the room's last change  ARGV[3] time to live in ms
-- ARGV[4] '1': all live admissions follow, '0': only a question  ARGV[5..] pairs: admission id, end in ms
-- Returns 'CURRENT' | 'BEHIND' ask again with all of them | 'SYNCED'. Complexity: O(admissions).
local known = redis.call('HMGET', KEYS[1], '#generation', '#change')
local generation = tonumber(ARGV[1])
if known[1] and known[2] then
  local held = tonumber(known[1])
  if held > generation or (held == generation and tonumber(known[2]) >= tonumber(ARGV[2])) then
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
    return 'CURRENT'
  end
end
if ARGV[4] ~= '1' then return 'BEHIND' end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], '#generation', ARGV[1], '#change', ARGV[2])
for i = 5, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 'SYNCED'
