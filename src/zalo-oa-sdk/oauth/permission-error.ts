/**
 * What went wrong on the way to a grant.
 *
 * - `ZALO_BAD_REDIRECT_URI`: the address to come back to would be refused by Zalo (-14003)
 * - `ZALO_CALLBACK_REFUSED`: Zalo or the admin refused; `oauthCode` is Zalo's number where it was readable
 * - `ZALO_CALLBACK_BAD_STATE`: the callback does not belong to the link that was sent out: somebody else's grant
 * - `ZALO_CALLBACK_INCOMPLETE`: the callback lacks a code or an OA id, or has one twice
 */
export type PermissionErrorCode =
  | 'ZALO_BAD_REDIRECT_URI'
  | 'ZALO_CALLBACK_REFUSED'
  | 'ZALO_CALLBACK_BAD_STATE'
  | 'ZALO_CALLBACK_INCOMPLETE';

/** A permission link that cannot work, or a callback without a usable grant. Never carries a code or a state. */
export class ZaloPermissionError extends Error {
  override readonly name = 'ZaloPermissionError';
  readonly code: PermissionErrorCode;
  readonly oauthCode: number | undefined;

  constructor(code: PermissionErrorCode, detail: string, oauthCode?: number) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.oauthCode = oauthCode;
  }
}
