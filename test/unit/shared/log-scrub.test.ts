import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrubText } from '../../../src/shared/log-scrub.ts';
import { createLogger } from '../../../src/shared/logger.ts';

/** Everything one logger writes. */
function written(log: (logger: ReturnType<typeof createLogger>) => void, secrets: readonly string[] = []): string {
  const lines: string[] = [];
  log(createLogger({ level: 'trace', secrets, destination: { write: (line: string) => void lines.push(line) } }));
  for (const line of lines) JSON.parse(line);
  return lines.join('');
}

/** Nothing that stands in any line by itself. */
const aSecret = fc.stringMatching(/^[A-Za-z0-9_~-]{12,60}$/u).map((text) => `Zq${text}`);
const aName = fc.constantFrom('text', 'access_token', 'refreshToken', 'app_secret', 'password', 'Set-Cookie', 'phone');

describe('a secret never reaches the log', () => {
  const check = (log: (logger: ReturnType<typeof createLogger>, secret: string, name: string, depth: number) => void) =>
    fc.assert(
      fc.property(aSecret, aName, fc.integer({ min: 0, max: 12 }), (secret, name, depth) => {
        expect(written((logger) => log(logger, secret, name, depth))).not.toContain(secret);
      }),
      { numRuns: 200 },
    );
  const nested = (depth: number, inside: object): object =>
    depth === 0 ? inside : { a: nested(depth - 1, inside), list: [nested(depth - 1 > 3 ? 0 : depth - 1, inside)] };

  it('under its name, however deep', () =>
    check((logger, secret, name, depth) => logger.info(nested(Math.min(depth, 8), { [name]: secret }), 'x')));
  it('as an object under its name', () =>
    check((logger, secret, name) => logger.info({ reply: { [name]: { value: [secret] } } }, 'x')));
  it('in headers', () => check((logger, secret) => logger.warn({ headers: { 'x-any': secret } }, 'x')));
  it('in the query of an address', () =>
    check((logger, secret) => logger.warn({ where: `https://openapi.zalo.me/v3/oa?x=${secret}&y=1` }, 'x')));
  it('as the user of an address', () =>
    check((logger, secret) =>
      logger.warn({ err: new Error(`connect postgres://bot:${secret}@db:5432/bot failed`) }, 'x'),
    ));
  it('in the message, the stack and the cause of an error', () =>
    check((logger, secret, name) => {
      const cause = new Error(`POST https://oauth.zaloapp.com/v4/oa/access_token?${name}=${secret} failed`);
      logger.error({ err: new Error(`refresh_token=${secret} was refused`, { cause }) }, 'x');
    }));
  it('in fields a library hung on an error', () =>
    check((logger, secret, name) =>
      logger.error({ err: Object.assign(new Error('x'), { request: { [name]: secret }, body: secret }) }, 'x'),
    ));
  it('in the words of the line itself', () =>
    check((logger, secret) => logger.info(`asked with Authorization: Bearer ${secret}`)));
  it('in JSON inside a text', () =>
    check((logger, secret) => logger.info({ answer: JSON.stringify({ access_token: secret, expires_in: 1 }) }, 'x')));
  it('as the id of a resident', () =>
    check((logger, secret) => logger.info({ userId: secret, of: { user_id: secret } }, 'x')));
  it('anywhere at all, where the installation knows it', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 }), (secret) => {
        fc.pre(secret.trim().length >= 8 && !'[đã che]'.includes(secret));
        const line = written(
          (logger) => logger.info({ any: [`a${secret}b`], err: new Error(secret) }, secret),
          [secret],
        );
        const { any, err, msg } = JSON.parse(line) as { any: string[]; err: { message: string }; msg: string };
        for (const value of [...any, err.message, msg]) expect(value).not.toContain(secret);
      }),
      { numRuns: 200 },
    ));
});

describe('what helps stays', () => {
  it.each([
    'the access token could not be refreshed; the old one still works',
    'ZALO_API_ERROR: Zalo answered -216 (access token is invalid) to message; expected 0.',
    'connect ECONNREFUSED 127.0.0.1:5432',
    'https://openapi.zalo.me/v3.0/oa/message/cs answered 502',
    'Storage operation "commitTurn" failed: database is locked.',
  ])('%s', (text) => expect(scrubText(text)).toBe(text));

  it('ids, codes and counts are printed as they are', () => {
    const line = written((logger) =>
      logger.warn({ oaId: '1', person: 'p-1', code: '-216', count: 3 }, 'a send failed'),
    );
    expect(JSON.parse(line)).toMatchObject({ oaId: '1', person: 'p-1', code: '-216', count: 3, msg: 'a send failed' });
  });

  it('where an address led', () => {
    expect(scrubText('GET /callback?code=1&state=2 and https://a.vn/x?y#z')).toBe(
      'GET /callback?[đã che] and https://a.vn/x?[đã che]',
    );
  });
});
