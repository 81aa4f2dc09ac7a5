import { describe, expect, it } from 'vitest';
import { createEmulator, SNAPSHOT_VERSION } from 'zalo-emulator';
import type { Snapshot } from 'zalo-emulator';
import { DAY_MS, createWorkbench, greet } from './workbench.ts';
import type { Workbench } from './workbench.ts';

/** A snapshot as it comes back from a file. */
function stored(snapshot: Snapshot): Snapshot {
  return JSON.parse(JSON.stringify(snapshot)) as Snapshot;
}

/** An emulator in which something of everything has happened. */
async function livedIn(): Promise<Workbench> {
  const bench = await createWorkbench({ appId: '42', oaSecret: 'bí mật' });
  const { emulator, residentId } = bench;
  await greet(bench, 'Xin chào');
  await bench.sendText('Chào bác');
  emulator.as.send(residentId, { kind: 'image', bytes: Buffer.from('\x89PNG-ảnh'), name: 'a.png' });
  emulator.createResident('Dì Sáu');
  emulator.account.update({ type: 4, packageName: undefined });
  emulator.updateSettings({ quotaInAnswer: false });
  emulator.setEventSwitches({ oa_send_: false });
  emulator.setFaults({ errorReply: { nextCount: 3 } });
  emulator.clock.advance(2 * DAY_MS);
  await emulator.idle();
  return bench;
}

describe('a snapshot', () => {
  it('is plain JSON that gives the same emulator again', async () => {
    const { emulator } = await livedIn();
    const taken = emulator.snapshot();
    const { emulator: copy } = await createWorkbench({
      snapshot: stored(taken),
      webhookUrl: 'http://new.invalid/hook',
    });
    expect(copy.snapshot()).toEqual({ ...taken, webhook: { url: 'http://new.invalid/hook', disabled: false } });
    expect(copy.residents()).toEqual(emulator.residents());
    expect(copy.tokens()).toEqual(emulator.tokens());
    expect(copy.options).toMatchObject({ appId: '42', oaSecret: 'bí mật' });
    expect(copy.clock.offsetMs()).toBe(2 * DAY_MS);
    expect(copy.account.get()).toEqual(emulator.account.get());
    expect(copy.faults()).toEqual({ errorReply: { nextCount: 3 } });
    expect(copy.eventSwitches()).toEqual({ oa_send_: false });
    expect(copy.settings().quotaInAnswer).toBe(false);
  });

  it('brings the chat back: a bot can answer, media can be fetched, what was unread is still unread', async () => {
    const { emulator } = await livedIn();
    const bench = await createWorkbench({ snapshot: stored(emulator.snapshot()), settings: {} });
    bench.emulator.setFaults({});
    bench.emulator.setEventSwitches({});
    const mediaId = bench.emulator.history(bench.residentId).at(-1)?.media?.mediaId ?? '';
    expect((await bench.server.inject(`/api/media/${mediaId}`)).rawPayload).toEqual(Buffer.from('\x89PNG-ảnh'));
    bench.emulator.as.markSeen(bench.residentId);
    await greet(bench, 'Cháu ơi');
    expect((await bench.sendText('Dạ', '/v2.0/oa/message')).json).toMatchObject({ error: -220 });
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['user_seen_message', 'user_send_text']);
    expect(bench.event(0)['message'].msg_ids).toEqual([bench.emulator.history(bench.residentId)[1]?.id]);
  });

  it('is not changed by what happens later', async () => {
    const { emulator, residentId } = await livedIn();
    const taken = emulator.snapshot();
    const before = JSON.stringify(taken);
    emulator.updateSettings({ hangMs: 1 });
    emulator.as.markSeen(residentId);
    expect(JSON.stringify(taken)).toBe(before);
  });

  it('restored into a running emulator replaces its state and calls off what waits', async () => {
    const lived = await livedIn();
    const bench = await createWorkbench();
    bench.answerWith(() => ({ outcome: 'unreachable' }));
    await greet(bench, 'trước đó');
    const heard: unknown[] = [];
    bench.emulator.subscribe((update) => heard.push(update));
    bench.emulator.restore(lived.emulator.snapshot());
    expect(bench.emulator.residents().map(({ name }) => name)).toEqual(['Bác Ba', 'Cô Tư', 'Anh Năm', 'Dì Sáu']);
    expect(bench.emulator.history(bench.residentId)[0]?.text).toBe('Xin chào');
    expect(heard).toContainEqual({ type: 'control', changed: 'snapshot' });
    await bench.advance(DAY_MS);
    expect(bench.posts).toHaveLength(1);
  });
});

describe('a snapshot that is not one', () => {
  const good = createEmulator().snapshot();
  const wrong: ReadonlyArray<readonly [string, unknown]> = [
    ['nothing', undefined],
    ['another version', { ...good, version: SNAPSHOT_VERSION + 1 }],
    ['a missing part', { ...good, chats: undefined }],
    ['a part nobody knows', { ...good, extra: 1 }],
    ['an unknown setting', { ...good, settings: { hangSeconds: 1 } }],
    ['an unknown fault', { ...good, faults: { html503: {} } }],
    ['a feature that is not in it', { ...good, features: {} }],
    [
      'a feature that is wrong',
      { ...good, features: Object.fromEntries(Object.keys(good.features).map((key) => [key, 7])) },
    ],
  ];
  it.each(wrong)('is refused and changes nothing: %s', async (_name, snapshot) => {
    const { emulator } = await livedIn();
    const before = emulator.snapshot();
    expect(() => emulator.restore(snapshot as Snapshot)).toThrow(
      expect.objectContaining({ code: 'EMULATOR_SNAPSHOT_INVALID' }),
    );
    expect(emulator.snapshot()).toEqual(before);
    if (snapshot !== undefined) {
      expect(() => createEmulator({ snapshot: snapshot as Snapshot })).toThrow('snapshot');
    }
  });
});
