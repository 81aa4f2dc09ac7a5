import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { startTestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';

const LAN = '3691412345678901234';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

test('one message is one trace from the webhook to the send, and one thread in the log, without an id or a word of the resident', async () => {
  const bodies: string[] = [];
  const collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString('utf8'));
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const app = await startTestApp({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: url } });
  let log: string;
  try {
    await app.say(LAN, 'quét mã QR trả tiền thế nào');
    await eventually(async () => {
      expect(app.zalo.calls.length).toBeGreaterThan(0);
      expect(await app.app.storage.counts()).toMatchObject({ inboxPending: 0, outboxPending: 0, outboxSending: 0 });
    });
  } finally {
    log = app.log();
    // What waits is sent when the server closes.
    await app.close();
    collector.close();
  }
  const spans = bodies.flatMap((body) => {
    const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
    return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  });
  const webhook = spans.find(({ name }) => name === 'webhook accept');
  expect(webhook).toBeDefined();
  const same = spans.filter(({ traceId }) => traceId === webhook?.traceId);
  expect(same.map(({ name }) => name)).toEqual(expect.arrayContaining(['webhook accept', 'turn', 'send message']));
  for (const span of same) if (span !== webhook) expect(span.parentSpanId).toBe(webhook?.spanId);
  const of = (key: string) =>
    new Set(same.map(({ attributes }) => JSON.stringify(attributes.find((one) => one.key === key)?.value)));
  expect(of('person').size).toBe(1);
  expect(of('eventId').size).toBe(1);
  expect(bodies.join('')).not.toContain(LAN);
  expect(bodies.join('')).not.toMatch(/QR|trả tiền/u);

  const steps = log
    .split('\n')
    .filter((line) => line.includes('a step of an event is done'))
    .map((line) => JSON.parse(line) as { step: string; eventId: number; person: string; requestId?: string });
  const [first] = steps;
  expect(first).toMatchObject({ step: 'webhook', requestId: expect.any(String) });
  const thread = steps.filter(({ eventId }) => eventId === first?.eventId);
  expect(thread.map(({ step }) => step)).toEqual(expect.arrayContaining(['webhook', 'turn', 'send']));
  expect(new Set(thread.map(({ person }) => person)).size).toBe(1);
  expect(log).not.toContain(LAN);
});
