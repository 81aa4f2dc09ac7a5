import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import { isPrivateAddress } from '../shared/private-addresses.ts';

/** How fast one address may ask: so many a minute in the long run, and so many at once after a pause. */
interface Pace {
  readonly name: string;
  readonly perMinute: number;
  readonly burst: number;
}

/**
 * One address may be a whole hamlet: mobile networks put many phones behind one. Pages are therefore wide, what costs a
 * hash or a drawing is narrow.
 */
const SIGN_IN: Pace = { name: 'sign-in', perMinute: 20, burst: 20 };
const CALLBACK: Pace = { name: 'callback', perMinute: 10, burst: 10 };
const PRINTS: Pace = { name: 'prints', perMinute: 30, burst: 30 };
const PAGES: Pace = { name: 'pages', perMinute: 1_200, burst: 400 };

/** Addresses remembered; whoever has been quiet for the longest is forgotten first. */
const KEPT = 20_000;

const SIGN_IN_PATHS = /^\/console\/(?:dang-nhap|xac-thuc|thiet-lap-xac-thuc|doi-mat-khau)\/?$/u;
/** Zalo signs what it posts, and whoever watches over the server asks often. */
const FREE = /^\/(?:webhook\/|(?:healthz|readyz|metrics)(?:\?|$))/u;

/** The pace of a request for an address with or without a query; undefined = as fast as it likes. */
export function paceOf(method: string, url: string): Pace | undefined {
  if (FREE.test(url)) return undefined;
  const path = url.split('?')[0] ?? '';
  if (method === 'POST' && SIGN_IN_PATHS.test(path)) return SIGN_IN;
  if (path === '/callback') return CALLBACK;
  if (path.endsWith('.pdf')) return PRINTS;
  return PAGES;
}

/** Whom a request is counted under: an address, of IPv6 the network that one household has. */
export function counterOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/iu, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const left = head.split(':').filter((part) => part !== '');
  const right = (tail ?? '').split(':').filter((part) => part !== '');
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}

export interface RateLimitOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** `TRUSTED_PROXIES` is set, so the address of a request is the visitor's. */
  readonly knowsProxies: boolean;
}

/**
 * Answers 429 to an address that asks too fast. Register it before any route. A private address is not counted unless the
 * proxies are known: it is most likely the proxy in front, and everybody behind it would wait for everybody else.
 */
export function limitRates(server: FastifyInstance, { clock, logger, knowsProxies }: RateLimitOptions): void {
  const buckets = new Map<string, { tokens: number; at: number }>();
  let isTold = false;

  /** Seconds to wait; 0 = go on. */
  const take = ({ name, perMinute, burst }: Pace, address: string): number => {
    const key = `${name} ${counterOf(address)}`;
    const now = clock.now();
    const before = buckets.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, before.tokens + (Math.max(0, now - before.at) / 60_000) * perMinute);
    buckets.delete(key);
    buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    const oldest = buckets.keys().next().value;
    if (buckets.size > KEPT && oldest !== undefined) buckets.delete(oldest);
    return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perMinute) * 60);
  };

  server.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
    const pace = paceOf(request.method, request.url);
    if (!pace) return done();
    const address = request.ip;
    if (!knowsProxies && isPrivateAddress(address.replace(/^::ffff:(?=\d+\.)/iu, ''))) return done();
    const seconds = take(pace, address);
    if (seconds === 0) return done();
    if (!isTold) {
      isTold = true;
      // Never the address: it is somebody's.
      logger.warn(
        { pace: pace.name, perMinute: pace.perMinute },
        'an address asks too fast and is told to wait; said once',
      );
    }
    void reply
      .code(429)
      .headers({ 'retry-after': String(seconds), 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
      .type('text/plain; charset=utf-8')
      .send(`Bạn mở trang quá nhanh. Bạn đợi ${seconds} giây rồi thử lại.`);
  });
}
