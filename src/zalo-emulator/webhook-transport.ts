import { Pool } from 'undici';
import type { Dispatcher } from 'undici';

/** One POST to the bot's webhook. */
export interface WebhookPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Compact JSON with Vietnamese as raw UTF-8: the exact text that was signed. */
  readonly rawBody: string;
  /** The UTF-8 bytes of `rawBody`, made once for all attempts. */
  readonly bodyBytes: Buffer;
  readonly timeoutMs: number;
}

/**
 * How a POST ended. `unreachable` = the connection could not be opened (the only case Zalo documents a retry for);
 * `broken` = it opened and was cut before the answer.
 */
export type WebhookAnswer =
  | {
      readonly outcome: 'answered';
      readonly status: number;
      /** The first 500 bytes of the answer's body as text, for a developer's eyes; Zalo ignores it. */
      readonly answerBody?: string;
    }
  | { readonly outcome: 'timeout' | 'unreachable' | 'broken' };

/** Carries a {@link WebhookPost}; never rejects. */
export interface PostWebhook {
  (post: WebhookPost): Promise<WebhookAnswer>;
  /** Drops all connections. */
  close?(): void;
}

const ANSWER_BYTES_KEPT = 500;

/**
 * A {@link PostWebhook} over kept connections, at most `connections` to one origin; redirects are an answer, not followed.
 *
 * Posts go through `dispatch` and not through `request`: the answer is of no interest, and a stream for it would cost as
 * much as the post.
 */
export function createHttpPost(connections: number): PostWebhook {
  const pools = new Map<string, Pool>();
  let target: { readonly url: string; readonly pool: Pool; readonly path: string } | undefined;

  function targetOf(address: string, timeoutMs: number): typeof target {
    if (target?.url === address) return target;
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined;
    const known = pools.get(url.origin);
    const pool = known ?? new Pool(url.origin, { connections, pipelining: 1, connect: { timeout: timeoutMs } });
    pools.set(url.origin, pool);
    target = { url: address, pool, path: url.pathname + url.search };
    return target;
  }

  const post: PostWebhook = ({ url, headers, bodyBytes, timeoutMs }) =>
    new Promise((resolve) => {
      const to = targetOf(url, timeoutMs);
      if (to === undefined) return resolve({ outcome: 'unreachable' });
      return to.pool.dispatch(
        {
          path: to.path,
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: bodyBytes,
          headersTimeout: 0,
          bodyTimeout: 0,
        },
        answerHandler(timeoutMs, resolve),
      );
    });
  post.close = () => {
    for (const pool of pools.values()) void pool.destroy();
    pools.clear();
    target = undefined;
  };
  return post;
}

function answerHandler(timeoutMs: number, resolve: (answer: WebhookAnswer) => void): Dispatcher.DispatchHandler {
  let timer: NodeJS.Timeout | undefined;
  let isTimedOut = false;
  let status = 0;
  let kept: Buffer | undefined;
  return {
    // undici's own limits are coarse; Zalo's 2 s count from the moment the request is on its way.
    onRequestStart(controller) {
      timer = setTimeout(() => {
        isTimedOut = true;
        controller.abort(new Error('The webhook took too long.'));
      }, timeoutMs);
    },
    onResponseStart(_controller, statusCode) {
      status = statusCode;
    },
    onResponseData(_controller, chunk) {
      if ((kept?.length ?? 0) >= ANSWER_BYTES_KEPT) return;
      kept = (kept === undefined ? chunk : Buffer.concat([kept, chunk])).subarray(0, ANSWER_BYTES_KEPT);
    },
    onResponseEnd() {
      clearTimeout(timer);
      const answerBody = kept === undefined ? {} : { answerBody: kept.toString('utf8') };
      resolve({ outcome: 'answered', status, ...answerBody });
    },
    onResponseError() {
      clearTimeout(timer);
      if (isTimedOut) resolve({ outcome: 'timeout' });
      else resolve({ outcome: timer === undefined ? 'unreachable' : 'broken' });
    },
  };
}
