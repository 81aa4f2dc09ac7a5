import { createHash, timingSafeEqual } from 'node:crypto';
import { describeCode } from '../error-codes.ts';
import { ZaloPermissionError } from './permission-error.ts';

/** What Zalo hands over when an admin has consented. */
export interface PermissionGrant {
  /** Single use, valid for 10 minutes; goes to `exchangeCode`. */
  readonly code: string;
  /** The OA the admin chose, decimal digits. */
  readonly oaId: string;
}

/**
 * Reads `GET <callback>?code=<code>&oa_id=<OA id>[&state=...]`. Takes the whole address, its path and query as Node's
 * `request.url` has them, or the parameters alone.
 *
 * With `expectedState`, the state must be there and equal (compared in constant time). Throws `ZaloPermissionError`:
 * `ZALO_CALLBACK_REFUSED` for an `error_code`, `ZALO_CALLBACK_BAD_STATE`, or `ZALO_CALLBACK_INCOMPLETE` when `code` or
 * `oa_id` is missing, empty or repeated, or `oa_id` is not a number.
 *
 * Source: page "Xác thực và ủy quyền cho Ứng dụng"; `error_code` as on `oauth.zaloapp.com/v4/permission/error`, 2026-11.
 */
export function readPermissionCallback(
  callback: string | URL | URLSearchParams,
  options: { readonly expectedState?: string } = {},
): PermissionGrant {
  const params = paramsOf(callback);
  const errorCode = params.get('error_code');
  if (errorCode !== null && errorCode !== '0') throw refused(errorCode);
  const { expectedState } = options;
  const state = single(params, 'state');
  if (expectedState !== undefined && (state === undefined || !sameText(state, expectedState))) {
    throw new ZaloPermissionError(
      'ZALO_CALLBACK_BAD_STATE',
      'the state of the callback is not the one that was sent out; expected the same text. ' +
        'Do not use this grant: start again with a new permission link.',
    );
  }
  const code = single(params, 'code');
  const oaId = single(params, 'oa_id');
  if (code === undefined) throw incomplete('code');
  if (oaId === undefined || !/^\d+$/.test(oaId)) throw incomplete('oa_id');
  return { code, oaId };
}

function paramsOf(callback: string | URL | URLSearchParams): URLSearchParams {
  if (typeof callback !== 'string') return callback instanceof URL ? callback.searchParams : callback;
  const queryAt = callback.indexOf('?');
  return new URLSearchParams(queryAt === -1 ? '' : callback.slice(queryAt + 1).replace(/#.*$/s, ''));
}

/** The value of a parameter that is there once and not empty. */
function single(params: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = params.getAll(name);
  return value === undefined || value === '' || more.length > 0 ? undefined : value;
}

/** Digests have one length, which `timingSafeEqual` wants, and tell nothing about where two texts differ. */
function sameText(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

function refused(errorCode: string): ZaloPermissionError {
  if (!/^-?\d{1,9}$/.test(errorCode)) {
    return new ZaloPermissionError(
      'ZALO_CALLBACK_REFUSED',
      'Zalo sent an error_code that is not a number; expected a code and an oa_id. Let the admin open the link again.',
    );
  }
  const number = Number(errorCode);
  return new ZaloPermissionError(
    'ZALO_CALLBACK_REFUSED',
    `Zalo sent the error ${number} (${describeCode(number, 'oauth').meaning}); expected a code and an oa_id. ` +
      'Put the settings of the app right, then let the admin open the link again.',
    number,
  );
}

function incomplete(name: string): ZaloPermissionError {
  return new ZaloPermissionError(
    'ZALO_CALLBACK_INCOMPLETE',
    `the callback has no usable ${name}; expected it exactly once and not empty. Let the admin open the link again.`,
  );
}
