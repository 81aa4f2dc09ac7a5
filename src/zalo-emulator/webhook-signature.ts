import { hash } from 'node:crypto';

/**
 * The `X-ZEvent-Signature` value of a webhook: `mac=` and 64 lowercase hex digits.
 *
 * Plain SHA-256 (not HMAC) over app id + raw body + timestamp + OA secret key, joined without a separator; `timestamp` is
 * the body's own field. Source: every Zalo event page; the `mac=` prefix was captured.
 */
export function signWebhook(appId: string, rawBody: string, timestamp: string, oaSecret: string): string {
  return `mac=${hash('sha256', `${appId}${rawBody}${timestamp}${oaSecret}`, 'hex')}`;
}
