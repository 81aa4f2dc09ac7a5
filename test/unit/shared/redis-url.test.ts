import { describe, expect, test } from 'vitest';
import { parseRedisUrl } from '../../../src/shared/redis-url.ts';

describe('REDIS_URL', () => {
  test.each([
    ['redis://cache', { kind: 'single', nodes: [{ host: 'cache', port: 6379 }], isTls: false, database: 0 }],
    [
      'rediss://bot:p%40ss%2Fw@cache.example.vn:6380/3',
      {
        ...{ kind: 'single', nodes: [{ host: 'cache.example.vn', port: 6380 }], isTls: true, database: 3 },
        ...{ username: 'bot', password: 'p@ss/w' },
      },
    ],
    [
      'redis://:secret@[::1]:6379',
      { kind: 'single', nodes: [{ host: '::1', port: 6379 }], isTls: false, database: 0, password: 'secret' },
    ],
    [
      'redis+sentinel://:secret@s1,s2:26380/mymaster?db=2&sentinelPassword=other',
      {
        ...{ kind: 'sentinel', isTls: false, database: 2, masterName: 'mymaster' },
        nodes: [
          { host: 's1', port: 26_379 },
          { host: 's2', port: 26_380 },
        ],
        ...{ password: 'secret', sentinelPassword: 'other' },
      },
    ],
    [
      'rediss+cluster://n1:7000,n2:7001',
      {
        ...{ kind: 'cluster', isTls: true, database: 0 },
        nodes: [
          { host: 'n1', port: 7000 },
          { host: 'n2', port: 7001 },
        ],
      },
    ],
  ])('%s is understood', (url, target) => {
    expect(parseRedisUrl(url)).toEqual(target);
  });

  test.each([
    ['http://:p4ss@cache', 'expected redis://'],
    ['redis://:p4ss@', 'expected redis://'],
    ['redis://:p4ss@a,b', 'expected one host'],
    ['redis://:p4ss@cache:0', 'expected host or host:port'],
    ['redis://:p4ss@cache:99999', 'expected host or host:port'],
    ['redis://:p4ss@cache/zero', 'expected the number of a database'],
    ['redis://:p4ss%@cache', 'percent-encoded'],
    ['redis://:p4ss@cache?family=6', 'expected no option but none'],
    ['redis+sentinel://:p4ss@s1', 'expected the name of the master group'],
    ['redis+cluster://:p4ss@n1/1', 'a cluster has number 0 only'],
  ])('%s is refused without a word of its password', (url, words) => {
    const read = parseRedisUrl(url);
    expect(read).toEqual({ problem: expect.stringContaining(words) });
    expect(JSON.stringify(read)).not.toContain('p4ss');
  });
});
