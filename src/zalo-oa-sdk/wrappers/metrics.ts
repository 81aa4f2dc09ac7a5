import { observeQuietly } from '../observe.ts';
import type { SdkClock } from '../ports.ts';
import type { Transport, ZaloCall, ZaloHost, ZaloReply } from '../transport.ts';

/** One call as a metric: low in cardinality, and without ids, tokens, queries and texts. */
export interface CallMetric {
  readonly host: ZaloHost;
  readonly method: ZaloCall['method'];
  /** Without the query; a segment that looks like an id is `:id`. */
  readonly path: string;
  /** From handing the call down to the answer or failure, ms, never negative. Includes what inner wrappers waited. */
  readonly durationMs: number;
  /**
   * `0` for success, Zalo's error code (`-216`), `HTTP_<status>` for a failure that names no code, or the stable code of
   * the error thrown (`ZALO_TIMEOUT`, `ZALO_RATE_QUEUE_FULL`); `ERROR` for an error without one.
   */
  readonly outcome: string;
}

/** A path segment that is an id: six digits and more, or twelve hexadecimal digits and more. */
const ID_SEGMENT = /\/(?:\d{6,}|[0-9a-f]{12,})(?=\/|$)/gi;

/**
 * Tells `onCall` of every call when it has ended, whatever the end. What `onCall` throws is dropped: counting must not
 * change a call.
 */
export function withMetrics(
  transport: Transport,
  { clock, onCall }: { readonly clock: SdkClock; readonly onCall: (metric: CallMetric) => void },
): Transport {
  function report({ host, method, path }: ZaloCall, startedAtMs: number, outcome: string): void {
    const durationMs = Math.max(0, clock.now() - startedAtMs);
    const [bare = ''] = path.split(/[?#]/, 1);
    const metric = { host, method, path: bare.replace(ID_SEGMENT, '/:id'), durationMs, outcome };
    void observeQuietly(() => onCall(metric));
  }

  return {
    async request(call) {
      const startedAtMs = clock.now();
      try {
        const reply = await transport.request(call);
        report(call, startedAtMs, outcomeOf(reply));
        return reply;
      } catch (error) {
        report(call, startedAtMs, codeOf(error));
        throw error;
      }
    },
    close: () => transport.close(),
  };
}

/** OAuth answers carry no `error` on success, and may lack it on failure. */
function outcomeOf({ status, body }: ZaloReply): string {
  const code = Number(body['error'] ?? Number.NaN);
  if (Number.isSafeInteger(code)) return String(code);
  return status < 400 ? '0' : `HTTP_${status}`;
}

function codeOf(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : 'ERROR';
}
