import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { ResolvedOptions } from './options.ts';

/** The JSON body of `POST /v4/oa/access_token`, success or failure. */
export type TokenAnswer =
  | {
      readonly access_token: string;
      readonly refresh_token: string;
      readonly expires_in: string;
      readonly refresh_token_expires_in?: string;
    }
  | {
      readonly error_name: string;
      readonly error_reason: string;
      readonly ref_doc: string;
      readonly error_description: string;
      readonly error: number;
    };

/** Issues and checks the OA's tokens. */
export interface TokenDesk {
  /** The pair valid now. */
  current(): { readonly accessToken: string; readonly refreshToken: string };
  /** `error` code for this access token, or 0 when it is valid. */
  check(accessToken: string | undefined): number;
  /** Whether `proof` is hex HMAC-SHA256(key = app secret, data = access token). */
  provesAppSecret(accessToken: string, proof: string): boolean;
  /**
   * A fresh authorization code, as if an OA admin had just consented. With a code challenge, from the permission link or
   * from the console (option `codeChallenge`), the exchange wants the verifier.
   */
  createAuthorizationCode(codeChallenge?: string): string;
  /** The pair valid now, dead access tokens and open authorization codes, for a snapshot. */
  dump(): TokenDeskState;
  load(state: TokenDeskState): void;
  /** The token endpoint: form fields and the `secret_key` header in, JSON body out. */
  exchange(form: URLSearchParams, secretKey: string | undefined): TokenAnswer;
}

interface IssuedToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** What a {@link TokenDesk} remembers. */
export interface TokenDeskState {
  readonly access: IssuedToken;
  readonly refresh: IssuedToken;
  readonly rotatedOut: readonly string[];
  readonly codes: ReadonlyArray<readonly [code: string, expiresAtMs: number, codeChallenge: string | null]>;
}

function oauthError(code: number, name: string, reason: string): TokenAnswer {
  return {
    error_name: name,
    error_reason: reason,
    ref_doc: 'https://developers.zalo.me/docs/official-account',
    error_description: reason,
    error: code,
  };
}

/** base64url(SHA-256(ASCII(verifier))) without padding. Source: Zalo docs, "Xác thực và ủy quyền cho Ứng dụng". */
function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier, 'ascii').digest('base64url');
}

/**
 * Tokens by OAuth v4 for an OA: refresh tokens are single use, each refresh gives a new pair and kills the old access
 * token, `expires_in` is a string of seconds.
 */
export function createTokenDesk(options: ResolvedOptions): TokenDesk {
  const { settings, now, newId } = options;
  let access: IssuedToken = { token: options.accessToken, expiresAtMs: now() + options.accessTokenTtlMs };
  let refresh: IssuedToken = { token: options.refreshToken, expiresAtMs: now() + settings.refreshTokenTtlMs };
  const rotatedOut = new Set<string>();
  const codes = new Map<string, { readonly expiresAtMs: number; readonly codeChallenge: string | null }>();

  function issuePair(): TokenAnswer {
    rotatedOut.add(access.token);
    access = { token: newId('access_token'), expiresAtMs: now() + options.accessTokenTtlMs };
    refresh = { token: newId('refresh_token'), expiresAtMs: now() + settings.refreshTokenTtlMs };
    return {
      access_token: access.token,
      refresh_token: refresh.token,
      expires_in: String(Math.floor(options.accessTokenTtlMs / 1000)),
      ...(settings.refreshExpiryInAnswer
        ? { refresh_token_expires_in: String(Math.floor(settings.refreshTokenTtlMs / 1000)) }
        : {}),
    };
  }

  function exchangeRefreshToken(token: string | null): TokenAnswer {
    if (token === null || token !== refresh.token) {
      return oauthError(
        settings.usedRefreshTokenCode,
        'Invalid refresh token',
        'The refresh token is unknown or was used.',
      );
    }
    if (now() >= refresh.expiresAtMs) {
      return oauthError(settings.expiredRefreshTokenCode, 'Expired refresh token', 'The refresh token has expired.');
    }
    return issuePair();
  }

  function exchangeCode(code: string | null, verifier: string | null): TokenAnswer {
    const issued = code === null ? undefined : codes.get(code);
    if (code !== null) codes.delete(code);
    if (issued === undefined || now() >= issued.expiresAtMs) {
      return oauthError(settings.wrongCodeCode, 'Invalid code', 'The authorization code is unknown, used or expired.');
    }
    if (issued.codeChallenge !== null && challengeOf(verifier ?? '') !== issued.codeChallenge) {
      return oauthError(
        settings.wrongVerifierCode,
        'Invalid code verifier',
        'code_verifier does not fit the challenge.',
      );
    }
    return issuePair();
  }

  return {
    current: () => ({ accessToken: access.token, refreshToken: refresh.token }),
    check(accessToken) {
      if (accessToken === undefined || accessToken === '') return settings.missingTokenCode;
      if (rotatedOut.has(accessToken)) return settings.rotatedOutTokenCode;
      if (accessToken !== access.token) return settings.wrongTokenCode;
      return now() >= access.expiresAtMs ? settings.expiredTokenCode : 0;
    },
    provesAppSecret(accessToken, proof) {
      const expected = Buffer.from(createHmac('sha256', options.appSecret).update(accessToken).digest('hex'));
      const given = Buffer.from(proof);
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
    createAuthorizationCode(codeChallenge) {
      const code = newId('code');
      codes.set(code, {
        expiresAtMs: now() + settings.authorizationCodeTtlMs,
        codeChallenge: codeChallenge ?? options.codeChallenge,
      });
      return code;
    },
    dump: () => ({
      access,
      refresh,
      rotatedOut: [...rotatedOut],
      codes: [...codes].map(([code, issued]) => [code, issued.expiresAtMs, issued.codeChallenge]),
    }),
    load(state) {
      ({ access, refresh } = state);
      rotatedOut.clear();
      for (const token of state.rotatedOut) rotatedOut.add(token);
      codes.clear();
      for (const [code, expiresAtMs, codeChallenge] of state.codes) codes.set(code, { expiresAtMs, codeChallenge });
    },
    exchange(form, secretKey) {
      if (form.get('app_id') !== options.appId) {
        return oauthError(settings.wrongAppIdCode, 'Invalid app id', 'The field app_id is missing or unknown.');
      }
      if (secretKey !== options.appSecret) {
        return oauthError(
          settings.wrongSecretKeyCode,
          'Invalid secret key',
          'The header secret_key is missing or wrong.',
        );
      }
      const grant = form.get('grant_type');
      if (grant === 'refresh_token') return exchangeRefreshToken(form.get('refresh_token'));
      if (grant === 'authorization_code') return exchangeCode(form.get('code'), form.get('code_verifier'));
      return oauthError(
        settings.badGrantCode,
        'Invalid grant',
        'grant_type must be refresh_token or authorization_code.',
      );
    },
  };
}
