import { afterEach, describe, expect, it } from 'vitest';
import { startEmulator } from 'zalo-emulator';
import type { RunningEmulator } from 'zalo-emulator';
import { MINUTE_MS, createWorkbench, greet } from './workbench.ts';
import type { Workbench } from './workbench.ts';

async function errorsOf(bench: Workbench, count: number): Promise<number[]> {
  const errors: number[] = [];
  for (let n = 0; n < count; n += 1) errors.push((await bench.sendText(`lần ${n}`)).json['error']);
  return errors;
}

describe('rateStorm', () => {
  it('refuses the next calls with -32 and no calls remaining, then serves as before', async () => {
    const bench = await createWorkbench({ faults: { rateStorm: { nextCount: 2 } } });
    await greet(bench);
    const { json, headers } = await bench.sendText('a');
    expect(json).toMatchObject({ error: -32 });
    expect(headers).toMatchObject({ 'x-ratelimit-limit': '4000', 'x-ratelimit-remain': '0' });
    expect(await errorsOf(bench, 2)).toEqual([-32, 0]);
  });

  it('lasts for a time on the emulator’s clock', async () => {
    const bench = await createWorkbench();
    await greet(bench);
    bench.emulator.setFaults({ rateStorm: { forMs: 2 * MINUTE_MS } });
    expect(await errorsOf(bench, 1)).toEqual([-32]);
    await bench.advance(2 * MINUTE_MS - 1);
    expect(bench.emulator.faults()).toEqual({ rateStorm: { forMs: 1 } });
    expect(await errorsOf(bench, 1)).toEqual([-32]);
    await bench.advance(1);
    expect(await errorsOf(bench, 1)).toEqual([0]);
  });

  it('can be aimed at sends only', async () => {
    const bench = await createWorkbench({ faults: { rateStorm: { nextCount: 5, on: 'send' } } });
    await greet(bench);
    const headers = { access_token: bench.emulator.tokens().accessToken };
    expect((await bench.server.inject({ url: '/v2.0/oa/getoa', headers })).json()).toMatchObject({ error: 0 });
    expect(await errorsOf(bench, 1)).toEqual([-32]);
  });
});

describe('slowNetwork', () => {
  it('holds every call for the delay and a share of the jitter', async () => {
    const delays: number[] = [];
    const bench = await createWorkbench({
      faults: { slowNetwork: { delayMs: 300, jitterMs: 100 } },
      random: () => 0.25,
      schedule(run, delayMs) {
        delays.push(delayMs);
        setImmediate(run);
        return () => undefined;
      },
    });
    delays.length = 0;
    await greet(bench);
    await bench.sendText('chậm');
    await bench.server.inject('/v2.0/oa/getoa');
    await bench.server.inject({ method: 'POST', url: '/v4/oa/access_token' });
    expect(delays.filter((delayMs) => delayMs < MINUTE_MS)).toEqual([325, 325, 325]);
  });

  /** A workbench whose 500 ms delay ends when the test says so. */
  async function heldBack(nextCount?: number) {
    let release = () => undefined as void;
    let announce = () => undefined as void;
    const held = new Promise<void>((resolve) => {
      announce = resolve;
    });
    const bench = await createWorkbench({
      faults: { slowNetwork: { delayMs: 500, ...(nextCount === undefined ? {} : { nextCount }) } },
      schedule(run, delayMs) {
        if (delayMs === 500) {
          release = run;
          announce();
        }
        return () => undefined;
      },
    });
    await greet(bench);
    return { bench, held, release: () => release() };
  }

  it('does not deliver before the delay is over', async () => {
    const { bench, held, release } = await heldBack();
    const sending = bench.sendText('chậm');
    await held;
    expect(bench.emulator.history(bench.residentId)).toHaveLength(1);
    release();
    expect((await sending).json).toMatchObject({ error: 0 });
  });

  it('strikes the next calls only when it is given a count', async () => {
    const { bench, held, release } = await heldBack(1);
    const slow = bench.sendText('chậm');
    await held;
    expect((await bench.sendText('nhanh')).json).toMatchObject({ error: 0 });
    release();
    await slow;
    const texts = bench.emulator.history(bench.residentId).map(({ text }) => text);
    expect(texts).toEqual(['Xin chào', 'nhanh', 'chậm']);
  });
});

describe('lostTokenAnswer', () => {
  let running: RunningEmulator;
  afterEach(() => running.close());

  it('rotates the pair and drops the connection, so that the client’s refresh token is dead', async () => {
    running = await startEmulator({ faults: { lostTokenAnswer: { nextCount: 1 } } });
    const before = running.emulator.tokens();
    const refresh = () =>
      fetch(`${running.url}/v4/oa/access_token`, {
        method: 'POST',
        headers: { secret_key: 'emulator-app-secret' },
        body: new URLSearchParams({
          ...{ app_id: '1357924680135792468', grant_type: 'refresh_token' },
          refresh_token: before.refreshToken,
        }),
      });
    await expect(refresh()).rejects.toThrow('fetch failed');
    expect(running.emulator.tokens().refreshToken).not.toBe(before.refreshToken);
    expect(await (await refresh()).json()).toMatchObject({ error: -14014 });
  });
});

describe('switches', () => {
  it('strike every kind of call with on: any', async () => {
    const bench = await createWorkbench({ faults: { errorReply: { nextCount: 2, on: 'any', code: -200 } } });
    const headers = { access_token: bench.emulator.tokens().accessToken };
    const read = async () => (await bench.server.inject({ url: '/v2.0/oa/getoa', headers })).json();
    expect([await read(), await read(), await read()]).toMatchObject([{ error: -200 }, { error: -200 }, { error: 0 }]);
  });

  it('tell how many strikes are left', async () => {
    const bench = await createWorkbench({ faults: { errorReply: { nextCount: 3, code: -200 } } });
    await greet(bench);
    await bench.sendText('a');
    expect(bench.emulator.faults()).toEqual({ errorReply: { nextCount: 2, code: -200 } });
  });

  const wrong: ReadonlyArray<readonly [string, object]> = [
    ['html503', { html503: { nextCount: 1 } }],
    ['hang.probability', { hang: { probability: 1.5 } }],
    ['slowNetwork.delayMs', { slowNetwork: {} }],
    ['refused.on', { refused: { on: 'everything' } }],
  ];
  it.each(wrong)('are refused and left as they were when %s is wrong', async (field, faults) => {
    const bench = await createWorkbench({ faults: { hang: { nextCount: 1 } } });
    expect(() => bench.emulator.setFaults(faults)).toThrow(
      expect.objectContaining({ code: 'EMULATOR_INPUT_INVALID', message: expect.stringContaining(field) }),
    );
    expect(bench.emulator.faults()).toEqual({ hang: { nextCount: 1 } });
  });
});
