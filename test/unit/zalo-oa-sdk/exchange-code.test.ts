import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryTokenStore, type TokenKeeper, type TokensOptions, ZaloConsentError } from 'zalo-oa-sdk';
import { MemoryTokens, OA, START_MS, StillClock } from '../../integration/zalo-oa-sdk/fakes.ts';
import { type ScriptedOauth, scriptedOauth } from './scripted-oauth.ts';
import { DEAD, failureOf, gate, keeperOn, LIFE_MS, NEW, NEW_ANSWER, OLD, OVER } from './token-stage.ts';

let clock: StillClock;
let oauth: ScriptedOauth;

beforeEach(() => {
  clock = new StillClock();
  oauth = scriptedOauth();
});

const keeper = (store: TokensOptions['store'], more?: Partial<TokensOptions>): TokenKeeper =>
  keeperOn({ transport: oauth, clock }, store, more);

describe('exchangeCode', () => {
  it('posts the documented form without a redirect_uri, saves the pair and says how it stands', async () => {
    const store = new MemoryTokens(undefined);
    oauth.answer(NEW_ANSWER);
    expect(await keeper(store).exchangeCode(OA, { code: 'c-1', codeVerifier: 'v-1' })).toEqual({
      kind: 'valid',
      expiresAtMs: START_MS + LIFE_MS,
      canRefresh: true,
    });
    expect(oauth.calls).toEqual([
      {
        host: 'oauth',
        method: 'POST',
        path: '/v4/oa/access_token',
        headers: { secret_key: 'app-secret' },
        form: { code: 'c-1', app_id: '135', grant_type: 'authorization_code', code_verifier: 'v-1' },
      },
    ]);
    expect(store.saves).toEqual([NEW]);
  });

  it('leaves the verifier out where the link had no challenge', async () => {
    oauth.answer(NEW_ANSWER);
    await keeper(new MemoryTokens(undefined)).exchangeCode(OA, { code: 'c-1' });
    expect(oauth.calls[0]?.form).toStrictEqual({ code: 'c-1', app_id: '135', grant_type: 'authorization_code' });
  });

  it('replaces the pair in use at once, however fresh it was', async () => {
    const tokens = keeper(new MemoryTokens(OLD));
    expect(await tokens.accessToken(OA)).toBe('A1');
    oauth.answer(NEW_ANSWER);
    await tokens.exchangeCode(OA, { code: 'c-1' });
    expect(await tokens.accessToken(OA)).toBe('A2');
    expect(await tokens.refresh(OA, 'A1')).toBe('A2');
    expect(oauth.calls).toHaveLength(1);
  });

  it('holds the lock of the store from before the call until the pair is saved', async () => {
    const happened: string[] = [];
    const store = createMemoryTokenStore();
    oauth.answer(() => {
      happened.push('exchange');
      return NEW_ANSWER;
    });
    await keeper({
      load: async (oaId) => {
        happened.push('load');
        return store.load(oaId);
      },
      save: async (oaId, pair) => {
        happened.push('save');
        await store.save(oaId, pair);
      },
      withLock: async (oaId, work) => {
        happened.push(`lock ${oaId}`);
        const result = await work();
        happened.push('unlock');
        return result;
      },
    }).exchangeCode(OA, { code: 'c-1' });
    expect(happened).toEqual([`lock ${OA}`, 'load', 'exchange', 'save', 'unlock', 'load']);
  });

  it('waits for a refresh under way, so that the older pair cannot end up last', async () => {
    const store = new MemoryTokens(OVER);
    const tokens = keeper(store);
    const refresh = gate();
    oauth.answer(async () => {
      await refresh.opened;
      return { access_token: 'late', refresh_token: 'late-R', expires_in: 90000 };
    }, NEW_ANSWER);
    const user = tokens.accessToken(OA);
    await new Promise(setImmediate);
    const consent = tokens.exchangeCode(OA, { code: 'c-1' });
    await new Promise(setImmediate);
    expect(oauth.calls).toHaveLength(1);
    refresh.open();
    expect(await user).toBe('late');
    await consent;
    expect(store.pair).toEqual(NEW);
    expect(await tokens.accessToken(OA)).toBe('A2');
  });

  it('makes a refresh wait for it, which then needs no call', async () => {
    const store = new MemoryTokens(OVER);
    const tokens = keeper(store);
    const exchange = gate();
    oauth.answer(async () => {
      await exchange.opened;
      return NEW_ANSWER;
    });
    const consent = tokens.exchangeCode(OA, { code: 'c-1' });
    const users = [tokens.accessToken(OA), tokens.refresh(OA, 'A1')];
    await new Promise(setImmediate);
    exchange.open();
    await consent;
    expect(await Promise.all(users)).toEqual(['A2', 'A2']);
    expect(oauth.calls).toHaveLength(1);
  });

  it('does not make other OAs wait', async () => {
    const tokens = keeper(createMemoryTokenStore({ '2': OVER }));
    const exchange = gate();
    oauth.answer(
      async () => {
        await exchange.opened;
        return NEW_ANSWER;
      },
      { ...NEW_ANSWER, access_token: 'B2' },
    );
    const consent = tokens.exchangeCode('1', { code: 'c-1' });
    await new Promise(setImmediate);
    expect(await tokens.accessToken('2')).toBe('B2');
    exchange.open();
    expect(await consent).toMatchObject({ kind: 'valid' });
  });

  it('leaves the old pair alone when Zalo refuses the code', async () => {
    const store = new MemoryTokens(OLD);
    const alarms: unknown[] = [];
    const tokens = keeper(store, { onReconsentNeeded: (...alarm) => alarms.push(alarm) });
    oauth.answer({ error: -14002 });
    const failure = await failureOf(tokens.exchangeCode(OA, { code: 'c-1' }));
    expect(failure).toBeInstanceOf(ZaloConsentError);
    expect(failure).toMatchObject({ oaId: OA, oauthCode: -14002 });
    expect(String(failure)).toBe(
      `ZaloConsentError: ZALO_RECONSENT_NEEDED: re-consent needed for Official Account ${OA}: Zalo refused the ` +
        'authorization code with -14002 (the app id is invalid, or the app is not active and the user not its admin). ' +
        'Let an admin of the OA open the permission link again.',
    );
    expect(await tokens.accessToken(OA)).toBe('A1');
    expect(await tokens.state(OA)).toMatchObject({ kind: 'valid' });
    expect(alarms).toEqual([]);
  });

  it('keeps a pair whose save failed and saves it before the next use, although none was stored before', async () => {
    const store = new MemoryTokens(undefined);
    store.failSaves = 1;
    const tokens = keeper(store);
    oauth.answer(NEW_ANSWER);
    await expect(tokens.exchangeCode(OA, { code: 'c-1' })).rejects.toThrow('disk full');
    expect(await tokens.state(OA)).toMatchObject({ kind: 'valid', canRefresh: true });
    expect(await tokens.accessToken(OA)).toBe('A2');
    expect(store.saves).toEqual([NEW]);
    expect(oauth.calls).toHaveLength(1);
  });

  it('spends no code while the store cannot be read', async () => {
    const tokens = keeper({ load: () => Promise.reject(new Error('disk gone')), save: async () => {} });
    await expect(tokens.exchangeCode(OA, { code: 'c-1' })).rejects.toThrow('disk gone');
    expect(oauth.calls).toEqual([]);
  });

  it('clears a refusal, the pause after it and the alarm', async () => {
    const store = new MemoryTokens({ ...OLD, expiresAtMs: START_MS + 1 });
    const alarms: string[] = [];
    const tokens = keeper(store, { onReconsentNeeded: (oaId) => alarms.push(oaId) });
    oauth.answer(DEAD);
    expect(await tokens.accessToken(OA)).toBe('A1');
    // the same refresh token comes back: only a fresh consent can say that it is alive
    oauth.answer({ access_token: 'A2', refresh_token: 'R1', expires_in: 1 });
    expect(await tokens.exchangeCode(OA, { code: 'c-1' })).toEqual({
      kind: 'expires-soon',
      expiresAtMs: START_MS + 1_000,
      canRefresh: true,
    });
    oauth.answer(DEAD);
    expect(await tokens.accessToken(OA)).toBe('A2');
    expect(alarms).toEqual([OA, OA]);
    expect(oauth.calls).toHaveLength(3);
  });
});
