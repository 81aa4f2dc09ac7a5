import { beforeEach, describe, expect, it } from 'vitest';
import {
  createMemoryTokenStore,
  type TokenKeeper,
  type TokensOptions,
  ZaloConsentError,
  ZaloTransportError,
} from 'zalo-oa-sdk';
import { MemoryTokens, OA, START_MS, StillClock } from '../../integration/zalo-oa-sdk/fakes.ts';
import { type ScriptedOauth, scriptedOauth } from './scripted-oauth.ts';
import { AHEAD_MS, DEAD, failureOf, keeperOn, NEW_ANSWER, OLD, OVER } from './token-stage.ts';

let clock: StillClock;
let oauth: ScriptedOauth;

beforeEach(() => {
  clock = new StillClock();
  oauth = scriptedOauth();
});

const keeper = (store: TokensOptions['store'], more?: Partial<TokensOptions>): TokenKeeper =>
  keeperOn({ transport: oauth, clock }, store, more);

describe('onReconsentNeeded', () => {
  let alarms: [string, ZaloConsentError][];
  const listening = { onReconsentNeeded: (oaId: string, error: ZaloConsentError) => void alarms.push([oaId, error]) };

  beforeEach(() => {
    alarms = [];
  });

  it('is told once of a dead refresh token, however many calls fail and however long', async () => {
    const tokens = keeper(new MemoryTokens(OVER), listening);
    oauth.answer(DEAD, DEAD, DEAD);
    const failures = await Promise.all(Array.from({ length: 20 }, () => failureOf(tokens.accessToken(OA))));
    for (let minute = 1; minute <= 2; minute += 1) {
      clock.nowMs += 60_000;
      failures.push(await failureOf(tokens.accessToken(OA)));
    }
    expect(oauth.calls).toHaveLength(3);
    expect(failures.every((failure) => failure instanceof ZaloConsentError)).toBe(true);
    expect(alarms).toEqual([[OA, failures[0]]]);
    expect(alarms[0]?.[1].message).toBe(
      `ZALO_RECONSENT_NEEDED: re-consent needed for Official Account ${OA}: Zalo refused the refresh token with -14014 ` +
        '(the refresh token is invalid). Let an admin of the OA open the permission link again.',
    );
  });

  it('is told as soon as the refresh ahead of time is refused, and asks Zalo again only after a minute', async () => {
    const failed: unknown[] = [];
    const store = new MemoryTokens({ ...OLD, expiresAtMs: START_MS + 60_001 });
    const tokens = keeper(store, { ...listening, onRefreshFailed: (_oaId, error) => failed.push(error) });
    oauth.answer(DEAD);
    expect(await tokens.accessToken(OA)).toBe('A1');
    clock.nowMs += 59_999;
    expect(await tokens.accessToken(OA)).toBe('A1');
    expect(alarms).toHaveLength(1);
    expect(failed).toEqual([alarms[0]?.[1]]);
    oauth.answer(DEAD);
    clock.nowMs += 1;
    expect(await tokens.accessToken(OA)).toBe('A1');
    expect(oauth.calls).toHaveLength(2);
    expect(alarms).toHaveLength(1);
  });

  it('is told again of the next refresh token that dies', async () => {
    const store = new MemoryTokens(OVER);
    const tokens = keeper(store, listening);
    oauth.answer(DEAD, DEAD);
    await failureOf(tokens.accessToken(OA));
    store.pair = { ...OVER, accessToken: 'A8', refreshToken: 'R8' };
    expect(await tokens.accessToken(OA)).toBe('A8');
    await failureOf(tokens.accessToken(OA));
    expect(alarms).toHaveLength(2);
    expect(oauth.calls.map(({ form }) => form?.['refresh_token'])).toEqual(['R1', 'R8']);
  });

  it('is told of each OA', async () => {
    const tokens = keeper(createMemoryTokenStore({ '1': OVER, '2': { ...OVER, accessToken: 'B1' } }), listening);
    oauth.answer(DEAD, DEAD);
    await failureOf(tokens.accessToken('1'));
    await failureOf(tokens.accessToken('2'));
    expect(alarms.map(([oaId]) => oaId)).toEqual(['1', '2']);
  });

  it('is told once when nothing is stored, or a pair without a refresh token nears its end', async () => {
    const store = new MemoryTokens(undefined);
    const tokens = keeper(store, listening);
    for (let call = 0; call < 2; call += 1) await failureOf(tokens.accessToken(OA));
    expect(alarms.map(([, error]) => error.message)).toEqual([expect.stringContaining('no token is stored')]);
    store.pair = { accessToken: 'A1', expiresAtMs: START_MS + AHEAD_MS };
    for (let call = 0; call < 2; call += 1) expect(await tokens.accessToken(OA)).toBe('A1');
    expect(alarms).toHaveLength(2);
    expect(alarms[1]?.[1].message).toContain('the stored token has no refresh token');
    expect(oauth.calls).toEqual([]);
  });

  it('is not told when the OAuth host cannot be reached, limits calls or the disk is full', async () => {
    const store = new MemoryTokens(OVER);
    const tokens = keeper(store, listening);
    const gone = new ZaloTransportError({ kind: 'refused', method: 'x', detail: 'gone', mayHaveBeenDelivered: false });
    oauth.answer(
      () => {
        throw gone;
      },
      { error: -32 },
      NEW_ANSWER,
    );
    store.failSaves = 1;
    expect(await failureOf(tokens.accessToken(OA))).toBe(gone);
    expect(await failureOf(tokens.accessToken(OA))).toMatchObject({ name: 'ZaloApiError', code: -32 });
    expect(await failureOf(tokens.accessToken(OA))).toMatchObject({ message: 'disk full' });
    expect(alarms).toEqual([]);
    expect(await tokens.accessToken(OA)).toBe('A2');
  });

  it('may be left out', async () => {
    oauth.answer(DEAD);
    expect(await failureOf(keeper(new MemoryTokens(OVER)).accessToken(OA))).toBeInstanceOf(ZaloConsentError);
  });
});
