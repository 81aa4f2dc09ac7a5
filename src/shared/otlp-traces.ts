import { createHash } from 'node:crypto';
import type { Clock } from './clock.ts';
import { codeOf } from './errors.ts';
import type { Logger } from './logger.ts';
import type { Span, Traces } from './trail.ts';

export interface OtlpTracesOptions {
  /** Of the collector, without `/v1/traces`. */
  readonly url: string;
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Stands in for `fetch` in tests. */
  readonly post?: (url: string, body: string) => Promise<{ readonly ok: boolean; readonly status: number }>;
}

const SEND_EVERY_MS = 5_000;
const TIMEOUT_MS = 5_000;
/** Spans kept at most: a collector that is away costs memory for a few seconds and nothing else. */
const MOST_KEPT = 4_096;
const MOST_AT_ONCE = 1_024;
/** Of the specification: SERVER, INTERNAL, CLIENT. */
const KINDS = { webhook: 2, turn: 1, send: 3 } as const;
const NAMES = { webhook: 'webhook accept', turn: 'turn', send: 'send message' } as const;

const hex = (text: string, length: number): string => createHash('sha256').update(text).digest('hex').slice(0, length);
const nanos = (ms: number): string => `${Math.round(ms * 1_000)}000`;

const valueOf = (value: string | number): object =>
  typeof value === 'string'
    ? { stringValue: value }
    : Number.isInteger(value)
      ? { intValue: String(value) }
      : { doubleValue: value };

const attributesOf = (facts: Span['facts']): object[] =>
  Object.entries(facts).map(([key, value]) => ({ key, value: valueOf(value) }));

function toOtlp({ name, trace, startMs, endMs, ok, facts }: Span, number: number): object {
  const root = hex(`root ${trace}`, 16);
  return {
    traceId: hex(trace, 32),
    ...(name === 'webhook' ? { spanId: root } : { spanId: hex(`${trace} ${name} ${number}`, 16), parentSpanId: root }),
    name: NAMES[name],
    kind: KINDS[name],
    startTimeUnixNano: nanos(startMs),
    endTimeUnixNano: nanos(endMs),
    attributes: attributesOf(facts),
    status: { code: ok ? 1 : 2 },
  };
}

const postJson = async (url: string, body: string) => {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const reply = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal });
  await reply.arrayBuffer();
  return reply;
};

/**
 * Sends spans to an OpenTelemetry collector: OTLP over HTTP as JSON (opentelemetry.io, "OTLP Specification 1", 2026-11),
 * every 5 seconds. What the collector does not take is dropped and said once a minute: traces are no record.
 */
export function createOtlpTraces(options: OtlpTracesOptions): Traces {
  const { clock, logger, post = postJson } = options;
  const address = `${options.url}/v1/traces`;
  const resource = { attributes: attributesOf({ 'service.name': 'tro-ly-so', 'service.version': options.version }) };
  let kept: object[] = [];
  let count = 0;
  let dropped = 0;
  let quietUntil = 0;
  let cancel: (() => void) | undefined;
  let sending: Promise<void> = Promise.resolve();

  const complain = (why: object): void => {
    if (clock.now() < quietUntil) return;
    quietUntil = clock.now() + 60_000;
    logger.warn({ ...why, dropped }, 'the collector of traces does not take them; they are dropped');
    dropped = 0;
  };

  const sendOnce = async (spans: readonly object[]): Promise<void> => {
    try {
      const body = JSON.stringify({
        resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'tro-ly-so' }, spans }] }],
      });
      const { ok, status } = await post(address, body);
      if (ok) return;
      dropped += spans.length;
      complain({ status });
    } catch (error) {
      dropped += spans.length;
      complain({ code: codeOf(error) });
    }
  };

  const sendAll = (): Promise<void> => {
    cancel?.();
    cancel = undefined;
    const spans = kept;
    kept = [];
    sending = sending.then(async () => {
      for (let from = 0; from < spans.length; from += MOST_AT_ONCE)
        await sendOnce(spans.slice(from, from + MOST_AT_ONCE));
    });
    return sending;
  };

  return {
    add(span) {
      if (kept.length >= MOST_KEPT) {
        dropped += 1;
        return;
      }
      count += 1;
      kept.push(toOtlp(span, count));
      cancel ??= clock.after(SEND_EVERY_MS, () => void sendAll());
    },
    close: sendAll,
  };
}
