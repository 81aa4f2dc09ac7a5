import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createTokens,
  createTransport,
  type TokenPair,
  type Tokens,
  type TokensOptions,
  type Transport,
} from 'zalo-oa-sdk';
import { MemoryTokens, OA, START_MS, StillClock } from './fakes.ts';

const HOUR_MS = 3_600_000;
const SCOPE = 'https://oauth.zaloapp.com';
const PATH = '/v4/oa/access_token';
const FRESH: TokenPair = { accessToken: 'A1', refreshToken: 'R1', expiresAtMs: START_MS + 25 * HOUR_MS };
const NEARLY_OVER: TokenPair = { ...FRESH, expiresAtMs: START_MS + 29 * 60_000 };
const OVER: TokenPair = { ...FRESH, expiresAtMs: START_MS - 1 };
const ANSWER = { access_token: 'A2', refresh_token: 'R2', expires_in: '90000' };

let transport: Transport;
let clock: StillClock;

beforeEach(() => {
  nock.disableNetConnect();
  transport = createTransport();
  clock = new StillClock();
});

afterEach(async () => {
  await transport.close();
  nock.cleanAll();
  nock.enableNetConnect();
});

function tokensOn(store: MemoryTokens, more: Partial<TokensOptions> = {}): Tokens {
  return createTokens({ store, transport, appId: '135', appSecret: 'app-secret', clock, ...more });
}

/** Answers `times` refreshes of R1 and counts them. */
function oauth(reply: object | string, times = 1, status = 200): { calls: number } {
  const seen = { calls: 0 };
  nock(SCOPE)
    .post(PATH)
    .times(times)
    .reply(() => {
      seen.calls += 1;
      return [status, reply];
    });
  return seen;
}

describe('accessToken', () => {
  it('returns a token that is far from its end, reading the store once', async () => {
    const store = new MemoryTokens(FRESH);
    const tokens = tokensOn(store);
    expect(await tokens.accessToken(OA)).toBe('A1');
    expect(await tokens.accessToken(OA)).toBe('A1');
    expect(store.loads).toBe(1);
  });

  it('replaces a token 30 minutes before its end, with the documented form, and saves the pair', async () => {
    const store = new MemoryTokens(NEARLY_OVER);
    nock(SCOPE, { reqheaders: { secret_key: 'app-secret', 'content-type': 'application/x-www-form-urlencoded' } })
      .post(PATH, { refresh_token: 'R1', app_id: '135', grant_type: 'refresh_token' })
      .reply(200, ANSWER);
    expect(await tokensOn(store).accessToken(OA)).toBe('A2');
    expect(store.saves).toEqual([{ accessToken: 'A2', refreshToken: 'R2', expiresAtMs: START_MS + 25 * HOUR_MS }]);
  });

  it('makes one refresh for a hundred callers', async () => {
    const store = new MemoryTokens(OVER);
    const seen = oauth(ANSWER, 2);
    const tokens = tokensOn(store);
    const got = await Promise.all(Array.from({ length: 100 }, () => tokens.accessToken(OA)));
    expect(new Set(got)).toEqual(new Set(['A2']));
    expect(seen.calls).toBe(1);
  });

  it('hands the new token to nobody before the store has it', async () => {
    const store = new MemoryTokens(OVER);
    oauth(ANSWER);
    const done: string[] = [];
    let letSave = () => {};
    const gate = new Promise<void>((resolve) => {
      letSave = resolve;
    });
    const saving = new Promise<void>((resolve) => {
      store.save = async (_oaId, pair) => {
        resolve();
        await gate;
        store.pair = pair;
        done.push('saved');
      };
    });
    const tokens = tokensOn(store);
    const users = [tokens.accessToken(OA), tokens.refresh(OA, 'A1')].map((user) =>
      user.then((token) => done.push(token)),
    );
    await saving;
    await new Promise(setImmediate);
    expect(done).toEqual([]);
    letSave();
    await Promise.all(users);
    expect(done).toEqual(['saved', 'A2', 'A2']);
  });

  it('saves a pair whose save failed before anything else, without a second refresh', async () => {
    const store = new MemoryTokens(OVER);
    store.failSaves = 1;
    const seen = oauth(ANSWER, 2);
    const tokens = tokensOn(store);
    await expect(tokens.accessToken(OA)).rejects.toThrow('disk full');
    expect(await tokens.accessToken(OA)).toBe('A2');
    expect(store.pair).toMatchObject({ refreshToken: 'R2' });
    expect(seen.calls).toBe(1);
  });

  it('prefers a pair from a new consent to an unsaved one', async () => {
    const store = new MemoryTokens(OVER);
    store.failSaves = 1;
    oauth(ANSWER);
    const tokens = tokensOn(store);
    await expect(tokens.accessToken(OA)).rejects.toThrow('disk full');
    store.pair = { ...FRESH, accessToken: 'consented' };
    expect(await tokens.accessToken(OA)).toBe('consented');
  });

  it.each([
    [{ error: -14014, error_name: 'Invalid refresh token' }, 200, -14014],
    [{ error: -118 }, 400, -118],
    [{ error_name: 'gone' }, 200, undefined],
  ])('asks for a new consent on the OAuth answer %j', async (answer, status, oauthCode) => {
    const store = new MemoryTokens(OVER);
    oauth(answer, 1, status);
    const failure = await tokensOn(store)
      .accessToken(OA)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'ZALO_RECONSENT_NEEDED', oaId: OA });
    expect((failure as { oauthCode?: number }).oauthCode).toBe(oauthCode);
    expect(String(failure)).not.toMatch(/R1|app-secret/);
    expect(store.pair).toBe(OVER);
  });

  it('does not show a refused refresh token to Zalo at every message', async () => {
    const store = new MemoryTokens(OVER);
    const seen = oauth({ error: -14014 }, 5);
    const tokens = tokensOn(store);
    for (let n = 0; n < 3; n += 1) await expect(tokens.accessToken(OA)).rejects.toThrow(/ZALO_RECONSENT_NEEDED/);
    expect(seen.calls).toBe(1);
    clock.nowMs += 60_000;
    await expect(tokens.accessToken(OA)).rejects.toThrow(/ZALO_RECONSENT_NEEDED/);
    expect(seen.calls).toBe(2);
  });

  it('works again as soon as an admin has consented', async () => {
    const store = new MemoryTokens(OVER);
    oauth({ error: -14014 });
    const tokens = tokensOn(store);
    await expect(tokens.accessToken(OA)).rejects.toThrow(/ZALO_RECONSENT_NEEDED/);
    store.pair = { ...FRESH, accessToken: 'consented', refreshToken: 'R9' };
    expect(await tokens.accessToken(OA)).toBe('consented');
  });

  it('keeps the old pair on -32 and on a broken gateway, and can try again', async () => {
    const store = new MemoryTokens(OVER);
    const tokens = tokensOn(store);
    oauth({ error: -32 });
    await expect(tokens.accessToken(OA)).rejects.toMatchObject({ name: 'ZaloApiError', code: -32, advice: 'retry' });
    oauth('<html>Bad gateway</html>', 1, 502);
    await expect(tokens.accessToken(OA)).rejects.toMatchObject({ name: 'ZaloTransportError', kind: 'http' });
    expect(store.pair).toBe(OVER);
    oauth(ANSWER);
    expect(await tokens.accessToken(OA)).toBe('A2');
  });

  it('serves a token that still works when its early refresh fails, tells so, and waits a minute', async () => {
    const store = new MemoryTokens(NEARLY_OVER);
    const seen = oauth('', 2, 503);
    const told: unknown[] = [];
    const tokens = tokensOn(store, { onRefreshFailed: (oaId, error) => told.push([oaId, error]) });
    expect(await tokens.accessToken(OA)).toBe('A1');
    expect(await tokens.accessToken(OA)).toBe('A1');
    expect(seen.calls).toBe(1);
    expect(told).toEqual([[OA, expect.objectContaining({ kind: 'http', status: 503 })]]);
    clock.nowMs += 60_000;
    expect(await tokens.accessToken(OA)).toBe('A1');
    expect(seen.calls).toBe(2);
  });

  it('asks for consent when no token is stored or an ended one has no refresh token', async () => {
    await expect(tokensOn(new MemoryTokens(undefined)).accessToken(OA)).rejects.toThrow(/no token is stored/);
    const byHand = new MemoryTokens({ accessToken: 'A1', expiresAtMs: START_MS - 1 });
    await expect(tokensOn(byHand).accessToken(OA)).rejects.toThrow(/has no refresh token/);
  });
});

describe('refresh', () => {
  it('gives a caller whose token is already replaced the new one, without a call', async () => {
    const store = new MemoryTokens(FRESH);
    const seen = oauth(ANSWER, 2);
    const tokens = tokensOn(store);
    await tokens.accessToken(OA);
    expect(await tokens.refresh(OA, 'A1')).toBe('A2');
    expect(await tokens.refresh(OA, 'A1')).toBe('A2');
    expect(seen.calls).toBe(1);
  });

  it('takes the pair another process has stored, under the lock of the store', async () => {
    const store = new MemoryTokens(FRESH);
    const locked: string[] = [];
    const tokens = tokensOn(
      Object.assign(store, {
        withLock: <T>(oaId: string, fn: () => Promise<T>): Promise<T> => {
          locked.push(oaId);
          // the other process finished while we waited for the lock
          store.pair = { ...FRESH, accessToken: 'theirs' };
          return fn();
        },
      }),
    );
    expect(await tokens.accessToken(OA)).toBe('A1');
    expect(await tokens.refresh(OA, 'A1')).toBe('theirs');
    expect(locked).toEqual([OA]);
  });

  it('keeps the refreshes of two OAs apart', async () => {
    const store = new MemoryTokens(FRESH);
    const seen = oauth(ANSWER, 2);
    const tokens = tokensOn(store);
    store.save = async () => {};
    expect(await Promise.all([tokens.refresh('1', 'A1'), tokens.refresh('2', 'A1')])).toEqual(['A2', 'A2']);
    expect(seen.calls).toBe(2);
  });
});
