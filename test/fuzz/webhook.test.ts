import { describe, expect, it } from 'vitest';
import { createFuzzReceiver, fuzzWebhook } from './webhook.ts';
import { SAMPLE_BODIES } from './webhook-bodies.ts';
import { macOf, OURS, timestampIn } from './webhook-identity.ts';

const COUNT = 20_000;
const SEED = 20_261_122;

describe('20,000 fuzzed webhooks', () => {
  const report = fuzzWebhook(COUNT, SEED);

  it('never make the receiver throw, nor accept a forged one, nor refuse a genuine one', () => {
    const { acceptedThoughForged, refusedThoughGenuine, thrown, examples } = report;
    expect({ acceptedThoughForged, refusedThoughGenuine, thrown, examples }).toEqual({
      acceptedThoughForged: 0,
      refusedThoughGenuine: 0,
      thrown: 0,
      examples: [],
    });
  });

  it('reach every end a body can come to', () => {
    expect(Object.keys(report.results)).toEqual([
      '400 ZALO_WEBHOOK_BAD_JSON',
      '400 ZALO_WEBHOOK_NO_TIMESTAMP',
      '401 ZALO_WEBHOOK_SIGNATURE_MALFORMED',
      '401 ZALO_WEBHOOK_SIGNATURE_MISSING',
      '401 ZALO_WEBHOOK_SIGNATURE_WRONG',
      '403 ZALO_WEBHOOK_UNKNOWN_OA',
      '413 ZALO_WEBHOOK_BODY_TOO_LARGE',
      'event',
      'probe',
      'unknown',
      'unreadable',
    ]);
    expect(Object.values(report.results).reduce((sum, count) => sum + count)).toBe(COUNT);
    expect(report.results['event']).toBeGreaterThan(COUNT / 20);
    expect(report.genuine).toBeGreaterThan(COUNT / 5);
  });

  it('start from all 103 recorded bodies', () => {
    expect(SAMPLE_BODIES).toHaveLength(103);
  });

  it('are the same for the same seed and others for another', () => {
    const again = fuzzWebhook(500, 7);
    expect(fuzzWebhook(500, 7).results).toEqual(again.results);
    expect(fuzzWebhook(500, 8).results).not.toEqual(again.results);
  });
});

describe('a receiver that is broken on purpose is noticed when it', () => {
  const { read } = createFuzzReceiver();

  it('accepts what has no good signature', () => {
    const report = fuzzWebhook(2_000, SEED, (request) => {
      const result = read(request);
      if (result.kind !== 'refused' || result.status !== 401) return result;
      return { kind: 'unknown', eventName: '', appId: OURS.appId, oaId: OURS.oaId, raw: {} };
    });
    expect(report.acceptedThoughForged).toBeGreaterThan(500);
    expect(report.examples).toHaveLength(3);
  });

  it('accepts the event of one OA under the signature of another', () => {
    const report = fuzzWebhook(2_000, SEED, (request) => {
      const result = read(request);
      return 'oaId' in result ? { ...result, oaId: '1' } : result;
    });
    expect(report.acceptedThoughForged).toBeGreaterThan(100);
  });

  it('takes a signed {} for the probe', () => {
    const report = fuzzWebhook(2_000, SEED, () => ({ kind: 'probe' }));
    expect(report.acceptedThoughForged).toBeGreaterThan(1_500);
  });

  it('refuses what is genuine', () => {
    const report = fuzzWebhook(2_000, SEED, (request) => read({ ...request, header: undefined }));
    expect(report.refusedThoughGenuine).toBeGreaterThan(300);
  });

  it('throws', () => {
    const report = fuzzWebhook(100, SEED, () => {
      throw new Error('scripted');
    });
    expect(report.thrown).toBe(100);
  });
});

describe('the fuzzer reads the timestamp of a body', () => {
  it.each([
    ['{"timestamp":"17"}', '17'],
    ['{"timestamp":17}', '17'],
    ['{"timestamp":1,"timestamp":"2"}', '2'],
    ['{"timestamp": 17953056017331795305 }', '17953056017331795305'],
    ['{"timestamp":1e12}', '1000000000000'],
    ['{"timestamp":""}', undefined],
    ['{"timestamp":{}}', undefined],
    ['["timestamp"]', undefined],
    ['null', undefined],
    ['{', undefined],
  ])('%s: %s', (text, timestamp) => {
    expect(timestampIn(Buffer.from(text))).toBe(timestamp);
  });

  it('and signs like a published vector', () => {
    const raw = Buffer.from(
      '{"event_name":"user_send_text","app_id":"1357924680135792468","sender":{"id":"3691470258369147025"},"recipient":{"id":"2468013579246801357"},"message":{"text":"hello","msg_id":"96d3cdf3af1504609001"},"timestamp":"1795310000001","user_id_by_app":"8024691357802469135"}',
    );
    const app = { ...OURS, oaSecret: 'emu-OA-secret-7Qw2ZxT9kLmN4pRs' };
    expect(macOf(app, raw, '1795310000001')).toBe('d5469289bad59f7ec571f72a73bcb6bef1a2112f877aaa9a184ea4d53720031b');
  });
});
