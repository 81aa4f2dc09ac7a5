import { createHash } from 'node:crypto';

/** The invented app and OA that bot and fake Zalo share during a run. Nothing here exists at Zalo. */
export interface ZaloIdentity {
  readonly appId: string;
  readonly appSecret: string;
  readonly oaId: string;
  readonly oaSecret: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Same invented ids as the webhook samples used by the unit tests. */
export const LOAD_IDENTITY: ZaloIdentity = {
  appId: '1357924680135792468',
  appSecret: 'load-app-secret-4Hk8Vb2Nq6Tz',
  oaId: '2468013579246801357',
  oaSecret: 'load-OA-secret-7Qw2ZxT9kLmN4pRs',
  accessToken: 'load-access-token-1',
  refreshToken: 'load-refresh-token-1',
};

/** A webhook as Zalo posts it: compact JSON, Vietnamese as raw UTF-8, `mac=` plain SHA-256 (developers.zalo.me, webhook). */
export interface SignedWebhook {
  readonly body: string;
  readonly signature: string;
  readonly msgId: string;
}

/** `mac=` + hex SHA-256 of app id, raw body, timestamp of the body and OA secret. Not an HMAC. */
export function signWebhook(identity: ZaloIdentity, body: string, timestamp: string): string {
  return `mac=${createHash('sha256').update(`${identity.appId}${body}${timestamp}${identity.oaSecret}`).digest('hex')}`;
}

/** 19-digit id, like Zalo's: over 2^53, so a bot that parses ids as numbers fails here as it would at Zalo. */
export function residentId(number: number): string {
  return `36914${String(number).padStart(14, '0')}`;
}

let messageCount = 0;
const runPrefix = createHash('sha256').update(`${process.pid}:${Date.now()}`).digest('hex').slice(0, 10);

/** 20 hexadecimal characters, unique in this process and, very likely, between runs on one data folder. */
export function nextMessageId(): string {
  messageCount += 1;
  return runPrefix + messageCount.toString(16).padStart(10, '0');
}

/** `user_send_text` in the key order of a real capture; `padToBytes` lengthens the text to reach that body size. */
export function textWebhook(
  identity: ZaloIdentity,
  userId: string,
  text: string,
  nowMs: number,
  padToBytes?: number,
): SignedWebhook {
  const msgId = nextMessageId();
  const timestamp = String(nowMs);
  const build = (value: string) =>
    JSON.stringify({
      event_name: 'user_send_text',
      app_id: identity.appId,
      sender: { id: userId },
      recipient: { id: identity.oaId },
      message: { text: value, msg_id: msgId },
      timestamp,
      user_id_by_app: userId,
    });
  let body = build(text);
  if (padToBytes !== undefined) body = build(text + '.'.repeat(Math.max(0, padToBytes - Buffer.byteLength(body))));
  return { body, signature: signWebhook(identity, body, timestamp), msgId };
}

/**
 * `user_seen_message`: a real event that asks for no answer, so a bench of it measures accepting alone. Zalo lists all
 * messages seen at once, which gives a natural body of any size; the last id is lengthened to hit `bytes` exactly.
 */
export function seenWebhook(identity: ZaloIdentity, userId: string, nowMs: number, bytes: number): SignedWebhook {
  const msgId = nextMessageId();
  const timestamp = String(nowMs);
  const build = (ids: readonly string[]) =>
    JSON.stringify({
      app_id: identity.appId,
      sender: { id: identity.oaId },
      recipient: { id: userId },
      event_name: 'user_seen_message',
      message: { msg_ids: ids },
      timestamp,
    });
  const ids = [msgId];
  const bytesPerId = 23; // 20 characters, two quotes, a comma
  const missing = bytes - Buffer.byteLength(build(ids));
  for (let n = 0; n < Math.floor(missing / bytesPerId); n += 1)
    ids.push(`${msgId.slice(0, 16)}${String(n).padStart(4, '0')}`);
  const body = build([...ids.slice(0, -1), (ids.at(-1) ?? '') + '0'.repeat(Math.max(0, missing % bytesPerId))]);
  return { body, signature: signWebhook(identity, body, timestamp), msgId };
}

/** `oa_send_text`: what Zalo posts back for every message the OA sent, by API or by hand. */
export function echoWebhook(
  identity: ZaloIdentity,
  userId: string,
  text: string,
  messageId: string,
  nowMs: number,
): SignedWebhook {
  const timestamp = String(nowMs);
  const body = JSON.stringify({
    app_id: identity.appId,
    sender: { id: identity.oaId },
    recipient: { id: userId },
    event_name: 'oa_send_text',
    message: { text, msg_id: messageId },
    user_id_by_app: userId,
    timestamp,
  });
  return { body, signature: signWebhook(identity, body, timestamp), msgId: messageId };
}

/** The whole HTTP request as bytes, so that a load generator can prepare thousands before the clock starts. */
export function toHttpRequest(webhook: SignedWebhook): Buffer {
  return Buffer.from(
    `POST /webhook/zalo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n` +
      `X-ZEvent-Signature: ${webhook.signature}\r\nContent-Length: ${Buffer.byteLength(webhook.body)}\r\n\r\n${webhook.body}`,
  );
}
