import { describe, expect, test, vi } from 'vitest';
import { createLogger, silentLogger } from '../../../src/shared/logger.ts';
import { createOtlpTraces } from '../../../src/shared/otlp-traces.ts';
import { createTrail, type Span } from '../../../src/shared/trail.ts';
import { createManualClock, MORNING } from '../../support/manual-clock.ts';

const OF = { oaId: '246801', userId: '3691412345678901234', eventId: 42 };
const pseudonymOf = (): string => 'a1b2c3d4e5f60718';

function logAt(level: string) {
  const lines: string[] = [];
  return { logger: createLogger({ level, destination: { write: (line: string) => void lines.push(line) } }), lines };
}

describe('the trail of an event', () => {
  test('is written at debug with ids that name nobody, and costs no pseudonym otherwise', () => {
    const clock = createManualClock();
    const asked = vi.fn<() => string>(pseudonymOf);
    const facts = vi.fn<() => Record<string, string>>(() => ({ event: 'text' }));
    const quiet = logAt('info');
    createTrail({ logger: quiet.logger, clock, pseudonymOf: asked }).step('turn', OF, MORNING, facts);
    expect(quiet.lines).toEqual([]);
    expect(asked).not.toHaveBeenCalled();
    expect(facts).not.toHaveBeenCalled();
    const loud = logAt('debug');
    createTrail({ logger: loud.logger, clock, pseudonymOf: asked }).step('turn', OF, MORNING - 12, facts);
    expect(JSON.parse(loud.lines[0] ?? '')).toMatchObject({
      ...{ step: 'turn', eventId: 42, person: 'a1b2c3d4e5f60718', ms: 12, ok: true, event: 'text' },
    });
    expect(loud.lines.join('')).not.toContain(OF.userId);
  });

  test('goes to the collector at any level of the log', () => {
    const spans: Span[] = [];
    const traces = { add: (span: Span) => void spans.push(span), close: async () => undefined };
    const trail = createTrail({ logger: silentLogger, clock: createManualClock(), pseudonymOf, traces });
    trail.step('send', OF, MORNING - 5, () => ({ code: '-32' }), false);
    expect(spans).toEqual([
      {
        ...{ name: 'send', trace: '246801 42', startMs: MORNING - 5, endMs: MORNING, ok: false },
        facts: { person: 'a1b2c3d4e5f60718', eventId: 42, code: '-32' },
      },
    ]);
    expect(trail.ids(OF)).toEqual({ person: 'a1b2c3d4e5f60718', eventId: 42 });
  });
});

describe('traces for an OpenTelemetry collector', () => {
  const spanOf = (name: Span['name'], eventId = 42): Span => ({
    ...{ name, trace: `246801 ${eventId}`, startMs: MORNING, endMs: MORNING + 7, ok: true },
    facts: { person: 'a1b2', eventId, share: 0.5 },
  });

  function collector(answer: () => Promise<{ ok: boolean; status: number }> = async () => ({ ok: true, status: 200 })) {
    const clock = createManualClock();
    const { logger, lines } = logAt('warn');
    const posts: { readonly url: string; readonly body: string }[] = [];
    const traces = createOtlpTraces({
      ...{ url: 'http://collector:4318', version: '1.2.3', clock, logger },
      post: (url, body) => {
        posts.push({ url, body });
        return answer();
      },
    });
    const spans = () =>
      posts.flatMap(({ body }) => {
        const { resourceSpans } = JSON.parse(body) as {
          resourceSpans: { scopeSpans: { spans: Record<string, unknown>[] }[] }[];
        };
        return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
      });
    return { clock, traces, posts, spans, lines };
  }

  test('are sent together every five seconds, in the form of OTLP over HTTP', async () => {
    const { clock, traces, posts, spans } = collector();
    traces.add(spanOf('webhook'));
    traces.add(spanOf('turn'));
    traces.add(spanOf('send'));
    await clock.advance(4_000);
    expect(posts).toEqual([]);
    await clock.advance(1_000);
    expect(posts.map(({ url }) => url)).toEqual(['http://collector:4318/v1/traces']);
    const [webhook, turn, send] = spans();
    expect(webhook).toMatchObject({
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/u),
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/u),
      name: 'webhook accept',
      kind: 2,
      startTimeUnixNano: `${MORNING}000000`,
      endTimeUnixNano: `${MORNING + 7}000000`,
      status: { code: 1 },
    });
    expect(webhook).not.toHaveProperty('parentSpanId');
    for (const child of [turn, send])
      expect(child).toMatchObject({ traceId: webhook?.['traceId'], parentSpanId: webhook?.['spanId'] });
    expect(turn?.['spanId']).not.toBe(send?.['spanId']);
    expect(turn?.['attributes']).toEqual([
      { key: 'person', value: { stringValue: 'a1b2' } },
      { key: 'eventId', value: { intValue: '42' } },
      { key: 'share', value: { doubleValue: 0.5 } },
    ]);
    expect(posts[0]?.body).toContain('{"key":"service.version","value":{"stringValue":"1.2.3"}}');
  });

  test('are dropped, and said once a minute, when nobody takes them; nothing waits and nothing grows', async () => {
    const { clock, traces, posts, lines } = collector(async () => {
      throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    });
    for (let round = 0; round < 5; round++) {
      traces.add(spanOf('turn', round));
      await clock.advance(5_000);
    }
    expect(posts).toHaveLength(5);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('ECONNREFUSED');
    for (let number = 0; number < 10_000; number++) traces.add(spanOf('turn', number));
    await traces.close();
    expect(posts).toHaveLength(9);
  });

  test('that wait are sent when the server closes', async () => {
    const { traces, spans } = collector();
    traces.add(spanOf('turn'));
    await traces.close();
    expect(spans()).toHaveLength(1);
    await traces.close();
    expect(spans()).toHaveLength(1);
  });
});
