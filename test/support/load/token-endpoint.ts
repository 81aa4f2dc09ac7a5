import type { IncomingHttpHeaders } from 'node:http';
import type { ZaloIdentity } from './webhook-body.ts';

/** OAuth of the fake Zalo: refresh tokens are single use (second use: -14014), as on the real platform. */
export interface TokenEndpoint {
  isValid(accessToken: string | string[] | undefined): boolean;
  /** Body of `POST /v4/oa/access_token`; answers the pair or `{error, error_name}` like Zalo, both with HTTP 200. */
  grant(headers: IncomingHttpHeaders, formBody: string): object;
  /** Every access token given out so far is dead from now on; the refresh token lives. */
  expireAll(): void;
  /** Pairs granted so far. */
  granted(): number;
}

/**
 * Access tokens stay valid after a refresh (until `expireAll`), unlike at Zalo: a bot killed between refresh and save would otherwise need
 * an administrator, and that is not what these runs are about.
 */
export function createTokenEndpoint(identity: ZaloIdentity): TokenEndpoint {
  const accessTokens = new Set([identity.accessToken]);
  let refreshToken = identity.refreshToken;
  let count = 1;
  return {
    isValid: (accessToken) => typeof accessToken === 'string' && accessTokens.has(accessToken),
    grant(headers, formBody) {
      const form = new URLSearchParams(formBody);
      if (headers['secret_key'] !== identity.appSecret || form.get('app_id') !== identity.appId) {
        return { error: -14002, error_name: 'Invalid app id', error_description: 'app id or secret key is wrong' };
      }
      if (form.get('refresh_token') !== refreshToken) {
        return { error: -14014, error_name: 'Invalid refresh token', error_description: 'unknown or used before' };
      }
      count += 1;
      refreshToken = `load-refresh-token-${count}`;
      accessTokens.add(`load-access-token-${count}`);
      return { access_token: `load-access-token-${count}`, refresh_token: refreshToken, expires_in: '90000' };
    },
    expireAll: () => accessTokens.clear(),
    granted: () => count - 1,
  };
}
