/** One call of the OA to Zalo's API, as the page shows it. The access token is never kept. */
export interface ApiCall {
  readonly id: string;
  readonly atMs: number;
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  /** JSON body as sent; `'<n bytes>'` for an upload. */
  readonly requestBody: unknown;
  /** HTTP status. */
  readonly status: number;
  /** JSON answer; undefined when a fault answered with something else or not at all. */
  readonly answer: unknown;
  /** Which fault struck, if any. */
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
