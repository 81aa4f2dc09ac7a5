import { describe, expect, it } from 'vitest';
import { type RetryOptions, type TransportFailure, withRetry, ZaloSetupError, ZaloTransportError } from 'zalo-oa-sdk';
import { CALLS, OK, refusedWith, ScriptedTransport, settled, type Step } from './scripted-transport.ts';

const MINUTE_START = Date.UTC(2026, 10, 22, 8, 15);

function failure(kind: TransportFailure, mayHaveBeenDelivered: boolean): ZaloTransportError {
  return new ZaloTransportError({ kind, method: 'POST /x', detail: 'scripted', mayHaveBeenDelivered });
}

const refused = failure('refused', false);
const lost = failure('timeout', true);

function setUp(steps: Step[], options: Partial<RetryOptions> = {}) {
  const inner = new ScriptedTransport(...steps);
  const sleeps: number[] = [];
  const transport = withRetry(inner, {
    clock: { now: () => MINUTE_START + 20_000 },
    sleep: async (delayMs) => void sleeps.push(delayMs),
    random: () => 0,
    ...options,
  });
  return { inner, sleeps, transport };
}

describe('withRetry repeats', () => {
  it('a POST that certainly did not arrive, with the very same call', async () => {
    const { inner, transport } = setUp([refused, refused]);
    await expect(transport.request(CALLS.post)).resolves.toBe(OK);
    expect(inner.calls).toEqual([CALLS.post, CALLS.post, CALLS.post]);
  });

  it.each(['timeout', 'network', 'http', 'refused'] as const)('a GET after the failure %s', async (kind) => {
    const { inner, transport } = setUp([failure(kind, true)]);
    await expect(transport.request(CALLS.get)).resolves.toBe(OK);
    expect(inner.calls).toHaveLength(2);
  });

  it('an OAuth call that certainly did not arrive', async () => {
    const { inner, transport } = setUp([refused]);
    await expect(transport.request(CALLS.oauth)).resolves.toBe(OK);
    expect(inner.calls).toHaveLength(2);
  });

  it.each([-32, '-32'])('a POST answered with %j, once the next minute has begun', async (code) => {
    const { sleeps, transport } = setUp([refusedWith(code)]);
    await expect(transport.request(CALLS.post)).resolves.toBe(OK);
    expect(sleeps).toEqual([40_000]);
  });

  it('a rate-limited call of the business host', async () => {
    const { inner, transport } = setUp([refusedWith(-32)]);
    await expect(transport.request(CALLS.business)).resolves.toBe(OK);
    expect(inner.calls).toHaveLength(2);
  });

  it('a rate-limited call a whole minute later when the minute has just begun, and some jitter after it', async () => {
    const clock = { now: () => MINUTE_START };
    const { sleeps, transport } = setUp([refusedWith(-32)], { clock, random: () => 0.5, baseDelayMs: 100 });
    await transport.request(CALLS.post);
    expect(sleeps).toEqual([60_050]);
  });
});

describe('withRetry does not repeat', () => {
  it.each(['timeout', 'network', 'http'] as const)('a POST that may have arrived (%s)', async (kind) => {
    const error = failure(kind, true);
    const { inner, sleeps, transport } = setUp([error]);
    await expect(transport.request(CALLS.post)).rejects.toBe(error);
    expect([inner.calls.length, sleeps.length]).toEqual([1, 0]);
  });

  it.each([0, -200, -201, -216, -31])('an answer with the code %i', async (code) => {
    const answer = refusedWith(code);
    const { inner, transport } = setUp([answer]);
    await expect(transport.request(CALLS.get)).resolves.toBe(answer);
    expect(inner.calls).toHaveLength(1);
  });

  it('an answer without a code', async () => {
    const answer = { status: 200, body: { data: {} } };
    const { inner, transport } = setUp([answer]);
    await expect(transport.request(CALLS.get)).resolves.toBe(answer);
    expect(inner.calls).toHaveLength(1);
  });

  it('a rate-limited OAuth call, which the tokens repeat themselves', async () => {
    const answer = refusedWith(-32);
    const { inner, transport } = setUp([answer]);
    await expect(transport.request(CALLS.oauth)).resolves.toBe(answer);
    expect(inner.calls).toHaveLength(1);
  });

  it('an error that is none of the transport', async () => {
    const error = new TypeError('a mistake');
    const { inner, transport } = setUp([error]);
    await expect(transport.request(CALLS.get)).rejects.toBe(error);
    expect(inner.calls).toHaveLength(1);
  });

  it('anything more often than allowed: 3 attempts unless set', async () => {
    const { inner, transport } = setUp([refused, refused, lost, refused]);
    await expect(transport.request(CALLS.get)).rejects.toBe(lost);
    expect(inner.calls).toHaveLength(3);
  });

  it('at all with one attempt', async () => {
    const { inner, transport } = setUp([refused], { maxAttempts: 1 });
    await expect(transport.request(CALLS.get)).rejects.toBe(refused);
    expect(inner.calls).toHaveLength(1);
  });

  it('a rate-limited call for ever: the last answer is the result', async () => {
    const answers = [refusedWith(-32), refusedWith(-32), refusedWith('-32')];
    const { sleeps, transport } = setUp([...answers]);
    await expect(transport.request(CALLS.post)).resolves.toBe(answers[2]);
    expect(sleeps).toHaveLength(2);
  });
});

describe('the waits of withRetry', () => {
  const waits = async (options: Partial<RetryOptions>) => {
    const { sleeps, transport } = setUp([refused, refused, refused, refused], { maxAttempts: 5, ...options });
    await transport.request(CALLS.post);
    return sleeps;
  };

  it('double from 250 ms, halved at the luckiest draw', async () => {
    expect(await waits({ random: () => 0 })).toEqual([125, 250, 500, 1000]);
    expect(await waits({ random: () => 1 })).toEqual([250, 500, 1000, 2000]);
  });

  it('start from the base delay and stop growing at the longest', async () => {
    expect(await waits({ random: () => 0.5, baseDelayMs: 1000, maxDelayMs: 3000 })).toEqual([750, 1500, 2250, 2250]);
  });

  it('are 10 s at most unless set', async () => {
    expect(await waits({ random: () => 1, baseDelayMs: 8000 })).toEqual([8000, 10_000, 10_000, 10_000]);
  });

  it('can be none', async () => {
    expect(await waits({ random: () => 0.9, baseDelayMs: 0 })).toEqual([0, 0, 0, 0]);
  });

  it('that fail end the call with their failure', async () => {
    const broken = new Error('no timers');
    const { transport } = setUp([refused], { sleep: () => Promise.reject(broken) });
    await expect(transport.request(CALLS.post)).rejects.toBe(broken);
  });
});

describe('closing withRetry', () => {
  const never = { sleep: () => new Promise<void>(() => {}) };

  it('closes the transport', async () => {
    const { inner, transport } = setUp([]);
    await transport.close();
    expect(inner.closed).toBe(1);
  });

  it('ends every waiting call with the failure or answer it has', async () => {
    const limited = refusedWith(-32);
    const { inner, transport } = setUp([refused, limited], never);
    const failing = expect(transport.request(CALLS.post)).rejects.toBe(refused);
    const answered = expect(transport.request(CALLS.post)).resolves.toBe(limited);
    await settled();
    await transport.close();
    await Promise.all([failing, answered]);
    expect(inner.calls).toHaveLength(2);
  });

  it('means that a later call is tried once', async () => {
    const { inner, sleeps, transport } = setUp([refused]);
    await transport.close();
    await expect(transport.request(CALLS.post)).rejects.toBe(refused);
    expect([inner.calls.length, sleeps.length]).toEqual([1, 0]);
  });
});

describe('settings of withRetry', () => {
  it.each([
    ['maxAttempts', 0],
    ['maxAttempts', 1.5],
    ['baseDelayMs', -1],
    ['maxDelayMs', -1],
    ['maxDelayMs', Number.NaN],
  ])('refuses %s of %d', (option, value) => {
    expect(() => setUp([], { [option]: value })).toThrow(ZaloSetupError);
    expect(() => setUp([], { [option]: value })).toThrow(expect.objectContaining({ option, actual: value }));
  });
});
