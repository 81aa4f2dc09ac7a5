import { describe, expect, it } from 'vitest';
import { type CallMetric, withMetrics, type ZaloCall, ZaloTransportError } from 'zalo-oa-sdk';
import { CALLS, refusedWith, ScriptedTransport, type Step } from './scripted-transport.ts';

function setUp(step?: Step, nowMs: number[] = [1000, 1040]) {
  const inner = step === undefined ? new ScriptedTransport() : new ScriptedTransport(step);
  const metrics: CallMetric[] = [];
  const clock = { now: () => nowMs.shift() ?? 0 };
  return { inner, metrics, transport: withMetrics(inner, { clock, onCall: (metric) => metrics.push(metric) }) };
}

describe('withMetrics', () => {
  it('tells host, method, path, duration and outcome of a call, and nothing else', async () => {
    const { metrics, transport } = setUp();
    const call: ZaloCall = {
      ...CALLS.post,
      headers: { access_token: 'secret-token' },
      query: { data: '{"user_id":"3691470258369147025"}' },
    };
    await transport.request(call);
    expect(metrics).toEqual([
      { host: 'api', method: 'POST', path: '/v3.0/oa/message/cs', durationMs: 40, outcome: '0' },
    ]);
  });

  it.each([
    ['0', refusedWith(0)],
    ['0', refusedWith('0')],
    ['-216', refusedWith(-216)],
    ['-216', refusedWith('-216')],
    ['0', { status: 200, body: { access_token: 'a' } }],
    ['0', { status: 399, body: {} }],
    ['HTTP_400', { status: 400, body: { error_name: 'Bad request' } }],
    ['HTTP_404', { status: 404, body: { error: 'not found' } }],
    ['-14014', { status: 400, body: { error: -14014 } }],
  ])('gives the outcome %s', async (outcome, reply) => {
    const { inner, metrics, transport } = setUp(reply);
    await expect(transport.request(CALLS.get)).resolves.toBe(reply);
    expect(metrics.map((metric) => metric.outcome)).toEqual([outcome]);
    expect(inner.calls).toEqual([CALLS.get]);
  });

  it.each([
    [
      'ZALO_TIMEOUT',
      new ZaloTransportError({ kind: 'timeout', method: 'GET /x', detail: 'd', mayHaveBeenDelivered: true }),
    ],
    ['ERROR', new TypeError('a mistake')],
    ['ERROR', Object.assign(new Error('a number as code'), { code: 7 })],
  ])('gives the outcome %s for a failure and passes it on', async (outcome, error) => {
    const { metrics, transport } = setUp(error);
    await expect(transport.request(CALLS.get)).rejects.toBe(error);
    expect(metrics.map((metric) => metric.outcome)).toEqual([outcome]);
  });

  it.each([[undefined], [null], ['text'], [7]])('gives the outcome ERROR when %j is thrown', async (thrown) => {
    const outcomes: string[] = [];
    const transport = withMetrics(
      { request: () => Promise.reject(thrown), close: async () => {} },
      { clock: { now: () => 0 }, onCall: ({ outcome }) => outcomes.push(outcome) },
    );
    await expect(transport.request(CALLS.get)).rejects.toBe(thrown);
    expect(outcomes).toEqual(['ERROR']);
  });

  it.each([
    ['/v3.0/oa/group/f414c8f76fa586fbd001', '/v3.0/oa/group/:id'],
    ['/v2.0/oa/3691470258369147025/chat', '/v2.0/oa/:id/chat'],
    ['/a/123456', '/a/:id'],
    ['/a/12345', '/a/12345'],
    ['/a/abcdefabcdef/abcdefabcdef', '/a/:id/:id'],
    ['/a/abcdefabcde', '/a/abcdefabcde'],
    ['/v2.0/oa/1234567x', '/v2.0/oa/1234567x'],
    ['/v2.0/oa/x1234567', '/v2.0/oa/x1234567'],
    ['/v2.0/oa/getoa?id=3691470258369147025', '/v2.0/oa/getoa'],
    ['/v2.0/oa/getoa#3691470258369147025', '/v2.0/oa/getoa'],
  ])('tells the path %s as %s', async (path, told) => {
    const { metrics, transport } = setUp();
    await transport.request({ ...CALLS.get, path });
    expect(metrics.map((metric) => metric.path)).toEqual([told]);
  });

  it('never tells a negative duration, even when the clock is set back', async () => {
    const { metrics, transport } = setUp(undefined, [1000, 400]);
    await transport.request(CALLS.get);
    expect(metrics.map((metric) => metric.durationMs)).toEqual([0]);
  });

  it.each([
    ['throws', () => JSON.parse('{') as undefined],
    ['rejects', (() => Promise.reject(new Error('no registry'))) as unknown as () => undefined],
  ])('does not change a call when the observer %s', async (_name, onCall) => {
    const inner = new ScriptedTransport(refusedWith(-216));
    const transport = withMetrics(inner, { clock: { now: () => 0 }, onCall });
    await expect(transport.request(CALLS.get)).resolves.toEqual(refusedWith(-216));
  });

  it('closes the transport', async () => {
    const { inner, transport } = setUp();
    await transport.close();
    expect(inner.closed).toBe(1);
  });
});
