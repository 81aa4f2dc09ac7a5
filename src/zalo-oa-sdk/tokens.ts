import { ZaloConsentError } from './errors.ts';
import { type CodeGrant, createTokenEndpoint } from './oauth/token-endpoint.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import type { SdkClock, TokenPair, TokenStore } from './ports.ts';
import { type TokenState, tokenState, withoutPair, withoutRefreshToken } from './token-state.ts';
import type { Transport } from './transport.ts';

/** Options of {@link createTokens}. The callbacks must not throw. */
export interface TokensOptions {
  readonly store: TokenStore;
  readonly transport: Transport;
  readonly appId: string;
  /** App secret of the developer console, sent as `secret_key`; not the OA secret of webhooks. */
  readonly appSecret: string;
  readonly clock: SdkClock;
  /** A token this close to its end is replaced before use, in ms. Default 30 min: room for an OAuth outage. */
  readonly refreshAheadMs?: number;
  /** After a failed refresh, ms until the next try with the same refresh token or while the old token works. Default 60,000. */
  readonly retryAfterMs?: number;
  /** Life of a token whose `expires_in` cannot be read, in ms. Default 1 h: short, since an early refresh costs nothing. */
  readonly assumedLifeMs?: number;
  /**
   * OAuth error codes that leave the grant alive; every other one means that an admin must consent again. Default [-32],
   * too many calls: Zalo names no code for a dead refresh token, so nothing else can be taken as harmless.
   */
  readonly grantSurvivesCodes?: readonly number[];
  /** Told of a refresh that failed while the old token still works, hours before residents would notice. */
  readonly onRefreshFailed?: (oaId: string, error: unknown) => void;
  /**
   * The alarm: an admin of the OA must open the permission link again. Told as soon as it is known, although the access
   * token may work for hours yet, and once for each dead refresh token (or pair without one, or OA without a pair).
   */
  readonly onReconsentNeeded?: (oaId: string, error: ZaloConsentError) => void;
}

/** Access tokens that are always fresh: what the client needs. Safe to call from any number of places at once. */
export interface Tokens {
  /**
   * A token that can be used now. Throws `ZaloConsentError` when there is none and none can be had, `ZaloApiError`
   * (-32) or `ZaloTransportError` when the OAuth host cannot answer and the old token has ended, and what the store throws.
   */
  accessToken(oaId: string): Promise<string>;
  /**
   * A token other than `usedToken`, which Zalo has just refused (-216, -220). When somebody has already replaced it,
   * the new one comes back without a call. Same errors.
   */
  refresh(oaId: string, usedToken: string): Promise<string>;
}

/** {@link Tokens} with what an application needs around a consent. */
export interface TokenKeeper extends Tokens {
  /**
   * Turns the code of a callback (`readPermissionCallback`) into the OA's pair, which replaces the one in use; waits for
   * a refresh under way. The code is used up even when this fails: on any error but `ZaloTransportError` of kind
   * `refused` let the admin open the link again. Only when the store could not save is the pair kept in memory, and the
   * next call saves it first.
   *
   * Throws `ZaloConsentError` when Zalo refuses the code (the old pair stays), `ZaloApiError` (-32),
   * `ZaloTransportError`, and what the store throws.
   */
  exchangeCode(oaId: string, grant: CodeGrant): Promise<TokenState>;
  /** How the grant stands, read from the store without a call to Zalo. Throws what the store throws. */
  state(oaId: string): Promise<TokenState>;
}

/** A pair that is not on disk yet, and the access token it takes the place of. */
interface Unsaved {
  readonly replaces: string | undefined;
  readonly pair: TokenPair;
}

/** A refresh token that Zalo refused is not shown to it again at every message, only once per `retryAfterMs`. */
interface Refusal {
  readonly refreshToken: string;
  readonly error: ZaloConsentError;
  readonly untilMs: number;
}

/**
 * Keeps the tokens of many OAs. Refresh tokens are single use and a lost pair means a new consent, so: one refresh in
 * flight per OA, under the store's lock where it has one; the new pair is saved before anyone uses it; a pair whose
 * save failed is kept in memory and saved first next time; a network failure or -32 keeps the old pair.
 *
 * Source: page "Xác thực và ủy quyền cho Ứng dụng", 2026-11. Any OAuth error but -32 means the grant is dead.
 */
export function createTokens(options: TokensOptions): TokenKeeper {
  const { store, clock, refreshAheadMs = 30 * 60_000, retryAfterMs = 60_000 } = options;
  const { assumedLifeMs = 3_600_000, grantSurvivesCodes = [-32] } = options;
  const endpoint = createTokenEndpoint({ ...options, assumedLifeMs, grantSurvivesCodes });
  const known = new Map<string, TokenPair>();
  const inFlight = new Map<string, Promise<TokenPair>>();
  const unsaved = new Map<string, Unsaved>();
  const nextTryMs = new Map<string, number>();
  const refusals = new Map<string, Refusal>();
  /** What the alarm was last raised for, by OA. */
  const alarmed = new Map<string, string>();
  const oneAtATime = createOneAtATime();

  /** Alone among the calls of this process, and among the processes where the store can do that. */
  function alone<T>(oaId: string, work: (fencingToken?: number) => Promise<T>): Promise<T> {
    return oneAtATime(oaId, () => store.withLock?.(oaId, work) ?? work());
  }

  async function replace(oaId: string, usedToken: string | undefined): Promise<TokenPair> {
    for (let running = inFlight.get(oaId); running; running = inFlight.get(oaId)) {
      const pair = await running;
      if (pair.accessToken !== usedToken) return pair;
    }
    const mine = alone(oaId, (fencingToken) => renewed(oaId, usedToken, fencingToken))
      .then((pair) => {
        known.set(oaId, pair);
        return pair;
      })
      .finally(() => inFlight.delete(oaId));
    inFlight.set(oaId, mine);
    return mine;
  }

  async function renewed(oaId: string, usedToken: string | undefined, fencingToken?: number): Promise<TokenPair> {
    const stored = await store.load(oaId);
    const waiting = unsaved.get(oaId);
    if (waiting && waiting.replaces === stored?.accessToken) return saved(oaId, waiting, fencingToken);
    unsaved.delete(oaId);
    if (!stored) throw alarm(oaId, '', withoutPair(oaId));
    if (stored.accessToken !== usedToken) return stored;
    const { refreshToken } = stored;
    if (refreshToken === undefined) throw alarm(oaId, stored.accessToken, withoutRefreshToken(oaId));
    const refusal = refusals.get(oaId);
    if (refusal?.refreshToken === refreshToken && clock.now() < refusal.untilMs) throw refusal.error;
    try {
      const pair = await endpoint.refresh(oaId, refreshToken);
      return await saved(oaId, { replaces: stored.accessToken, pair }, fencingToken);
    } catch (error) {
      if (!(error instanceof ZaloConsentError)) throw error;
      refusals.set(oaId, { refreshToken, error, untilMs: clock.now() + retryAfterMs });
      throw alarm(oaId, refreshToken, error);
    }
  }

  function alarm(oaId: string, about: string, error: ZaloConsentError): ZaloConsentError {
    if (alarmed.get(oaId) === about) return error;
    alarmed.set(oaId, about);
    options.onReconsentNeeded?.(oaId, error);
    return error;
  }

  /** The pair in use from now on: this one, or that of a later holder of the lock who has saved meanwhile. */
  async function saved(oaId: string, fresh: Unsaved, fencingToken: number | undefined): Promise<TokenPair> {
    unsaved.set(oaId, fresh);
    const isRefused = (await store.save(oaId, fresh.pair, fencingToken)) === false;
    unsaved.delete(oaId);
    return (isRefused ? await store.load(oaId) : undefined) ?? fresh.pair;
  }

  /** A pair read for the first time needs no call unless it is near its end. */
  async function pairOf(oaId: string): Promise<TokenPair> {
    const cached = known.get(oaId);
    if (cached) return cached;
    const stored = await store.load(oaId);
    if (!stored) return replace(oaId, undefined);
    known.set(oaId, stored);
    return stored;
  }

  async function state(oaId: string): Promise<TokenState> {
    const stored = await store.load(oaId);
    const waiting = unsaved.get(oaId);
    const pair = waiting && waiting.replaces === stored?.accessToken ? waiting.pair : stored;
    const refused = refusals.get(oaId);
    const refusal = refused && refused.refreshToken === pair?.refreshToken ? refused.error : undefined;
    return tokenState({ oaId, pair, refusal, nowMs: clock.now(), refreshAheadMs });
  }

  return {
    async accessToken(oaId) {
      const pair = await pairOf(oaId);
      const nowMs = clock.now();
      if (pair.expiresAtMs - nowMs > refreshAheadMs) return pair.accessToken;
      const stillWorks = pair.expiresAtMs > nowMs;
      if (stillWorks && nowMs < (nextTryMs.get(oaId) ?? 0)) return pair.accessToken;
      try {
        return (await replace(oaId, pair.accessToken)).accessToken;
      } catch (error) {
        if (!stillWorks) throw error;
        nextTryMs.set(oaId, nowMs + retryAfterMs);
        options.onRefreshFailed?.(oaId, error);
        return pair.accessToken;
      }
    },
    async refresh(oaId, usedToken) {
      const cached = known.get(oaId);
      if (cached && cached.accessToken !== usedToken) return cached.accessToken;
      return (await replace(oaId, usedToken)).accessToken;
    },
    async exchangeCode(oaId, grant) {
      await alone(oaId, async (fencingToken) => {
        // before the code is used up: a store that cannot be read loses nothing yet
        const stored = await store.load(oaId);
        const pair = await endpoint.exchange(oaId, grant);
        known.set(oaId, await saved(oaId, { replaces: stored?.accessToken, pair }, fencingToken));
        for (const memory of [refusals, nextTryMs, alarmed]) memory.delete(oaId);
      });
      return state(oaId);
    },
    state,
  };
}
