import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { silentLogger } from '../../../src/shared/logger.ts';
import { counterOf, limitRates, paceOf } from '../../../src/web/rate-limit.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';

const HOME = '113.160.1.7';
const PROXY = '10.0.0.2';

let clock: ManualClock;
let server: FastifyInstance;

async function open(trusted: readonly string[] = []): Promise<void> {
  clock = createManualClock();
  server = Fastify({ trustProxy: trusted.length > 0 && [...trusted] });
  limitRates(server, { clock, logger: silentLogger, knowsProxies: trusted.length > 0 });
  for (const path of ['/', '/h/x', '/h/x.pdf', '/callback', '/healthz', '/metrics', '/console/dang-nhap']) {
    server.get(path, async () => 'ok');
  }
  for (const path of ['/webhook/zalo', '/console/dang-nhap', '/console/to/moi']) server.post(path, async () => 'ok');
  await server.ready();
}
beforeEach(() => open());
afterEach(() => server.close());

interface From {
  readonly remoteAddress?: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Record<string, string>;
}

const ask = (url: string, { remoteAddress = HOME, method = 'GET', headers = {} }: From = {}) =>
  server.inject({ method, url, remoteAddress, headers });

/** Statuses of so many requests at one moment. */
async function statuses(times: number, url: string, from: From = {}): Promise<number[]> {
  const found: number[] = [];
  for (let index = 0; index < times; index += 1) found.push((await ask(url, from)).statusCode);
  return found;
}
const refused = async (times: number, url: string, from: From = {}): Promise<number> =>
  (await statuses(times, url, from)).filter((status) => status === 429).length;

describe('an address that asks too fast', () => {
  it('may try to sign in 20 times, then once every three seconds, and is told how long to wait', async () => {
    const post: From = { method: 'POST' };
    expect(await refused(25, '/console/dang-nhap', post)).toBe(5);
    const answer = await ask('/console/dang-nhap', post);
    expect(answer.headers['retry-after']).toBe('3');
    expect(answer.body).toContain('Bạn đợi 3 giây');
    await clock.advance(3_000);
    expect(await refused(2, '/console/dang-nhap', post)).toBe(1);
    // Reading pages, also that one, is something else.
    expect(await refused(50, '/console/dang-nhap')).toBe(0);
  });

  it('does not stop another address', async () => {
    expect(await refused(30, '/console/dang-nhap', { method: 'POST' })).toBe(10);
    expect(await refused(20, '/console/dang-nhap', { method: 'POST', remoteAddress: '113.160.1.8' })).toBe(0);
  });

  it('reads pages as fast as a hamlet behind one address does, and no faster', async () => {
    expect(await refused(400, '/h/x')).toBe(0);
    expect(await refused(5, '/h/x')).toBe(5);
    await clock.advance(1_000);
    expect(await refused(25, '/h/x')).toBe(5);
  });

  it('has 30 sheets drawn at once, and ten callbacks', async () => {
    expect(await refused(40, '/h/x.pdf')).toBe(10);
    expect(await refused(12, '/callback?code=1')).toBe(2);
  });

  it('is never told to wait by the webhook, health and metrics', async () => {
    for (const [url, method] of [
      ['/webhook/zalo', 'POST'],
      ['/healthz', 'GET'],
      ['/metrics', 'GET'],
    ] as const) {
      expect(await refused(600, url, { method })).toBe(0);
    }
  });
});

describe('the address of a visitor', () => {
  const spoofed = (index: number): From => ({
    method: 'POST',
    headers: { 'x-forwarded-for': `113.160.2.${index % 250}` },
  });

  it('is that of the connection: a made-up X-Forwarded-For helps nobody', async () => {
    let waits = 0;
    for (let index = 0; index < 30; index += 1) {
      if ((await ask('/console/dang-nhap', spoofed(index))).statusCode === 429) waits += 1;
    }
    expect(waits).toBe(10);
  });

  it('is not counted when it is private and no proxy is known: everybody would wait for everybody', async () => {
    for (const remoteAddress of [PROXY, '127.0.0.1', '::ffff:172.18.0.3', 'fd00::1']) {
      expect(await refused(50, '/console/dang-nhap', { method: 'POST', remoteAddress })).toBe(0);
    }
  });

  it('is what a known proxy says, and only what it says itself', async () => {
    await server.close();
    await open(['10.0.0.0/8']);
    const through = (headers: Record<string, string>, remoteAddress = PROXY): From => ({
      method: 'POST',
      remoteAddress,
      headers,
    });
    expect(await refused(25, '/console/dang-nhap', through({ 'x-forwarded-for': HOME }))).toBe(5);
    expect(await refused(20, '/console/dang-nhap', through({ 'x-forwarded-for': '113.160.9.9' }))).toBe(0);
    // What the visitor wrote stands in front of what the proxy added.
    let waits = 0;
    for (let index = 0; index < 25; index += 1) {
      const headers = { 'x-forwarded-for': `1.2.3.${index}, 113.160.7.7` };
      if ((await ask('/console/dang-nhap', through(headers))).statusCode === 429) waits += 1;
    }
    expect(waits).toBe(5);
    expect(await refused(25, '/console/dang-nhap', through({ 'x-forwarded-for': '9.9.9.9' }, '8.8.8.8'))).toBe(5);
  });

  it.each([
    ['113.160.1.7', '113.160.1.7'],
    ['::ffff:113.160.1.7', '113.160.1.7'],
    ['2405:4800:1:2:3:4:5:6', '2405:4800:1:2'],
    ['2405:4800:1:2::9', '2405:4800:1:2'],
    ['2405:4800::9', '2405:4800:0:0'],
  ])('%s is counted as %s: of IPv6 a household has a whole network', (address, counter) => {
    expect(counterOf(address)).toBe(counter);
  });

  it('finds the pace by method and path', () => {
    expect(paceOf('POST', '/console/xac-thuc')?.name).toBe('sign-in');
    expect(paceOf('GET', '/console/xac-thuc')?.name).toBe('pages');
    expect(paceOf('GET', '/t/LN03/to-roi-a4.pdf')?.name).toBe('prints');
    expect(paceOf('POST', '/webhook/zalo')).toBeUndefined();
    expect(paceOf('GET', '/readyz?from=proxy')).toBeUndefined();
    expect(paceOf('GET', '/readyzz')?.name).toBe('pages');
  });
});

describe('TRUSTED_PROXIES', () => {
  const read = (value: string) => readConfig({ TRUSTED_PROXIES: value }).trustedProxies;

  it('takes addresses, networks and names, and nobody when empty', () => {
    expect(read('10.0.0.2, 172.16.0.0/12 fd00::/8,loopback')).toEqual([
      '10.0.0.2',
      '172.16.0.0/12',
      'fd00::/8',
      'loopback',
    ]);
    expect(readConfig({}).trustedProxies).toEqual([]);
  });

  it.each(['everybody', '10.0.0.0/33', '1.2.3', '10.0.0.0/8/8', 'fd00::/129', 'true'])('refuses %s', (value) => {
    expect(() => read(value)).toThrow(/TRUSTED_PROXIES/u);
  });
});
