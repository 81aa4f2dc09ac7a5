/**
 * Another process (or another call of this one) held the lock of an OA's tokens for too long. Nothing was changed; the
 * call can be repeated. `waitedMs` is how long it waited.
 */
export class ZaloTokenLockError extends Error {
  override readonly name = 'ZaloTokenLockError';
  readonly code = 'ZALO_TOKEN_LOCK_TIMEOUT';
  readonly oaId: string;
  readonly waitedMs: number;

  constructor(oaId: string, waitedMs: number, cause: unknown) {
    super(
      `ZALO_TOKEN_LOCK_TIMEOUT: the tokens of Official Account ${oaId} were locked for ${waitedMs} ms; expected a ` +
        'refresh to be over by then. Look for a process that hangs in a refresh, then try again.',
      { cause },
    );
    this.oaId = oaId;
    this.waitedMs = waitedMs;
  }
}

/**
 * A stored pair cannot be opened: it was sealed with another key, sealed while no key is given, or is damaged. The pair is
 * left as it is.
 */
export class ZaloTokenStoreError extends Error {
  override readonly name = 'ZaloTokenStoreError';
  readonly code = 'ZALO_TOKEN_UNREADABLE';
  readonly oaId: string;

  constructor(oaId: string, problem: string, remedy: string) {
    super(`ZALO_TOKEN_UNREADABLE: the stored tokens of Official Account ${oaId} ${problem}. ${remedy}`);
    this.oaId = oaId;
  }
}
