import { createHash } from 'node:crypto';

/**
 * The `X-ZEvent-Signature` value of a webhook: `mac=` and 64 lowercase hex digits.
 *
 * Plain SHA-256 (not HMAC) over app id + raw body + timestamp + OA secret key, joined without a separator; `timestamp` is
 * the body's own field. Source: every Zalo event page; the `mac=` prefix was captured.
 */
export function signWebhook(appId: string, rawBody: string, timestamp: string, oaSecret: string): string {
  const mac = createHash('sha256').update(`${appId}${rawBody}${timestamp}${oaSecret}`, 'utf8').digest('hex');
  return `mac=${mac}`;
}
