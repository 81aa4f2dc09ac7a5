/**
 * The Lua scripts: each is one atomic step by the clock of Redis, never by a replica's. All keys of a script have the same
 * tag. Redis 6.2 or later.
 */
export const SCRIPTS = {
  /**
   * Grants up to `count` begins of calls that may lie up to `ahead` in the future. Two bounds: even steps of `interval`,
   * with a quarter of a second to catch up; and `limit` in any second, held by a log of begins. A grant is in the log until
   * a second after the latest time it may be used, and once its begin is told, until a second after that. KEYS: log, pace.
   * ARGV: limit, count, interval µs, use within µs, ahead µs, prefix and first number of the grants, then pairs of a grant
   * and when it leaves the log (µs; 0 = never used). Returns the time, ms until asking again helps, and µs to each grant.
   * Without the pace nobody knows what was granted a moment ago: the first grant lies that far away. One far in the future
   * was written by another clock.
   */
  grantBegins: {
    numberOfKeys: 2,
    lua: `
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local log, pace = KEYS[1], KEYS[2]
local limit, count, interval = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local within, ahead = tonumber(ARGV[4]), tonumber(ARGV[5])
local prefix, number = ARGV[6], tonumber(ARGV[7])
local function digits(value) return string.format('%.0f', value) end
for i = 8, #ARGV, 2 do
  local leaves = tonumber(ARGV[i + 1])
  if leaves == 0 then redis.call('ZREM', log, ARGV[i])
  else
    local score = tonumber(redis.call('ZSCORE', log, ARGV[i]) or '')
    if score then redis.call('ZADD', log, digits(math.max(score - within, math.min(score, leaves))), ARGV[i]) end
  end
end
redis.call('ZREMRANGEBYSCORE', log, '-inf', digits(now))
local at = tonumber(redis.call('GET', pace) or '')
if not at or at > now + 60000000 + 200 * interval then at = now + 2 * ahead
elseif redis.call('EXISTS', log) == 0 then at = math.max(at, now)
else at = math.max(at, now - 250000) end
local reply = { digits(now), 0 }
for i = 1, count do
  local slot = math.max(at, now)
  if slot > now + ahead then
    reply[2] = math.min(1000, math.ceil((slot - now - ahead / 2) / 1000))
    break
  end
  if redis.call('ZCOUNT', log, '(' .. digits(slot), '+inf') >= limit then
    reply[2] = 10
    break
  end
  redis.call('ZADD', log, digits(slot + within + 1001000), prefix .. digits(number + i))
  reply[#reply + 1] = digits(slot - now)
  at = at + interval
end
redis.call('SET', pace, digits(at), 'PX', 3600000 + math.ceil(interval / 10))
redis.call('PEXPIRE', log, 10000)
return reply`,
  },
  /**
   * Takes up to `count` calls of this minute of the clock. KEYS: calls. ARGV: count, limit. Returns calls granted and ms to
   * the next minute. Without the key nobody knows what was used: the rest of the minute gets its part.
   */
  takeCalls: {
    numberOfKeys: 1,
    lua: `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local count, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local minute = math.floor(now / 60000)
local left = (minute + 1) * 60000 - now
local known = redis.call('HMGET', KEYS[1], 'minute', 'used')
local used = 0
if not known[1] then used = limit - math.floor(limit * left / 60000)
elseif tonumber(known[1]) == minute then used = tonumber(known[2]) end
local given = math.max(0, math.min(count, limit - used))
redis.call('HSET', KEYS[1], 'minute', minute, 'used', used + given)
redis.call('PEXPIRE', KEYS[1], 3600000)
return { given, left }`,
  },
  /**
   * KEYS: lock, fence. ARGV: holder, life ms. Returns the fencing token, or nil when somebody else holds it. The token is
   * the time in µs or one more than the last: it grows after FLUSHALL and after a fail-over to a replica that lags.
   */
  takeLock: {
    numberOfKeys: 2,
    lua: `
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return nil end
local t = redis.call('TIME')
local last = tonumber(redis.call('GET', KEYS[2])) or 0
local token = string.format('%.0f', math.max(last + 1, t[1] * 1000000 + t[2]))
redis.call('SET', KEYS[2], token)
return token`,
  },
  /** KEYS: one key. ARGV: holder, life ms. Lengthens the holder's own; 0 when it is somebody else's or gone. */
  renew: {
    numberOfKeys: 1,
    lua: `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`,
  },
  /** KEYS: one key. ARGV: holder. Removes the holder's own. */
  letGo: {
    numberOfKeys: 1,
    lua: `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`,
  },
  /**
   * A sign of life. KEYS: replicas, starts. ARGV: name, started at, life ms (0 = goes). Returns name and start of everybody
   * alive, one after the other.
   */
  beat: {
    numberOfKeys: 2,
    lua: `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local life = tonumber(ARGV[3])
if life == 0 then
  redis.call('ZREM', KEYS[1], ARGV[1])
  redis.call('HDEL', KEYS[2], ARGV[1])
  return {}
end
redis.call('ZADD', KEYS[1], now + life, ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do redis.call('HDEL', KEYS[2], name) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, 600000) end
local alive = {}
for _, name in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  alive[#alive + 1] = name
  alive[#alive + 1] = redis.call('HGET', KEYS[2], name) or '0'
end
return alive`,
  },
} as const;

type Words = readonly (string | number)[];

/** The scripts and the few plain commands in use, as ioredis makes them for a server and for a Cluster alike. */
export interface Commands {
  grantBegins(...args: Words): Promise<(string | number)[]>;
  takeCalls(...args: Words): Promise<[number, number]>;
  takeLock(...args: Words): Promise<string | null>;
  renew(...args: Words): Promise<number>;
  letGo(...args: Words): Promise<number>;
  beat(...args: Words): Promise<string[]>;
  set(key: string, value: string, px: 'PX', ms: number, nx: 'NX'): Promise<string | null>;
  publish(channel: string, message: string): Promise<number>;
  ping(): Promise<string>;
  /** `exists` goes to the node that holds the key: a Cluster answers a ping although the slot's node is down. */
  exists(key: string): Promise<number>;
}
