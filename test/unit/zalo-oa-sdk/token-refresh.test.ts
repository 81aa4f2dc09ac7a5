import { beforeEach, describe, expect, it } from 'vitest';
import { type TokenKeeper, type TokensOptions, ZaloApiError, type ZaloConsentError } from 'zalo-oa-sdk';
import { MemoryTokens, OA, START_MS, StillClock } from '../../integration/zalo-oa-sdk/fakes.ts';
import { type ScriptedOauth, scriptedOauth } from './scripted-oauth.ts';
import { AHEAD_MS, DEAD, failureOf, gate, keeperOn, LIFE_MS, NEW, NEW_ANSWER, OLD, OVER } from './token-stage.ts';

let clock: StillClock;
let oauth: ScriptedOauth;

beforeEach(() => {
  clock = new StillClock();
  oauth = scriptedOauth();
});

const keeper = (store: TokensOptions['store'], more?: Partial<TokensOptions>): TokenKeeper =>
  keeperOn({ transport: oauth, clock }, store, more);

describe('a refresh', () => {
  it('starts exactly refreshAheadMs before the end', async () => {
    expect(await keeper(new MemoryTokens({ ...OLD, expiresAtMs: START_MS + AHEAD_MS + 1 })).accessToken(OA)).toBe('A1');
    expect(oauth.calls).toEqual([]);
    oauth.answer(NEW_ANSWER);
    expect(await keeper(new MemoryTokens({ ...OLD, expiresAtMs: START_MS + AHEAD_MS })).accessToken(OA)).toBe('A2');
  });

  it('is not asked for with an ended token that Zalo refused, until retryAfterMs is over', async () => {
    const tokens = keeper(new MemoryTokens(OVER), { retryAfterMs: 500 });
    oauth.answer(DEAD, NEW_ANSWER);
    const first = await failureOf(tokens.accessToken(OA));
    clock.nowMs += 499;
    expect(await failureOf(tokens.accessToken(OA))).toBe(first);
    clock.nowMs += 1;
    expect(await tokens.accessToken(OA)).toBe('A2');
  });

  it('throws at the very end of the old token, not before', async () => {
    const store = new MemoryTokens({ ...OLD, expiresAtMs: START_MS + 1 });
    const tokens = keeper(store);
    oauth.answer({ error: -32 }, { error: -32 });
    expect(await tokens.accessToken(OA)).toBe('A1');
    clock.nowMs += 1;
    expect(await failureOf(tokens.accessToken(OA))).toMatchObject({ code: -32 });
  });

  it('is done again when the token it brought was refused while it ran', async () => {
    const tokens = keeper(new MemoryTokens(OVER));
    const answer = gate();
    oauth.answer(
      async () => {
        await answer.opened;
        return NEW_ANSWER;
      },
      { access_token: 'A3', refresh_token: 'R3', expires_in: 90000 },
    );
    const first = tokens.refresh(OA, 'A1');
    const second = tokens.refresh(OA, 'A2');
    answer.open();
    expect(await first).toBe('A2');
    expect(await second).toBe('A3');
    expect(oauth.calls.map(({ form }) => form?.['refresh_token'])).toEqual(['R1', 'R2']);
  });

  it('counts only the codes it is told as no word about the grant', async () => {
    const tokens = keeper(new MemoryTokens(OVER), { grantSurvivesCodes: [-32, -14029] });
    oauth.answer({ error: '-14029' }, { error: -32 }, { error: -14014 });
    const kept = await failureOf(tokens.accessToken(OA));
    expect(kept).toBeInstanceOf(ZaloApiError);
    expect(kept).toMatchObject({
      code: -14029,
      table: 'oauth',
      advice: 'stop',
      method: 'POST /v4/oa/access_token',
      mayHaveBeenDelivered: false,
    });
    expect(await failureOf(tokens.accessToken(OA))).toMatchObject({ name: 'ZaloApiError', code: -32, advice: 'retry' });
    expect(await failureOf(tokens.accessToken(OA))).toMatchObject({ name: 'ZaloConsentError', oauthCode: -14014 });
  });

  it.each([-14029, -14002, -118, -1, -31, -33])('counts %i as a dead grant by default', async (error) => {
    oauth.answer({ error });
    expect(await failureOf(keeper(new MemoryTokens(OVER)).accessToken(OA))).toMatchObject({ oauthCode: error });
  });

  it.each([
    ['no code', { error_name: 'gone' }],
    ['null', { error: null, access_token: '' }],
    ['words', { error: 'invalid_grant', access_token: 42 }],
    ['a fraction', { error: 1.5 }],
  ])('says so when Zalo refuses with %s', async (_what, answer) => {
    oauth.answer(answer);
    const failure = await failureOf(keeper(new MemoryTokens(OVER)).accessToken(OA));
    expect((failure as ZaloConsentError).oauthCode).toBeUndefined();
    expect(String(failure)).toContain(`${OA}: Zalo refused the refresh token without a code. Let`);
  });

  it.each([
    ['90000', LIFE_MS],
    [90000, LIFE_MS],
    ['0.001', 1],
    ['0', 3_600_000],
    ['-5', 3_600_000],
    ['soon', 3_600_000],
    ['Infinity', 3_600_000],
    [undefined, 3_600_000],
  ])('reads an expires_in of %j', async (expiresIn, lifeMs) => {
    const store = new MemoryTokens(OVER);
    oauth.answer({ ...NEW_ANSWER, expires_in: expiresIn });
    await keeper(store).accessToken(OA);
    expect(store.pair).toEqual({ ...NEW, expiresAtMs: START_MS + lifeMs });
  });

  it('gives a token without a readable life the one it is told', async () => {
    const store = new MemoryTokens(OVER);
    oauth.answer({ access_token: 'A2', refresh_token: 'R2' });
    await keeper(store, { assumedLifeMs: 7 }).accessToken(OA);
    expect(store.pair?.expiresAtMs).toBe(START_MS + 7);
  });

  it.each([{}, { refresh_token: '' }, { refresh_token: 42 }])(
    'saves no refresh token for the answer %j',
    async (more) => {
      const store = new MemoryTokens(OVER);
      oauth.answer({ access_token: 'A2', expires_in: '90000', ...more });
      await keeper(store).accessToken(OA);
      expect(store.pair).toStrictEqual({ accessToken: 'A2', expiresAtMs: START_MS + LIFE_MS });
    },
  );

  it('takes the lock once for a hundred callers, and posts the documented form', async () => {
    let locks = 0;
    const store = new MemoryTokens(OVER);
    const withLock = <T>(_oaId: string, work: () => Promise<T>): Promise<T> => {
      locks += 1;
      return work();
    };
    const tokens = keeper(Object.assign(store, { withLock }));
    oauth.answer(NEW_ANSWER);
    const users = Array.from({ length: 50 }, () => [tokens.accessToken(OA), tokens.refresh(OA, 'A1')]).flat();
    expect(new Set(await Promise.all(users))).toEqual(new Set(['A2']));
    expect(locks).toBe(1);
    expect(oauth.calls).toEqual([
      {
        host: 'oauth',
        method: 'POST',
        path: '/v4/oa/access_token',
        headers: { secret_key: 'app-secret' },
        form: { refresh_token: 'R1', app_id: '135', grant_type: 'refresh_token' },
      },
    ]);
  });

  it('saves under the fencing token of its lock, and uses the pair of the holder who overtook it', async () => {
    const fences: (number | undefined)[] = [];
    const theirs = { accessToken: 'A9', refreshToken: 'R9', expiresAtMs: START_MS + LIFE_MS };
    const store = new MemoryTokens(OVER);
    const tokens = keeper({
      load: () => store.load(),
      save: async (_oaId, _pair, fencingToken) => {
        fences.push(fencingToken);
        store.pair = theirs;
        return false;
      },
      withLock: (_oaId, work) => work(7),
    });
    oauth.answer(NEW_ANSWER);
    expect(await tokens.accessToken(OA)).toBe('A9');
    expect(await tokens.accessToken(OA)).toBe('A9');
    expect(fences).toEqual([7]);
  });

  it('of a token that this process has long replaced asks neither Zalo nor the store', async () => {
    const store = new MemoryTokens(OLD);
    const tokens = keeper(store);
    await tokens.accessToken(OA);
    expect(await tokens.refresh(OA, 'A0')).toBe('A1');
    expect(store.loads).toBe(1);
    oauth.answer(NEW_ANSWER);
    expect(await tokens.refresh(OA, 'A1')).toBe('A2');
    expect(await tokens.refresh(OA, 'A1')).toBe('A2');
    expect(oauth.calls).toHaveLength(1);
  });

  it('forgets a pair that could not be saved once another one is stored', async () => {
    const store = new MemoryTokens(OVER);
    store.failSaves = 1;
    const tokens = keeper(store);
    oauth.answer(NEW_ANSWER);
    expect(await failureOf(tokens.accessToken(OA))).toMatchObject({ message: 'disk full' });
    store.pair = { ...OLD, accessToken: 'A9' };
    expect(await tokens.accessToken(OA)).toBe('A9');
    // a backup brings the first pair back: what waited for it must not come back with it
    store.pair = OVER;
    expect(await tokens.state(OA)).toMatchObject({ expiresAtMs: OVER.expiresAtMs });
    expect(store.saves).toEqual([]);
  });
});
