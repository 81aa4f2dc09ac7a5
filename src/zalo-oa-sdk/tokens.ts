import { ZaloApiError, ZaloConsentError } from './errors.ts';
import type { SdkClock, TokenPair, TokenStore } from './ports.ts';
import type { Transport } from './transport.ts';

/** Options of {@link createTokens}. */
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
  /** Told of a refresh that failed while the old token still works, hours before residents would notice. */
  readonly onRefreshFailed?: (oaId: string, error: unknown) => void;
}

/** Access tokens that are always fresh. Safe to call from any number of places at once. */
export interface Tokens {
  /**
   * A token that can be used now. Throws `ZaloConsentError` when there is none and none can be had, `ZaloApiError`
   * (-32) or `ZaloTransportError` when the OAuth host cannot answer and the old token has ended.
   */
  accessToken(oaId: string): Promise<string>;
  /**
   * A token other than `usedToken`, which Zalo has just refused (-216, -220). When somebody has already replaced it,
   * the new one comes back without a call. Same errors.
   */
  refresh(oaId: string, usedToken: string): Promise<string>;
}

const DEFAULT_AHEAD_MS = 30 * 60_000;
const DEFAULT_RETRY_MS = 60_000;
/** Life of a token whose `expires_in` cannot be read: short, since an early refresh costs nothing. */
const UNKNOWN_LIFE_MS = 3_600_000;
/** A refresh token that Zalo refused is not shown to it again at every message, only once per `retryAfterMs`. */
interface Refusal {
  readonly refreshToken: string;
  readonly error: ZaloConsentError;
  readonly untilMs: number;
}

/** The one OAuth error that says nothing about the grant: too many calls. */
const RATE_LIMITED = -32;
const METHOD = 'POST /v4/oa/access_token';

/**
 * Keeps the tokens of many OAs. Refresh tokens are single use and a lost pair means a new consent, so: one refresh in
 * flight per OA, under the store's lock where it has one; the new pair is saved before anyone uses it; a pair whose
 * save failed is kept in memory and saved first next time; a network failure or -32 keeps the old pair.
 *
 * Source: page "Xác thực và ủy quyền cho Ứng dụng", 2026-11. Any OAuth error but -32 means the grant is dead.
 */
export function createTokens(options: TokensOptions): Tokens {
  const { store, transport, appId, appSecret, clock } = options;
  const refreshAheadMs = options.refreshAheadMs ?? DEFAULT_AHEAD_MS;
  const retryAfterMs = options.retryAfterMs ?? DEFAULT_RETRY_MS;
  const known = new Map<string, TokenPair>();
  const inFlight = new Map<string, Promise<TokenPair>>();
  const unsaved = new Map<string, { readonly replaces: string; readonly pair: TokenPair }>();
  const nextTryMs = new Map<string, number>();
  const refusals = new Map<string, Refusal>();

  async function replace(oaId: string, usedToken: string): Promise<TokenPair> {
    for (;;) {
      const running = inFlight.get(oaId);
      if (!running) break;
      const pair = await running;
      if (pair.accessToken !== usedToken) return pair;
    }
    const locked = store.withLock?.bind(store);
    const work = () => exchange(oaId, usedToken);
    const mine = (locked ? locked(oaId, work) : work())
      .then((pair) => {
        known.set(oaId, pair);
        return pair;
      })
      .finally(() => inFlight.delete(oaId));
    inFlight.set(oaId, mine);
    return mine;
  }

  async function exchange(oaId: string, usedToken: string): Promise<TokenPair> {
    const stored = await store.load(oaId);
    if (!stored) throw new ZaloConsentError(oaId, 'no token is stored');
    const waiting = unsaved.get(oaId);
    if (waiting?.replaces === stored.accessToken) return saved(oaId, waiting.replaces, waiting.pair);
    unsaved.delete(oaId);
    if (stored.accessToken !== usedToken) return stored;
    if (stored.refreshToken === undefined) throw new ZaloConsentError(oaId, 'the stored token has no refresh token');
    const refusal = refusals.get(oaId);
    if (refusal?.refreshToken === stored.refreshToken && clock.now() < refusal.untilMs) throw refusal.error;
    const reply = await transport.request({
      host: 'oauth',
      method: 'POST',
      path: '/v4/oa/access_token',
      headers: { secret_key: appSecret },
      form: { refresh_token: stored.refreshToken, app_id: appId, grant_type: 'refresh_token' },
    });
    const pair = pairFrom(reply.body, clock.now());
    if (pair) return saved(oaId, stored.accessToken, pair);
    const error = refusedGrant(oaId, reply.body['error']);
    const { refreshToken } = stored;
    refusals.set(oaId, { refreshToken, error, untilMs: clock.now() + retryAfterMs });
    throw error;
  }

  async function saved(oaId: string, replaces: string, pair: TokenPair): Promise<TokenPair> {
    unsaved.set(oaId, { replaces, pair });
    await store.save(oaId, pair);
    unsaved.delete(oaId);
    return pair;
  }

  /** A pair read for the first time needs no call unless it is near its end. */
  async function pairOf(oaId: string): Promise<TokenPair> {
    const cached = known.get(oaId);
    if (cached) return cached;
    const stored = await store.load(oaId);
    if (!stored) throw new ZaloConsentError(oaId, 'no token is stored');
    known.set(oaId, stored);
    return stored;
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
  };
}

/** The pair in an OAuth answer. `error` and `message` can be missing from a failure, so success = a token is there. */
function pairFrom(body: Readonly<Record<string, unknown>>, nowMs: number): TokenPair | undefined {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn } = body;
  if (typeof accessToken !== 'string' || accessToken === '') return undefined;
  const lifeMs = Number(expiresIn) * 1000;
  const expiresAtMs = nowMs + (lifeMs > 0 ? lifeMs : UNKNOWN_LIFE_MS);
  const hasRefresh = typeof refreshToken === 'string' && refreshToken !== '';
  return hasRefresh ? { accessToken, refreshToken, expiresAtMs } : { accessToken, expiresAtMs };
}

function refusedGrant(oaId: string, error: unknown): ZaloConsentError {
  const code = error === undefined ? Number.NaN : Number(error);
  if (code === RATE_LIMITED) throw new ZaloApiError(code, METHOD);
  if (!Number.isSafeInteger(code)) return new ZaloConsentError(oaId, 'Zalo refused the refresh token without a code');
  return new ZaloConsentError(oaId, `Zalo refused the refresh token with ${code}`, code);
}
