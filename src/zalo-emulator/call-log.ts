/** One call of the OA to Zalo's API, as the page shows it. Tokens, codes and secrets are never kept. */
export interface ApiCall {
  readonly id: string;
  readonly atMs: number;
  /** From the parsed request to the answer, in ms of the emulator's clock. */
  readonly durationMs: number;
  readonly method: string;
  /** Path with query, without the prefix the emulator is served under. */
  readonly path: string;
  /** JSON body as sent; `'<n bytes>'` for an upload; a record of form fields for the token endpoint. */
  readonly requestBody: unknown;
  /** HTTP status; 0 when the connection was dropped without an answer. */
  readonly status: number;
  /** JSON answer; undefined when a fault answered with something else or not at all. */
  readonly answer: unknown;
  /** Which fault struck, if any: a key of `FaultSwitches`. */
  readonly fault?: string;
}

/** The last calls, oldest first. */
export interface CallLog {
  record(call: ApiCall): void;
  list(): readonly ApiCall[];
}

const MAX_CALLS = 500;

/** An empty {@link CallLog}; `onCall` hears of each. */
export function createCallLog(onCall: (call: ApiCall) => void): CallLog {
  let calls: ApiCall[] = [];
  return {
    record(call) {
      calls.push(call);
      // cutting one off at every call would move 500 entries each time
      if (calls.length >= 2 * MAX_CALLS) calls = calls.slice(-MAX_CALLS);
      onCall(call);
    },
    list: () => calls.slice(-MAX_CALLS),
  };
}

const tokenInQuery = /([?&](?:access_token|refresh_token|code)=)[^&]*/g;

/** A path as the log keeps it: what a query key carries in place of a header or form field is taken out. */
export function withoutTokens(path: string): string {
  return path.includes('=') ? path.replace(tokenInQuery, '$1<hidden>') : path;
}
