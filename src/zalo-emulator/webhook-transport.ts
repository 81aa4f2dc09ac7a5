/** One POST to the bot's webhook. */
export interface WebhookPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Compact JSON with Vietnamese as raw UTF-8: the exact text that was signed. */
  readonly rawBody: string;
  readonly timeoutMs: number;
}

/**
 * How a POST ended. `unreachable` = the connection could not be opened (the only case Zalo documents a retry for);
 * `broken` = it opened and was cut before the answer.
 */
export type WebhookAnswer =
  | { readonly outcome: 'answered'; readonly status: number }
  | { readonly outcome: 'timeout' | 'unreachable' | 'broken' };

/** Carries a {@link WebhookPost}; never rejects. */
export type PostWebhook = (post: WebhookPost) => Promise<WebhookAnswer>;

const cutAfterOpening = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

function failureCode(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** Posts through global `fetch`. */
export async function postWebhookOverHttp(post: WebhookPost): Promise<WebhookAnswer> {
  try {
    const response = await fetch(post.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...post.headers },
      body: Buffer.from(post.rawBody, 'utf8'),
      redirect: 'manual',
      signal: AbortSignal.timeout(post.timeoutMs),
    });
    // The body is ignored, as Zalo does, but must be drained to free the connection.
    await response.arrayBuffer();
    return { outcome: 'answered', status: response.status };
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return { outcome: 'timeout' };
    return { outcome: cutAfterOpening.has(failureCode(error)) ? 'broken' : 'unreachable' };
  }
}
