import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Storage } from '../../src/storage/ports.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { anEvent, OA } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

describe.each(storageAdapters)('groups in the $name store', (adapter) => {
  let folder: ReturnType<typeof makeTempDir>;
  let storage: Storage;
  let events = 0;

  beforeEach(async () => {
    folder = makeTempDir();
    storage = await adapter.open(folder.dir);
  });
  afterEach(async () => {
    await storage.close();
    folder[Symbol.dispose]();
  });

  const accept = async (): Promise<number> => {
    events += 1;
    const { id = 0 } = await storage.acceptEvent(anEvent({ key: `g-${events}`, userId: 'group:7' }));
    return id;
  };
  const answer = async (
    at: number,
    changes: { inboxId?: number; body?: string | undefined; claimFirst?: boolean } = {},
  ) => {
    const { body = '{"text":"chào cả nhà"}', ...rest } = changes;
    return storage.commitGroupAnswer({
      inboxId: rest.inboxId ?? (await accept()),
      oaId: OA,
      groupId: '7',
      recipient: 'group:7',
      at,
      gapMs: 10_000,
      claimFirst: rest.claimFirst ?? false,
      ...('body' in changes && changes.body === undefined ? {} : { body }),
    });
  };

  test('links a group to a team, changes and forgets it, each OA for itself', async () => {
    await storage.saveTeamGroup({ oaId: OA, groupId: '7', teamCode: 'LN03' });
    await storage.saveTeamGroup({ oaId: OA, groupId: '7', teamCode: 'LN04' });
    await storage.saveTeamGroup({ oaId: 'other', groupId: '7', teamCode: 'XX01' });
    expect(await storage.listTeamGroups({ oaId: OA })).toEqual([
      { oaId: OA, groupId: '7', teamCode: 'LN04', answeredAt: 0 },
    ]);
    expect(await storage.removeTeamGroup({ oaId: OA, groupId: '7' })).toEqual({ removed: true });
    expect(await storage.removeTeamGroup({ oaId: OA, groupId: '7' })).toEqual({ removed: false });
    expect(await storage.findTeamGroup({ oaId: 'other', groupId: '7' })).toMatchObject({ teamCode: 'XX01' });
  });

  test('queues one answer in ten seconds for a group, and finishes every call', async () => {
    expect(await answer(50_000)).toEqual({ outboxId: expect.any(Number) });
    expect(await answer(59_999)).toEqual({});
    expect(await answer(60_000)).toEqual({ outboxId: expect.any(Number) });
    expect(await storage.counts()).toMatchObject({ inboxPending: 0, outboxPending: 2 });
    expect(await storage.findTeamGroup({ oaId: OA, groupId: '7' })).toMatchObject({ teamCode: '', answeredAt: 60_000 });
  });

  test('keeps the team of a group over its answers', async () => {
    await storage.saveTeamGroup({ oaId: OA, groupId: '7', teamCode: 'LN03' });
    await answer(50_000);
    await storage.saveTeamGroup({ oaId: OA, groupId: '7', teamCode: 'LN04' });
    expect(await storage.findTeamGroup({ oaId: OA, groupId: '7' })).toMatchObject({
      teamCode: 'LN04',
      answeredAt: 50_000,
    });
  });

  test('answers a call once, however often it is committed', async () => {
    const inboxId = await accept();
    expect(await answer(50_000, { inboxId })).toEqual({ outboxId: expect.any(Number) });
    expect(await answer(90_000, { inboxId })).toEqual({});
    expect(await storage.counts()).toMatchObject({ outboxPending: 1 });
  });

  test('says nothing where nothing is to be said, and makes nobody of the group', async () => {
    expect(await answer(50_000, { body: undefined })).toEqual({});
    await answer(60_000, { claimFirst: true });
    expect(await storage.counts()).toMatchObject({ outboxPending: 0, outboxSending: 1 });
    expect(await storage.loadTurn({ oaId: OA, userId: 'group:7' })).toEqual({
      resident: undefined,
      session: { version: 0, state: null },
    });
    expect(await storage.listAudience({ oaId: OA, afterUserId: '', limit: 10 })).toEqual([]);
  });

  test('settles an unknown answer by its echo, under the address of the group', async () => {
    const { outboxId = 0 } = await answer(50_000, { claimFirst: true });
    await storage.recordSend({ id: outboxId, at: 1, outcome: { state: 'unknown', code: 'x', meaning: 'x' } });
    const echo = { oaId: OA, messageId: 'm1', text: 'chào cả nhà', at: 2 };
    expect(await storage.settleEcho({ ...echo, userId: 'group:8' })).toEqual({ settledId: undefined });
    expect(await storage.settleEcho({ ...echo, userId: 'group:7' })).toEqual({ settledId: outboxId });
  });
});
