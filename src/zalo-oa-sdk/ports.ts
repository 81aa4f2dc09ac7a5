/** An OA's tokens. Times in epoch milliseconds. */
export interface TokenPair {
  /** Sent in the `access_token` header; lives 25 h (page "Xác thực và ủy quyền", 2026-11). */
  readonly accessToken: string;
  /** Single use, lives 3 months. Absent for a token copied by hand and, reportedly, for unverified OAs. */
  readonly refreshToken?: string;
  readonly expiresAtMs: number;
}

/**
 * Where tokens live. The application implements it, encrypted, in its database.
 *
 * `save` must have reached disk when it resolves: the old refresh token is dead by then, and a lost pair means an
 * admin has to consent again. `withLock` is needed when several processes share the store: it runs `fn` while no other
 * process runs one for the same OA, and returns its result.
 *
 * A lock that is lost in the middle (a process that sleeps for minutes, a lock server that forgets) leaves two holders. A
 * store whose `withLock` gives `fn` a fencing token, a number that grows with every holder, gets it back in `save`: it
 * refuses a holder from before the one that saved last and returns `false`. The pair is then dropped and the stored one used.
 */
export interface TokenStore {
  load(oaId: string): Promise<TokenPair | undefined>;
  /** `false` = refused, a later holder of the lock has saved; anything else = saved. */
  save(oaId: string, pair: TokenPair, fencingToken?: number): Promise<void | boolean>;
  withLock?<T>(oaId: string, fn: (fencingToken?: number) => Promise<T>): Promise<T>;
}

/** Which message API an OA must use: v2 for state agencies (`oa_type` 4), v3 for businesses. */
export type MessageApi = 'v2' | 'v3';

/**
 * What is remembered about an OA between restarts. `messageApi` is undefined until it is known; the client writes
 * `v2` once, after the first -235. Losing it costs one refused call.
 */
export interface OaSettingsStore {
  messageApi(oaId: string): Promise<MessageApi | undefined>;
  rememberMessageApi(oaId: string, api: 'v2'): Promise<void>;
}

/** Time, passed in so that tests own it. `now` is epoch milliseconds. */
export interface SdkClock {
  now(): number;
}
