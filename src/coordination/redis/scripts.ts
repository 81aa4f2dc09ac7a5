/**
 * The Lua scripts: each is one atomic step by the clock of Redis, never by a replica's. All keys of a script have the same
 * tag. Redis 6.2 or later.
 */
export const SCRIPTS = {
  /**
   * Reserves `count` even slots. KEYS: pace. ARGV: count, interval µs, hold µs. Returns µs from now to the first.
   * Without the key nobody knows what was reserved a moment ago: the first slot lies a hold away. A key far in the future
   * was written by another clock.
   */
  reserveSlots: {
    numberOfKeys: 1,
    lua: `
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local count, interval, hold = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local at = tonumber(redis.call('GET', KEYS[1]))
if not at or at > now + 60000000 + 200 * interval then at = now + hold end
if at < now then at = now end
redis.call('SET', KEYS[1], string.format('%.0f', at + count * interval), 'PX', 3600000 + math.ceil(count * interval / 1000))
return string.format('%.0f', at - now)`,
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
  reserveSlots(...args: Words): Promise<string>;
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
