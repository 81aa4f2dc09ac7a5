import { ZaloConsentError } from './errors.ts';
import type { TokenPair } from './ports.ts';

/**
 * How the grant of an OA stands, for a dashboard or a check at the start. Times in epoch ms.
 *
 * - `valid`: the access token is further than `refreshAheadMs` from its end
 * - `expires-soon`: nearer to its end or past it; with `canRefresh` the next call replaces it
 * - `reconsent-needed`: an admin must open the permission link again. `expiresAtMs` is the end of the present access
 *   token: when it lies ahead, calls work until then; when it is past, no call works
 * - `none`: nothing is stored for this OA
 *
 * `canRefresh` false means that the pair has no refresh token: a new consent is due by `expiresAtMs`.
 */
export type TokenState =
  | { readonly kind: 'valid' | 'expires-soon'; readonly expiresAtMs: number; readonly canRefresh: boolean }
  | { readonly kind: 'reconsent-needed'; readonly expiresAtMs: number; readonly error: ZaloConsentError }
  | { readonly kind: 'none' };

/** What {@link tokenState} judges. `refusal` is Zalo's refusal of this very refresh token, where there was one. */
export interface KnownPair {
  readonly oaId: string;
  readonly pair: TokenPair | undefined;
  readonly refusal: ZaloConsentError | undefined;
  readonly nowMs: number;
  readonly refreshAheadMs: number;
}

/** The state of a pair. Pure. */
export function tokenState({ oaId, pair, refusal, nowMs, refreshAheadMs }: KnownPair): TokenState {
  if (!pair) return { kind: 'none' };
  const { expiresAtMs } = pair;
  if (refusal) return { kind: 'reconsent-needed', expiresAtMs, error: refusal };
  const canRefresh = pair.refreshToken !== undefined;
  if (!canRefresh && expiresAtMs <= nowMs) {
    return { kind: 'reconsent-needed', expiresAtMs, error: withoutRefreshToken(oaId) };
  }
  return { kind: expiresAtMs - nowMs > refreshAheadMs ? 'valid' : 'expires-soon', expiresAtMs, canRefresh };
}

/** Nothing is stored for the OA. */
export function withoutPair(oaId: string): ZaloConsentError {
  return new ZaloConsentError(oaId, 'no token is stored');
}

/** The pair was copied by hand, or belongs to an OA that gets no refresh token. */
export function withoutRefreshToken(oaId: string): ZaloConsentError {
  return new ZaloConsentError(oaId, 'the stored token has no refresh token');
}
