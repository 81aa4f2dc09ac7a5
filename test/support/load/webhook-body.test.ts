import { describe, expect, it } from 'vitest';
import { LOAD_IDENTITY, residentId, seenWebhook, signWebhook, textWebhook, toHttpRequest } from './webhook-body.ts';

describe('load webhooks', () => {
  it('sign like the published vector (ascii-compact)', () => {
    const body =
      '{"event_name":"user_send_text","app_id":"1357924680135792468","sender":{"id":"3691470258369147025"},' +
      '"recipient":{"id":"2468013579246801357"},"message":{"text":"hello","msg_id":"96d3cdf3af1504609001"},' +
      '"timestamp":"1795310000001","user_id_by_app":"8024691357802469135"}';
    const identity = { ...LOAD_IDENTITY, oaSecret: 'emu-OA-secret-7Qw2ZxT9kLmN4pRs' };
    expect(signWebhook(identity, body, '1795310000001')).toBe(
      'mac=d5469289bad59f7ec571f72a73bcb6bef1a2112f877aaa9a184ea4d53720031b',
    );
  });

  it('have exactly the size asked for, in bytes', () => {
    const text = textWebhook(LOAD_IDENTITY, residentId(7), 'Làm căn cước', 1_795_310_000_000, 701);
    const seen = seenWebhook(LOAD_IDENTITY, residentId(7), 1_795_310_000_000, 701);
    expect(Buffer.byteLength(text.body)).toBe(701);
    expect(Buffer.byteLength(seen.body)).toBe(701);
    expect(JSON.parse(seen.body)).toMatchObject({ event_name: 'user_seen_message', recipient: { id: residentId(7) } });
  });

  it('never repeat a message id', () => {
    const ids = Array.from({ length: 100 }, () => textWebhook(LOAD_IDENTITY, residentId(1), 'MENU', 0).msgId);
    expect(new Set(ids).size).toBe(100);
  });

  it('become requests whose length header counts bytes, not characters', () => {
    const webhook = textWebhook(LOAD_IDENTITY, residentId(1), 'ấ', 0);
    expect(toHttpRequest(webhook).toString('utf8')).toContain(`Content-Length: ${Buffer.byteLength(webhook.body)}\r\n`);
  });
});
