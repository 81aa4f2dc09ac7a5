import { describeCode } from '../error-codes.ts';
import { ZaloApiError, ZaloConsentError } from '../errors.ts';
import type { SdkClock, TokenPair } from '../ports.ts';
import type { Transport } from '../transport.ts';

/** What an admin's consent gives: the code of the callback, and the verifier where the link had a challenge. */
export interface CodeGrant {
  /** `code` of the callback: single use, valid for 10 minutes. */
  readonly code: string;
  /** `verifier` of the `createPkce` whose challenge was in the link. Leave it out where there was none. */
  readonly codeVerifier?: string;
}

/** What the token endpoint needs to know. */
export interface TokenEndpointOptions {
  readonly transport: Transport;
  readonly appId: string;
  readonly appSecret: string;
  readonly clock: SdkClock;
  /** Life given to a token whose `expires_in` cannot be read, in ms. */
  readonly assumedLifeMs: number;
  /** Error codes that say nothing about the grant. */
  readonly grantSurvivesCodes: readonly number[];
}

/**
 * `POST https://oauth.zaloapp.com/v4/oa/access_token`. Both calls throw `ZaloConsentError` when Zalo refuses the grant,
 * `ZaloApiError` (table `oauth`) for a code that says nothing about it, and `ZaloTransportError`.
 */
export interface TokenEndpoint {
  /** A new pair for a refresh token, which is dead from then on. */
  refresh(oaId: string, refreshToken: string): Promise<TokenPair>;
  /** The first pair of a consent. Zalo wants no `redirect_uri` here. */
  exchange(oaId: string, grant: CodeGrant): Promise<TokenPair>;
}

const PATH = '/v4/oa/access_token';

/** The token endpoint of one app. Source: page "Xác thực và ủy quyền cho Ứng dụng", 2026-11. */
export function createTokenEndpoint(options: TokenEndpointOptions): TokenEndpoint {
  const { transport, appId, appSecret, clock, assumedLifeMs, grantSurvivesCodes } = options;

  async function pairFor(oaId: string, what: string, form: Readonly<Record<string, string>>): Promise<TokenPair> {
    const headers = { secret_key: appSecret };
    const { body } = await transport.request({ host: 'oauth', method: 'POST', path: PATH, headers, form });
    const pair = pairFrom(body, clock.now(), assumedLifeMs);
    if (pair) return pair;
    const code = Number(body['error'] ?? Number.NaN);
    if (!Number.isSafeInteger(code)) throw new ZaloConsentError(oaId, `Zalo refused the ${what} without a code`);
    if (grantSurvivesCodes.includes(code)) throw new ZaloApiError(code, `POST ${PATH}`, 'oauth');
    const { meaning } = describeCode(code, 'oauth');
    throw new ZaloConsentError(oaId, `Zalo refused the ${what} with ${code} (${meaning})`, code);
  }

  return {
    refresh: (oaId, refreshToken) =>
      pairFor(oaId, 'refresh token', { refresh_token: refreshToken, app_id: appId, grant_type: 'refresh_token' }),
    exchange: (oaId, { code, codeVerifier }) =>
      pairFor(oaId, 'authorization code', {
        code,
        app_id: appId,
        grant_type: 'authorization_code',
        ...(codeVerifier === undefined ? {} : { code_verifier: codeVerifier }),
      }),
  };
}

/** The pair in an OAuth answer. `error` and `message` can be missing from a failure, so success = a token is there. */
function pairFrom(
  body: Readonly<Record<string, unknown>>,
  nowMs: number,
  assumedLifeMs: number,
): TokenPair | undefined {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn } = body;
  if (typeof accessToken !== 'string' || accessToken === '') return undefined;
  const lifeMs = Number(expiresIn) * 1000;
  const expiresAtMs = nowMs + (lifeMs > 0 && Number.isFinite(lifeMs) ? lifeMs : assumedLifeMs);
  const hasRefresh = typeof refreshToken === 'string' && refreshToken !== '';
  return hasRefresh ? { accessToken, refreshToken, expiresAtMs } : { accessToken, expiresAtMs };
}
