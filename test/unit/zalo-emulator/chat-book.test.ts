import { describe, expect, it } from 'vitest';
import { MINUTE_MS, createWorkbench, greet } from './workbench.ts';

describe('a resident’s chat', () => {
  it('shows the residents’ messages as seen once the OA has written, each exactly once', async () => {
    const bench = await createWorkbench({ echoes: false });
    await greet(bench, 'một');
    await greet(bench, 'hai');
    const seen: string[] = [];
    bench.emulator.subscribe((update) => {
      if (update.type === 'message' && update.message.state === 'seen') seen.push(update.message.text ?? '');
    });
    await bench.sendText('trả lời');
    await bench.sendText('thêm');
    expect(seen).toEqual(['một', 'hai']);
    expect(bench.emulator.history(bench.residentId).map(({ state }) => state)).toEqual([
      ...['seen', 'seen'],
      ...['received', 'received'],
    ]);
  });

  it('never shows a message that did not reach the bot as seen, however often the OA writes', async () => {
    const bench = await createWorkbench({ echoes: false });
    await greet(bench, 'đến nơi');
    bench.answerWith(() => ({ outcome: 'answered', status: 500 }));
    await greet(bench, 'bị từ chối');
    await bench.sendText('một');
    await bench.sendText('hai');
    const { emulator, residentId } = bench;
    expect(emulator.history(residentId).slice(0, 2)).toMatchObject([
      { text: 'đến nơi', state: 'seen' },
      { text: 'bị từ chối', state: 'failed', failure: 'refused' },
    ]);
    const reopened = await createWorkbench({ echoes: false, snapshot: emulator.snapshot() });
    await reopened.sendText('ba');
    expect(reopened.emulator.history(residentId)[1]).toMatchObject({ text: 'bị từ chối', state: 'failed' });
  });

  it('shows a message that arrived late, through the ladder, as seen once the OA writes after that', async () => {
    const bench = await createWorkbench({ echoes: false });
    await greet(bench);
    bench.answerWith(() => ({ outcome: 'unreachable' }));
    await greet(bench, 'đến muộn');
    await bench.sendText('chưa thấy');
    const state = () => bench.emulator.history(bench.residentId)[1]?.state;
    expect(state()).toBe('failed');
    bench.answerWith(() => ({ outcome: 'answered', status: 200 }));
    await bench.advance(MINUTE_MS);
    expect(state()).toBe('received');
    await bench.sendText('thấy rồi');
    expect(state()).toBe('seen');
  });

  it('keeps the last 500 messages, and seen events name no older one', async () => {
    const bench = await createWorkbench({ eventSwitches: { '*': false, user_seen_message: true } });
    await greet(bench, 'đầu tiên');
    for (let n = 1; n <= 700; n += 1) await bench.sendText(`${n}`);
    const history = bench.emulator.history(bench.residentId);
    expect([history.length, history[0]?.text, history.at(-1)?.text]).toEqual([500, '201', '700']);
    bench.emulator.as.markSeen(bench.residentId);
    await bench.emulator.idle();
    const { msg_ids: ids } = bench.event(0)['message'] as { msg_ids: string[] };
    expect(ids.at(-1)).toBe(history.at(-1)?.id);
    expect(ids.length).toBeGreaterThanOrEqual(500);
    expect(ids.length).toBeLessThan(600);
  });
});
