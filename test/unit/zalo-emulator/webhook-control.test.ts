import { describe, expect, it, vi } from 'vitest';
import type { WebhookAnswer } from 'zalo-emulator';
import { createWorkbench, greet } from './workbench.ts';

const ok = (): WebhookAnswer => ({ outcome: 'answered', status: 200 });

describe('event switches', () => {
  it('post everything at first, and by name or prefix only what is on', async () => {
    const bench = await createWorkbench({ eventSwitches: { oa_send_: false } });
    await greet(bench);
    await bench.sendText('một');
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['user_send_text', 'user_received_message']);
    bench.emulator.setEventSwitches({ '*': false, oa_send_: true, user_: false });
    await greet(bench);
    await bench.sendText('hai');
    await bench.emulator.idle();
    expect(bench.eventNames().slice(2)).toEqual(['oa_send_text']);
    expect(bench.emulator.eventSwitches()).toEqual({ '*': false, oa_send_: true, user_: false });
  });

  it('let the longest key decide', async () => {
    const bench = await createWorkbench({ eventSwitches: { user_send_: false, user_send_text: true } });
    await greet(bench);
    bench.emulator.as.send(bench.residentId, { kind: 'sticker', stickerId: 'cuoi' });
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['user_send_text']);
  });

  it('show the resident’s message as received although nobody was told', async () => {
    const bench = await createWorkbench({ eventSwitches: { '*': false } });
    await greet(bench);
    expect(bench.posts).toEqual([]);
    expect(bench.emulator.history(bench.residentId)[0]).toMatchObject({ state: 'received' });
  });
});

describe('the filter "Lọc cú pháp"', () => {
  it('lets through only texts that start with #, and every other kind', async () => {
    const bench = await createWorkbench({ settings: { keywordFilter: true } });
    await greet(bench, 'căn cước');
    await greet(bench, '#căn cước');
    bench.emulator.as.send(bench.residentId, { kind: 'sticker', stickerId: 'cuoi' });
    await bench.emulator.idle();
    expect(bench.posts.map(({ rawBody }) => JSON.parse(rawBody).message.text)).toEqual(['#căn cước', undefined]);
  });
});

describe('webhook faults', () => {
  it('double events as long as they are switched on', async () => {
    const bench = await createWorkbench();
    bench.emulator.setFaults({ webhook: { duplicateProbability: 0.6 } });
    await greet(bench, 'hai lần');
    bench.emulator.setFaults({});
    await greet(bench, 'một lần');
    const texts = bench.posts.map(({ rawBody }) => JSON.parse(rawBody).message.text);
    expect(texts).toEqual(['hai lần', 'hai lần', 'một lần']);
  });

  it('hold an event back so that later ones of the same resident overtake it', async () => {
    const draws = [0.1, 0.5, 0.9];
    const bench = await createWorkbench({
      random: () => draws.shift() ?? 0.9,
      faults: { webhook: { reorderProbability: 0.2, reorderWithinMs: 4000 } },
    });
    await greet(bench, 'trước');
    await greet(bench, 'sau');
    const texts = () => bench.posts.map(({ rawBody }) => JSON.parse(rawBody).message.text);
    await bench.advance(1999);
    expect(texts()).toEqual(['sau']);
    await bench.advance(1);
    expect(texts()).toEqual(['sau', 'trước']);
  });
});

describe('deliveries', () => {
  it('carry the bytes posted and the beginning of the answer', async () => {
    const bench = await createWorkbench();
    bench.answerWith(() => ({ outcome: 'answered', status: 500, answerBody: 'hỏng' }));
    await greet(bench);
    expect(bench.emulator.deliveries()).toMatchObject([
      { status: 500, answerBody: 'hỏng', rawBody: bench.posts[0]?.rawBody },
    ]);
  });

  it('can be posted again, word for word with the same signature, and the message then counts as received', async () => {
    const bench = await createWorkbench();
    bench.answerWith(() => ({ outcome: 'answered', status: 500 }));
    await greet(bench);
    expect(bench.emulator.history(bench.residentId)[0]).toMatchObject({ state: 'failed', failure: 'refused' });
    bench.answerWith(ok);
    const again = await bench.emulator.resendDelivery(bench.emulator.deliveries()[0]?.id ?? '');
    expect(again).toMatchObject({ resent: true, status: 200, attempt: 0 });
    expect(bench.posts[1]).toEqual(bench.posts[0]);
    expect(bench.emulator.history(bench.residentId)[0]).toMatchObject({ state: 'received' });
    expect(bench.emulator.deliveries().map(({ resent }) => resent)).toEqual([undefined, true]);
  });

  it('posted again climb no ladder and do not disable the webhook', async () => {
    const bench = await createWorkbench();
    await greet(bench);
    bench.answerWith(() => ({ outcome: 'unreachable' }));
    const again = await bench.emulator.resendDelivery(bench.emulator.deliveries()[0]?.id ?? '');
    expect(again).not.toHaveProperty('nextAttemptInMs');
    await bench.advance(24 * 3_600_000);
    expect(bench.posts).toHaveLength(2);
    expect(bench.emulator.webhook().disabled).toBe(false);
  });

  it('that are not there cannot be posted again', async () => {
    const bench = await createWorkbench();
    await expect(bench.emulator.resendDelivery('x')).rejects.toMatchObject({ code: 'EMULATOR_DELIVERY_UNKNOWN' });
  });

  it('are the last 500', async () => {
    const bench = await createWorkbench({ echoes: false });
    for (let n = 0; n < 1003; n += 1) bench.emulator.as.send(bench.residentId, { kind: 'text', text: `${n}` });
    await bench.emulator.idle();
    const deliveries = bench.emulator.deliveries();
    expect(deliveries).toHaveLength(500);
    expect(JSON.parse(deliveries[0]?.rawBody ?? '').message.text).toBe('503');
  });
});

describe('the console’s probe', () => {
  it('goes out when a URL is set, but not for the one at the start', async () => {
    const bench = await createWorkbench();
    await bench.emulator.idle();
    expect(bench.posts).toEqual([]);
    bench.emulator.setWebhookUrl('http://other.invalid/hook');
    await bench.emulator.idle();
    expect(bench.posts).toMatchObject([{ url: 'http://other.invalid/hook', rawBody: '{}', headers: {} }]);
  });

  it('follows its settings', async () => {
    const settings = { probeWebhookAtStart: true, probeWebhookOnSet: false };
    const bench = await createWorkbench({ settings });
    bench.emulator.setWebhookUrl('http://other.invalid/hook');
    await bench.emulator.idle();
    expect(bench.posts).toMatchObject([{ url: 'http://bot.invalid/webhook', rawBody: '{}' }]);
  });
});

describe('code of others that throws', () => {
  it('stops neither the other listeners nor the posts', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const bench = await createWorkbench();
    let heard = 0;
    bench.emulator.subscribe(() => {
      throw new Error('listener');
    });
    bench.emulator.subscribe(() => {
      heard += 1;
    });
    bench.answerWith(() => {
      throw new Error('transport');
    });
    await greet(bench, 'một');
    bench.answerWith(ok);
    await greet(bench, 'hai');
    expect(bench.emulator.deliveries().map(({ outcome }) => outcome)).toEqual(['broken', 'answered']);
    expect(heard).toBeGreaterThan(2);
    expect(warn.mock.calls.map(([warning]) => (warning as Error).message)).toContain('transport');
    warn.mockRestore();
  });
});
