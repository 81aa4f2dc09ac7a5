import { describe, expect, it } from 'vitest';
import {
  rateLaneOf,
  type RateLimitOptions,
  withRateLimit,
  type ZaloCall,
  ZaloRateLimitError,
  type ZaloReply,
  ZaloSetupError,
} from 'zalo-oa-sdk';
import { CALLS, OK, refusedWith, ScriptedTransport, settled } from './scripted-transport.ts';

const MINUTE_START = Date.UTC(2026, 10, 22, 8, 15);

/** Time that moves only when told, and runs what was scheduled on its way. */
class ManualTime {
  nowMs = MINUTE_START;
  timers: { atMs: number; callback: () => void }[] = [];

  readonly clock = { now: () => this.nowMs };

  readonly schedule = (callback: () => void, delayMs: number) => {
    const timer = { atMs: this.nowMs + delayMs, callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  };

  async to(offsetMs: number): Promise<void> {
    const untilMs = MINUTE_START + offsetMs;
    for (;;) {
      const next = this.timers.toSorted((a, b) => a.atMs - b.atMs)[0];
      if (!next || next.atMs > untilMs) break;
      this.timers = this.timers.filter((other) => other !== next);
      this.nowMs = next.atMs;
      next.callback();
      await settled();
    }
    this.nowMs = untilMs;
    await settled();
  }
}

function setUp(options: Partial<RateLimitOptions> = {}) {
  const time = new ManualTime();
  const inner = new ScriptedTransport();
  const begunMs: number[] = [];
  const request = inner.request.bind(inner);
  inner.request = (call) => {
    begunMs.push(time.nowMs - MINUTE_START);
    return request(call);
  };
  const transport = withRateLimit(inner, { clock: time.clock, schedule: time.schedule, ...options });
  /** Starts calls and forgets their results. */
  const start = async (count: number, call: ZaloCall = CALLS.post) => {
    for (let n = 0; n < count; n += 1) transport.request(call).catch(() => {});
    await settled();
  };
  return { time, inner, begunMs, transport, start };
}

function withRemain(remain: number, limit = 100): ZaloReply {
  return { ...OK, rateLimit: { limit, remain } };
}

describe('withRateLimit', () => {
  it('lets calls through untouched while there is room', async () => {
    const { inner, time, transport } = setUp({ perMinute: 2 });
    await expect(transport.request(CALLS.get)).resolves.toBe(OK);
    expect(inner.calls).toEqual([CALLS.get]);
    expect(inner.calls[0]).toBe(CALLS.get);
    expect(time.timers).toEqual([]);
  });

  it('lets 4,000 calls a minute begin unless set', async () => {
    const { begunMs, start, time } = setUp();
    await start(4001);
    expect(begunMs).toHaveLength(4000);
    await time.to(60_000);
    expect(begunMs.slice(4000)).toEqual([60_000]);
  });

  it('counts any 60 seconds, not the minutes of one clock', async () => {
    const { begunMs, start, time } = setUp({ perMinute: 3 });
    await time.to(50_000);
    await start(2);
    await time.to(70_000);
    await start(3);
    await time.to(200_000);
    expect(begunMs).toEqual([50_000, 50_000, 70_000, 110_000, 110_000]);
  });

  it('does not begin a millisecond early', async () => {
    const { begunMs, start, time } = setUp({ perMinute: 1 });
    await start(2);
    await time.to(59_999);
    expect(begunMs).toEqual([0]);
    await time.to(60_000);
    expect(begunMs).toEqual([0, 60_000]);
  });

  it('serves first come first served, also those that come while others wait', async () => {
    const { inner, start, time } = setUp({ perMinute: 1 });
    await start(1);
    await start(1, { ...CALLS.get, path: '/first' });
    await time.to(30_000);
    await start(1, { ...CALLS.get, path: '/second' });
    await time.to(59_999);
    time.nowMs = MINUTE_START + 60_000;
    await start(1, { ...CALLS.get, path: '/third' });
    await time.to(240_000);
    expect(inner.calls.map(({ path }) => path)).toEqual([CALLS.post.path, '/first', '/second', '/third']);
  });

  it('passes failures on and counts them', async () => {
    const { begunMs, inner, start, time, transport } = setUp({ perMinute: 1 });
    const broken = new Error('scripted');
    inner.steps.push(broken);
    await expect(transport.request(CALLS.post)).rejects.toBe(broken);
    inner.steps.push(broken);
    const waiting = expect(transport.request(CALLS.post)).rejects.toBe(broken);
    await start(1);
    await time.to(300_000);
    await waiting;
    expect(begunMs).toEqual([0, 60_000, 120_000]);
  });

  it('goes on when the clock is set back', async () => {
    const { begunMs, start, time } = setUp({ perMinute: 1 });
    await start(2);
    const [timer] = time.timers;
    time.nowMs -= 3_600_000;
    timer?.callback();
    await settled();
    expect(time.timers.at(-1)?.atMs).toBe(time.nowMs + 60_000);
    await time.to(-3_540_000);
    expect(begunMs).toEqual([0, -3_540_000]);
  });

  it('spaces calls evenly when it is to be smooth', async () => {
    const { begunMs, start, time } = setUp({ perMinute: 4, isSmooth: true });
    await start(6);
    await time.to(14_999);
    expect(begunMs).toEqual([0]);
    await time.to(300_000);
    expect(begunMs).toEqual([0, 15_000, 30_000, 45_000, 60_000, 75_000]);
  });

  it('closes the transport', async () => {
    const { inner, transport } = setUp();
    await transport.close();
    expect(inner.closed).toBe(1);
  });
});

describe('the lanes of withRateLimit', () => {
  it('leave OAuth calls out, count articles apart, and ZBS calls with the rest', () => {
    const lanes = Object.fromEntries(Object.entries(CALLS).map(([name, call]) => [name, rateLaneOf(call)]));
    expect(lanes).toEqual({ post: 'api', get: 'api', oauth: undefined, article: 'articles', business: 'api' });
    expect(rateLaneOf({ ...CALLS.get, path: '/x/v2.0/article/create' })).toBe('api');
  });

  it('do not wait for each other', async () => {
    const { begunMs, start } = setUp({ perMinute: 1 });
    await start(2);
    await start(2, CALLS.article);
    await start(3, CALLS.oauth);
    expect(begunMs).toHaveLength(5);
  });

  it('can be chosen by the caller', async () => {
    const { begunMs, start } = setUp({ perMinute: 1, laneOf: ({ path }) => path });
    await start(1);
    await start(1, CALLS.get);
    await start(1, CALLS.oauth);
    await start(1, CALLS.oauth);
    expect(begunMs).toHaveLength(3);
  });
});

describe('the queue of withRateLimit', () => {
  it('refuses one call more than may wait, without sending it', async () => {
    const { inner, start, transport } = setUp({ perMinute: 1, maxQueued: 2 });
    await start(3);
    const refused = transport.request(CALLS.post);
    await expect(refused).rejects.toThrow(ZaloRateLimitError);
    await expect(refused).rejects.toMatchObject({
      name: 'ZaloRateLimitError',
      code: 'ZALO_RATE_QUEUE_FULL',
      queued: 2,
      limitPerMinute: 1,
      mayHaveBeenDelivered: false,
      message:
        'ZALO_RATE_QUEUE_FULL: 2 calls are waiting already, the most allowed, at 1 calls a minute. The call was not ' +
        'sent. Send less, later, or raise maxQueued.',
    });
    expect(inner.calls).toHaveLength(1);
  });

  it('has room for 1,000 unless set', async () => {
    const { start, transport } = setUp({ perMinute: 1 });
    await start(1001);
    await expect(transport.request(CALLS.post)).rejects.toMatchObject({ queued: 1000 });
  });

  it('has room again when one has begun', async () => {
    const { begunMs, start, time } = setUp({ perMinute: 1, maxQueued: 1 });
    await start(3);
    await time.to(60_000);
    await start(1);
    await time.to(120_000);
    expect(begunMs).toEqual([0, 60_000, 120_000]);
  });

  it('can be none: what cannot begin at once is refused', async () => {
    const { start, transport, begunMs } = setUp({ perMinute: 1, maxQueued: 0 });
    await start(1);
    await expect(transport.request(CALLS.post)).rejects.toMatchObject({ code: 'ZALO_RATE_QUEUE_FULL', queued: 0 });
    expect(begunMs).toEqual([0]);
  });

  it('is refused when the transport is closed, and no timer stays behind', async () => {
    const { inner, start, time, transport } = setUp({ perMinute: 1 });
    await start(1);
    const waiting = [transport.request(CALLS.post), transport.request(CALLS.get)];
    const results = Promise.allSettled(waiting);
    await transport.close();
    for (const result of await results) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'ZALO_RATE_CLOSED', queued: 2 } });
    }
    expect([inner.calls.length, inner.closed, time.timers.length]).toEqual([1, 1, 0]);
  });

  it('leaves a call after closing to the closed transport', async () => {
    const { begunMs, start, transport } = setUp({ perMinute: 1 });
    await start(1);
    await transport.close();
    await start(1);
    expect(begunMs).toHaveLength(2);
  });
});

describe("Zalo's own count", () => {
  it('holds calls back until the next minute when nothing remains', async () => {
    const { begunMs, inner, start, time } = setUp({ perMinute: 100 });
    await time.to(20_000);
    inner.steps.push(withRemain(0));
    await start(1);
    await start(2);
    await time.to(59_999);
    expect(begunMs).toEqual([20_000]);
    await time.to(60_000);
    expect(begunMs).toEqual([20_000, 60_000, 60_000]);
  });

  it('lets exactly as many begin as remain', async () => {
    const { begunMs, inner, start, time } = setUp({ perMinute: 100 });
    inner.steps.push(withRemain(2));
    await start(1);
    await start(4);
    expect(begunMs).toEqual([0, 0, 0]);
    await time.to(60_000);
    expect(begunMs).toEqual([0, 0, 0, 60_000, 60_000]);
  });

  it('takes off the calls that began after the one answered', async () => {
    const { begunMs, inner, start, time } = setUp({ perMinute: 100 });
    const answers: ((reply: ZaloReply) => void)[] = [];
    const original = inner.request;
    inner.request = (call) => original(call).then(() => new Promise((resolve) => answers.push(resolve)));
    await start(3);
    answers[0]?.(withRemain(3));
    await settled();
    await start(3);
    expect(begunMs).toHaveLength(4);
    await time.to(59_999);
    expect(begunMs).toHaveLength(4);
  });

  it('is not overruled by a late answer to an earlier call', async () => {
    const { begunMs, inner, start } = setUp({ perMinute: 100 });
    const answers: ((reply: ZaloReply) => void)[] = [];
    const original = inner.request;
    inner.request = (call) => original(call).then(() => new Promise((resolve) => answers.push(resolve)));
    await start(2);
    answers[1]?.(withRemain(0));
    await settled();
    answers[0]?.(withRemain(50));
    await settled();
    await start(1);
    expect(begunMs).toHaveLength(2);
  });

  it('of an earlier minute does not hold back this one', async () => {
    const { begunMs, inner, start, time } = setUp({ perMinute: 100 });
    const answers: ((reply: ZaloReply) => void)[] = [];
    const original = inner.request;
    inner.request = (call) => original(call).then(() => new Promise((resolve) => answers.push(resolve)));
    await time.to(59_000);
    await start(2);
    await time.to(61_000);
    answers[0]?.(withRemain(0));
    answers[1]?.(refusedWith(-32));
    await settled();
    await start(1);
    expect(begunMs).toEqual([59_000, 59_000, 61_000]);
  });

  it('lets waiting calls begin at once when more remains than was thought', async () => {
    const { begunMs, inner, start } = setUp({ perMinute: 100 });
    const answers: ((reply: ZaloReply) => void)[] = [];
    const original = inner.request;
    inner.request = (call) => original(call).then(() => new Promise((resolve) => answers.push(resolve)));
    await start(2);
    answers[0]?.(withRemain(1));
    await settled();
    await start(1);
    expect(begunMs).toHaveLength(2);
    answers[1]?.(withRemain(99));
    await settled();
    expect(begunMs).toHaveLength(3);
  });

  it.each([
    [2, 2],
    [2.9, 2],
    [0, 1],
    [5, 3],
  ])('of a limit of %d a minute lets %i of 5 calls begin at once where 3 are set', async (limit, atOnce) => {
    const { begunMs, inner, start, time } = setUp({ perMinute: 3 });
    inner.steps.push(withRemain(100, limit));
    await start(1);
    await start(4);
    expect(begunMs.filter((atMs) => atMs === 0)).toHaveLength(atOnce);
    await time.to(400_000);
    expect(begunMs).toHaveLength(5);
  });

  it('can raise the limit again, up to the one set', async () => {
    const { begunMs, inner, start, time } = setUp({ perMinute: 3 });
    inner.steps.push(withRemain(100, 1), withRemain(100, 50));
    await start(1);
    await start(1);
    await time.to(60_000);
    await start(5);
    expect(begunMs).toEqual([0, 60_000, 60_000, 60_000]);
  });

  it.each([-32, '-32'])(
    'that the app has called too often (%j) pauses every call until the next minute',
    async (code) => {
      const { begunMs, inner, start, time } = setUp({ perMinute: 100 });
      await time.to(1_000);
      inner.steps.push(refusedWith(code));
      await start(1);
      await start(2);
      await time.to(59_999);
      expect(begunMs).toEqual([1_000]);
      await time.to(60_000);
      expect(begunMs).toEqual([1_000, 60_000, 60_000]);
    },
  );

  it('moves with the clock when that is set back during a pause', async () => {
    const { begunMs, inner, start, time } = setUp({ perMinute: 100 });
    inner.steps.push(refusedWith(-32));
    await start(1);
    inner.steps.push(withRemain(0));
    time.nowMs -= 600_000;
    await start(1);
    expect(time.timers.map(({ atMs }) => atMs - time.nowMs)).toEqual([60_000]);
    await time.to(-540_000);
    expect(begunMs).toEqual([0, -540_000]);
  });

  it('of nothing left moves with the clock too', async () => {
    const { inner, start, time } = setUp({ perMinute: 100 });
    inner.steps.push(withRemain(0));
    await start(1);
    time.nowMs -= 600_000;
    await start(1);
    expect(time.timers.map(({ atMs }) => atMs - time.nowMs)).toEqual([60_000]);
  });
});

describe('settings of withRateLimit', () => {
  it.each([
    ['perMinute', 0],
    ['perMinute', 0.5],
    ['perMinute', Number.POSITIVE_INFINITY],
    ['maxQueued', -1],
    ['maxQueued', 1.5],
  ])('refuses %s of %d', (option, value) => {
    expect(() => setUp({ [option]: value })).toThrow(ZaloSetupError);
    expect(() => setUp({ [option]: value })).toThrow(expect.objectContaining({ option, actual: value }));
  });
});
