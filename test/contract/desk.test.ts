import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeskRef } from '../../src/storage/desk-ports.ts';
import type { HelpRequest } from '../../src/storage/help-ports.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { MORNING } from '../support/manual-clock.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { anEvent, aTurn, commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { filesContaining, makeTempDir } from '../support/temp-dir.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const CASE: DeskRef = { oaId: OA, kind: 'help', ref: 'h1' };

const aRequest = (changes: Partial<HelpRequest> = {}): HelpRequest => ({
  ...{ oaId: OA, id: 'h1', version: 0, userId: LAN, topic: 'e-payments', flow: 'pay-by-qr', step: '2' },
  ...{ teamCode: TEAM.code, communeCode: TEAM.communeCode, at: MORNING, state: 'desk', reminders: 0, offers: [] },
  ...changes,
});

const heldBy = expect.objectContaining({ code: 'DESK_HELD' });
const changed = expect.objectContaining({ code: 'DESK_CHANGED' });
const hand = (by = 'hanh', at = MORNING) => ({ by, name: `Chị ${by}`, at });

describe.each(storageAdapters)('the help desk in the $name store', (adapter) => {
  let folder: ReturnType<typeof makeTempDir>;
  let storage: Storage;

  beforeEach(async () => {
    folder = makeTempDir();
    storage = await adapter.open(folder.dir);
    await storage.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING });
    await commitTurn(storage, { resident: { lastInteractionAt: MORNING, handoverAt: MORNING, communeCode: '25270' } });
    await storage.saveHelp({ request: aRequest() });
  });

  afterEach(async () => {
    await storage.close();
    folder[Symbol.dispose]();
  });

  const hold = (by = 'hanh', at = MORNING, more: { takesOver?: boolean } = {}) =>
    storage.holdDesk({ ...CASE, ...hand(by, at), until: at + 15 * MINUTE, ...more });
  const answer = (by = 'hanh', at = MORNING, seen = 0, text = 'chào bác') =>
    storage.answerDesk({
      ...{ ...CASE, ...hand(by, at), until: at + 15 * MINUTE, answersSeen: seen, detail: '8', userId: LAN },
      message: { body: JSON.stringify({ text }), windowStart: at - 7 * DAY, silencedUntil: at + 30 * MINUTE },
    });
  const found = () => storage.findDeskCase(CASE);
  const queued = async () => (await storage.listOpenAnswers({ afterId: 0, limit: 100 })).map(({ body }) => body);

  test('of fifty who take one case at once, one has it', async () => {
    const results = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => hold(`staff-${index}`)));
    const won = results.flatMap((one, index) => (one.status === 'fulfilled' ? [`staff-${index}`] : []));
    expect(won).toHaveLength(1);
    expect(results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))).toEqual(Array(49).fill(heldBy));
    expect(await found()).toMatchObject({ holder: won[0], version: 1, heldSince: MORNING });
  });

  test('of fifty answers at once one is sent, whether of one person or of many', async () => {
    const own = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => answer('hanh', MORNING, 0, `${index}`)),
    );
    expect(own.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(own.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))[0]).toEqual(changed);
    await storage.releaseDesk({ ...CASE, ...hand() });
    const many = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => answer(`staff-${index}`, MORNING, 1, `${index}`)),
    );
    expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await queued()).toHaveLength(2);
    expect(await found()).toMatchObject({ answers: 2 });
  });

  test('it is free again after its time, when it is given back, and to whoever may take over', async () => {
    await hold();
    await expect(hold('son', MORNING + 14 * MINUTE)).rejects.toEqual(heldBy);
    await hold('son', MORNING + 15 * MINUTE);
    expect(await found()).toMatchObject({ holder: 'son', firstHeldAt: MORNING });
    await storage.releaseDesk({ ...CASE, ...hand('hanh', MORNING + 16 * MINUTE) });
    expect(await found()).toMatchObject({ holder: 'son' });
    await hold('admin', MORNING + 17 * MINUTE, { takesOver: true });
    await storage.releaseDesk({ ...CASE, ...hand('admin', MORNING + 18 * MINUTE) });
    expect(await found()).not.toHaveProperty('holder');
    expect((await storage.listDeskEvents(CASE)).map(({ by, deed }) => `${by} ${deed}`)).toEqual([
      ...['hanh held', 'son held', 'admin taken-over', 'admin released'],
    ]);
  });

  test('whoever has it may keep it longer without becoming its holder anew', async () => {
    await hold();
    await hold('hanh', MORNING + 10 * MINUTE);
    expect(await found()).toMatchObject({ heldSince: MORNING, heldUntil: MORNING + 25 * MINUTE });
    expect(await storage.listDeskEvents(CASE)).toHaveLength(1);
  });

  test('an answer waits for nobody any more, silences the bot and shows what became of its message', async () => {
    const { outboxId = 0 } = await answer();
    const { resident } = await storage.loadTurn({ oaId: OA, userId: LAN });
    expect(resident).not.toHaveProperty('handoverAt');
    expect(resident).toMatchObject({ silencedUntil: MORNING + 30 * MINUTE });
    expect(await found()).toMatchObject({ answers: 1, firstAnswerAt: MORNING, lastSend: 'pending', holder: 'hanh' });
    await storage.claimSend({ id: outboxId, resend: false, at: MORNING });
    await storage.recordSend({ id: outboxId, outcome: { state: 'failed', code: '-230', meaning: 'x' }, at: MORNING });
    expect(await found()).toMatchObject({ lastSend: 'failed' });
    expect(await storage.listDeskEvents(CASE)).toMatchObject([{ deed: 'answered', detail: '8', send: 'failed' }]);
  });

  test('an answer of the desk that was sent is seen as sent', async () => {
    const { outboxId = 0 } = await answer();
    await storage.claimSend({ id: outboxId, resend: false, at: MORNING });
    const sent = { id: outboxId, outcome: { state: 'sent', messageId: 'z1' }, at: MORNING } as const;
    expect(await storage.recordSend(sent)).toMatchObject({ recorded: true });
    expect(await found()).toMatchObject({ lastSend: 'sent' });
    expect(await storage.listDeskEvents(CASE)).toMatchObject([{ deed: 'answered', send: 'sent' }]);
  });

  test('nothing is queued for somebody outside the window, or unknown', async () => {
    await expect(answer('hanh', MORNING + 7 * DAY)).rejects.toEqual(changed);
    await expect(
      storage.answerDesk({
        ...{ ...CASE, ...hand(), until: MORNING, answersSeen: 0, detail: '', userId: HOA },
        message: { body: '{}', windowStart: 0 },
      }),
    ).rejects.toEqual(changed);
    expect(await queued()).toEqual([]);
    expect(await found()).toBeUndefined();
  });

  test('an answer that silences the chatbot makes a turn that was decided before be decided anew', async () => {
    const { id = 0 } = await storage.acceptEvent(anEvent());
    const { session } = await storage.loadTurn({ oaId: OA, userId: LAN });
    await hold();
    await answer();
    const turn = aTurn(id, { expectedVersion: session.version });
    expect(await storage.commitTurn(turn)).toEqual({ ok: false, reason: 'conflict' });
  });

  test('an answer and its line in the record are written together or not at all', async () => {
    await hold('son');
    const change = {
      ...{ oaId: OA, at: MORNING, actor: 'hanh', action: 'help.answer', subject: 'help:h1', detail: '{}' },
      onceKey: 'once',
      writes: [
        {
          operation: 'answerDesk',
          args: {
            ...{ ...CASE, ...hand(), until: MORNING, answersSeen: 0, detail: '', userId: LAN },
            message: { body: '{"text":"a"}', windowStart: 0 },
          },
        },
      ],
    } as const;
    await expect(storage.staffChange(change)).rejects.toEqual(heldBy);
    expect(await storage.listAudit({ oaId: OA, limit: 5 })).toEqual([]);
    await storage.releaseDesk({ ...CASE, ...hand('son') });
    expect(await storage.staffChange(change)).toMatchObject({ isRepeat: false });
    expect(await storage.staffChange(change)).toMatchObject({ isRepeat: true });
    expect(await queued()).toEqual(['{"text":"a"}']);
  });

  test("a case that is closed is in nobody's hand, and is opened again", async () => {
    await hold();
    await storage.noteDesk({ ...CASE, ...hand(), deed: 'closed', detail: 'solved', outcome: 'solved' });
    expect(await found()).toMatchObject({ closedAt: MORNING, outcome: 'solved' });
    expect(await found()).not.toHaveProperty('holder');
    await storage.noteDesk({ ...CASE, ...hand(), deed: 'reopened', detail: '', reopens: true });
    expect(await found()).not.toHaveProperty('outcome');
    await hold();
    const foreign = storage.noteDesk({ ...CASE, ...hand('son'), deed: 'closed', detail: '', outcome: 'solved' });
    await expect(foreign).rejects.toEqual(heldBy);
    await storage.noteDesk({ ...CASE, ...hand('son'), deed: 'looked', detail: '' });
    expect(await found()).toMatchObject({ holder: 'hanh' });
  });

  test('who waits without a request is listed by where they live, and leaves the list with a request', async () => {
    await commitTurn(storage, {
      userId: HOA,
      resident: { lastInteractionAt: MORNING, handoverAt: MORNING + 5, communeCode: '1' },
    });
    expect(await storage.listDeskWaiting({ oaId: OA, limit: 9 })).toEqual([
      { userId: HOA, handoverAt: MORNING + 5, teamCode: '', communeCode: '1', lastInteractionAt: MORNING },
    ]);
    expect(await storage.listDeskWaiting({ oaId: OA, communeCodes: ['2'], limit: 9 })).toEqual([]);
    await storage.saveHelp({ request: aRequest({ id: 'h2', userId: HOA, communeCode: '1' }) });
    expect(await storage.listDeskWaiting({ oaId: OA, limit: 9 })).toEqual([]);
  });

  test('requests are listed by commune while they live, and when they have ended', async () => {
    await storage.saveHelp({ request: aRequest({ id: 'h0', userId: HOA, communeCode: '1', at: MORNING - 5 }) });
    const ids = async (codes?: string[]) =>
      (await storage.listDeskHelp({ oaId: OA, limit: 9, ...(codes ? { communeCodes: codes } : {}) })).map(
        ({ id }) => id,
      );
    expect(await ids()).toEqual(['h0', 'h1']);
    expect(await ids(['1', '2'])).toEqual(['h0']);
    const kept = (await storage.findHelp({ oaId: OA, id: 'h1' })) as HelpRequest;
    await storage.saveHelp({ request: { ...kept, state: 'done', doneAt: MORNING + 9, deskAnsweredAt: MORNING + 8 } });
    expect(await ids()).toEqual(['h0']);
    expect(await storage.listDeskEnded({ oaId: OA, since: MORNING, limit: 9 })).toMatchObject([
      { id: 'h1', deskAnsweredAt: MORNING + 8 },
    ]);
    expect(await storage.listDeskEnded({ oaId: OA, since: MORNING + 10, limit: 9 })).toEqual([]);
  });

  test('waits are added up by day, commune and minutes', async () => {
    await storage.saveHelp({ request: aRequest({ id: 'h2', userId: HOA, waitedMinutes: 7, communeCode: '1' }) });
    const rows = await storage.deskWaits({ oaId: OA, fromDay: '2026-11-22', toDay: '2026-11-22' });
    expect(rows.toSorted((a, b) => a.communeCode.localeCompare(b.communeCode))).toEqual([
      { day: '2026-11-22', communeCode: '1', waitedMinutes: 7, count: 1 },
      { day: '2026-11-22', communeCode: '25270', count: 1 },
    ]);
    expect(await storage.deskWaits({ oaId: OA, fromDay: '2026-11-23', toDay: '2026-11-30' })).toEqual([]);
  });

  test('erasing a resident frees their case, and takes their kept question with its case and the message', async () => {
    await commitTurn(storage, { demand: { text: 'câu hỏi giữ lại', nearest: '', pseudonym: 'p-lan' } });
    const [asked] = await storage.listDemand({ oaId: OA, fromDay: '2026-01-01', limit: 9 });
    const demand = { oaId: OA, kind: 'demand', ref: String(asked?.id) } as const;
    expect(await storage.findDeskDemand({ oaId: OA, id: asked?.id ?? 0 })).toMatchObject({ pseudonym: 'p-lan' });
    await storage.holdDesk({ ...demand, ...hand(), until: MORNING + 1 });
    await answer('hanh', MORNING, 0, 'lời nhắn của bàn');
    await storage.eraseResident({ oaId: OA, userId: LAN, pseudonym: 'p-lan', at: MORNING, via: 'command' });
    expect(await storage.findDeskCase(demand)).toBeUndefined();
    expect(await storage.listDeskEvents(demand)).toEqual([]);
    expect(await found()).toMatchObject({ answers: 1 });
    expect(await found()).not.toHaveProperty('holder');
    expect(await queued()).toEqual([]);
    expect(await storage.listDeskContacts({ oaId: OA, userIds: [LAN] })).toEqual([]);
    await storage.setDeskContact({ oaId: OA, userId: LAN, silencedUntil: 5 });
    expect((await storage.loadTurn({ oaId: OA, userId: LAN })).resident).toBeUndefined();
    await storage.checkpoint();
    expect(filesContaining(folder.dir, 'lời nhắn của bàn')).toEqual([]);
    expect(filesContaining(folder.dir, LAN)).toEqual([]);
  });

  test('what is older than the retention time is forgotten', async () => {
    await hold();
    await storage.purge({ at: MORNING + 9 * DAY, inboxBefore: 0, historyBefore: MORNING + DAY });
    expect(await found()).toBeUndefined();
    expect(await storage.listDeskEvents(CASE)).toEqual([]);
  });

  test('those who wrote lately are read page by page', async () => {
    await commitTurn(storage, { userId: HOA, resident: { lastInteractionAt: MORNING - DAY } });
    const read = (since: number, afterUserId = '') =>
      storage.listDeskReachable({ oaId: OA, since, afterUserId, limit: 1 });
    expect(await read(MORNING - 2 * DAY)).toEqual([LAN]);
    expect(await read(MORNING - 2 * DAY, LAN)).toEqual([HOA]);
    expect(await read(MORNING, LAN)).toEqual([]);
  });
});
