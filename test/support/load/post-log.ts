import { isRefusal } from './webhook-connection.ts';

/** Zalo gives up on a webhook after this long (fact sheet, section 10). */
export const ZALO_WAITS_MS = 2_000;

/** What became of webhook posts, as Zalo would see it. */
export interface PostFigures {
  /** Posts answered 200. */
  readonly answered200: number;
  /** Posts answered with anything else. */
  readonly otherStatus: number;
  /** Posts answered 200 after more than 2 s: Zalo had hung up. */
  readonly late: number;
  /** Slowest 200, milliseconds. */
  readonly acceptMsMax: number;
  /** The connection could not be opened: Zalo posts again, on its ladder. */
  readonly refused: number;
  /** The connection broke after the post: whether Zalo posts again is documented nowhere. */
  readonly broken: number;
}

/** Writes down how posts went; a post that was tried again counts each time. */
export interface PostLog {
  answered(status: number, tookMs: number): void;
  /** @param error what `WebhookConnection.post` rejected with */
  failed(error: unknown): void;
  figures(): PostFigures;
}

export function createPostLog(): PostLog {
  const count = { answered200: 0, otherStatus: 0, late: 0, refused: 0, broken: 0 };
  let slowestMs = 0;
  return {
    answered(status, tookMs) {
      if (status !== 200) {
        count.otherStatus += 1;
        return;
      }
      count.answered200 += 1;
      slowestMs = Math.max(slowestMs, tookMs);
      if (tookMs > ZALO_WAITS_MS) count.late += 1;
    },
    failed(error) {
      if (isRefusal(error)) count.refused += 1;
      else count.broken += 1;
    },
    figures: () => ({ ...count, acceptMsMax: Math.round(slowestMs) }),
  };
}
