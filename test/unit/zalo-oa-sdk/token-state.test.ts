import { beforeEach, describe, expect, it } from 'vitest';
import type { TokenKeeper, TokenPair, TokensOptions } from 'zalo-oa-sdk';
import { MemoryTokens, OA, START_MS, StillClock } from '../../integration/zalo-oa-sdk/fakes.ts';
import { type ScriptedOauth, scriptedOauth } from './scripted-oauth.ts';
import { AHEAD_MS, DEAD, keeperOn, LIFE_MS, NEW_ANSWER, OLD, OVER } from './token-stage.ts';

let clock: StillClock;
let oauth: ScriptedOauth;

beforeEach(() => {
  clock = new StillClock();
  oauth = scriptedOauth();
});

const keeper = (store: TokensOptions['store'], more?: Partial<TokensOptions>): TokenKeeper =>
  keeperOn({ transport: oauth, clock }, store, more);

describe('state', () => {
  const stateOf = (pair: TokenPair | undefined, more: Partial<TokensOptions> = {}) =>
    keeper(new MemoryTokens(pair), more).state(OA);
  const { accessToken, refreshToken } = OLD;

  it('is none without a pair', async () => expect(await stateOf(undefined)).toEqual({ kind: 'none' }));

  it.each([
    ['valid', START_MS + AHEAD_MS + 1],
    ['expires-soon', START_MS + AHEAD_MS],
    ['expires-soon', START_MS + 1],
    ['expires-soon', START_MS],
    ['expires-soon', START_MS - LIFE_MS],
  ])('is %s for a pair that can be refreshed and ends at %i', async (kind, expiresAtMs) => {
    expect(await stateOf({ accessToken, refreshToken: 'R1', expiresAtMs })).toEqual({
      kind,
      expiresAtMs,
      canRefresh: true,
    });
  });

  it.each([
    ['valid', START_MS + AHEAD_MS + 1],
    ['expires-soon', START_MS + AHEAD_MS],
    ['expires-soon', START_MS + 1],
  ])('is %s for a pair without a refresh token that ends at %i', async (kind, expiresAtMs) => {
    expect(await stateOf({ accessToken, expiresAtMs })).toEqual({ kind, expiresAtMs, canRefresh: false });
  });

  it.each([START_MS, START_MS - 1])('asks for consent when a pair without a refresh token ended at %i', async (end) => {
    const state = await stateOf({ accessToken, expiresAtMs: end });
    expect(state).toMatchObject({ kind: 'reconsent-needed', expiresAtMs: end });
    expect(state.kind === 'reconsent-needed' && state.error.message).toContain('the stored token has no refresh token');
  });

  it('moves the border with refreshAheadMs', async () => {
    const expiresAtMs = START_MS + 10;
    expect(await stateOf({ ...OLD, expiresAtMs }, { refreshAheadMs: 9 })).toMatchObject({ kind: 'valid' });
    expect(await stateOf({ ...OLD, expiresAtMs }, { refreshAheadMs: 10 })).toMatchObject({ kind: 'expires-soon' });
  });

  it('asks for consent from the refusal on, while the old token still works, until another pair is stored', async () => {
    const store = new MemoryTokens({ ...OLD, expiresAtMs: START_MS + AHEAD_MS });
    const tokens = keeper(store);
    oauth.answer(DEAD);
    expect(await tokens.accessToken(OA)).toBe('A1');
    expect(await tokens.state(OA)).toEqual({
      kind: 'reconsent-needed',
      expiresAtMs: START_MS + AHEAD_MS,
      error: expect.objectContaining({ code: 'ZALO_RECONSENT_NEEDED', oauthCode: -14014 }),
    });
    clock.nowMs += LIFE_MS;
    expect(await tokens.state(OA)).toMatchObject({ kind: 'reconsent-needed' });
    store.pair = { accessToken: 'A9', refreshToken: 'R9', expiresAtMs: clock.nowMs + LIFE_MS };
    expect(await tokens.state(OA)).toMatchObject({ kind: 'valid' });
  });

  it('calls neither Zalo nor the alarm', async () => {
    const alarms: unknown[] = [];
    for (const pair of [undefined, OVER, { accessToken, expiresAtMs: START_MS }]) {
      await stateOf(pair, { onReconsentNeeded: (oaId) => alarms.push(oaId) });
    }
    expect(oauth.calls).toEqual([]);
    expect(alarms).toEqual([]);
    expect(refreshToken).toBe('R1');
  });

  it('knows a pair that waits for its save, and a newer one that somebody else stored', async () => {
    const store = new MemoryTokens(OVER);
    store.failSaves = 1;
    const tokens = keeper(store);
    oauth.answer(NEW_ANSWER);
    await expect(tokens.accessToken(OA)).rejects.toThrow('disk full');
    expect(await tokens.state(OA)).toMatchObject({ kind: 'valid', expiresAtMs: START_MS + LIFE_MS });
    store.pair = { accessToken: 'A9', refreshToken: 'R9', expiresAtMs: START_MS + 5 };
    expect(await tokens.state(OA)).toMatchObject({ kind: 'expires-soon', expiresAtMs: START_MS + 5 });
  });
});
