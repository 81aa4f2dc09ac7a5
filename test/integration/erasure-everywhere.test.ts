import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newDraft } from '../../src/broadcasts/lifecycle.ts';
import { newCascadeJob } from '../../src/broadcasts/lanes/cascade.ts';
import { newZbsJob } from '../../src/broadcasts/lanes/zbs.ts';
import { PERSONAL_TABLES } from '../../src/storage/sql/personal-tables.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { FIELD_PHOTOS_FOLDER } from '../../src/teams/field-photos.ts';
import { inviteHash } from '../../src/teams/registry.ts';
import { aContent } from '../support/announcements.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { shiftedClock } from '../support/bot-command.ts';
import { eventually } from '../support/eventually.ts';
import { anEntry } from '../support/field-log-rows.ts';
import { residentId } from '../support/load/webhook-body.ts';
import { anEngagement, commitTurn, OA, TEAM } from '../support/storage-rows.ts';
import { storedRows } from '../support/stored-rows.ts';
import { filesContaining } from '../support/temp-dir.ts';

const DAY = 24 * 3_600_000;
const [LAN, HOA] = [41, 42].map(residentId) as [string, string];
const NAME = 'Nguyễn Thị Tường Lan Ngọc';
const WORDS = 'con tê giác sừng vàng của tôi';
const NOTE = 'ghi chú kín về bó hoa quỳnh';
const PHONE = '0987612345';
const PHOTO = 'aaaaaaaaaaaaaaaaaaaaaaaa.jpg';

let app: TestApp;
beforeEach(async () => {
  app = await startTestApp({ clock: shiftedClock });
  await app.app.storage.saveTeams({ oaId: OA, teams: [TEAM], at: 1 });
});
afterEach(() => app.close());

/** What is still to be handled, or to be said to this person. */
const waitingFor = (userId: string): number =>
  storedRows(app.dataDir, `select 1 from inbox where state = 'pending'`).length +
  storedRows(app.dataDir, `select user_id from outbox where state in ('pending', 'sending')`).filter(
    (row) => row['user_id'] === userId,
  ).length;

/** Says one thing after the other, each after the answer to the one before. */
async function say(userId: string, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    const before = app.zalo.calls.filter((call) => call.userId === userId).length;
    await app.say(userId, text);
    await eventually(() => {
      expect(app.zalo.calls.filter((call) => call.userId === userId).length).toBeGreaterThan(before);
      expect(waitingFor(userId)).toBe(0);
    });
  }
}

/** Payload of the last button with this title. */
function press(userId: string, title: string): Promise<void> {
  const buttons = app.zalo.calls.flatMap(({ body }) => {
    const { attachment } = (body['message'] ?? {}) as {
      attachment?: { payload?: { buttons?: { title: string; payload: string }[] } };
    };
    return attachment?.payload?.buttons ?? [];
  });
  const found = buttons.findLast((button) => button.title === title);
  if (!found) throw new Error(`No button "${title}" was sent.`);
  return say(userId, found.payload);
}

/** Tables with a cell that holds one of these texts. */
function tablesWith(texts: readonly string[]): string[] {
  const tables = storedRows(app.dataDir, `select name from sqlite_master where type = 'table'`).map((row) =>
    String(row['name']),
  );
  return tables.filter((table) =>
    storedRows(app.dataDir, `select * from "${table}"`).some((row) =>
      Object.values(row).some((value) => typeof value === 'string' && texts.some((text) => value.includes(text))),
    ),
  );
}

/** What a member of a team leaves behind, beside what the chat writes. */
async function workOfMember(storage: Storage, at: number): Promise<void> {
  const place = { teamCode: TEAM.code, communeCode: TEAM.communeCode };
  const codeHash = inviteHash(OA, 'ABCD2345');
  const invite = { codeHash, role: 'member', name: NAME, createdAt: at, expiresAt: at + DAY, ...place } as const;
  await storage.importRegistry({ oaId: OA, teams: [], invites: [invite], at, by: LAN });
  await storage.useInvite({ oaId: OA, codeHash, userId: LAN, state: 'active', at });
  mkdirSync(path.join(app.dataDir, FIELD_PHOTOS_FOLDER), { recursive: true });
  writeFileSync(path.join(app.dataDir, FIELD_PHOTOS_FOLDER, PHOTO), `a photo of ${NAME}`);
  await storage.saveFieldLog({ ...anEntry({ id: 'entry-lan', userId: LAN, note: NOTE, at }), photo: PHOTO });
  await storage.markLesson({ oaId: OA, userId: LAN, topic: 'public-services', item: '', at });
  await storage.saveCertificate({
    ...{ oaId: OA, code: 'CERT1234', userId: LAN, topic: 'public-services', name: NAME, placeName: TEAM.name },
    ...{ ...place, day: '2026-11-22' },
  });
  const question = { oaId: OA, text: WORDS, at, level: 'province', ...place } as const;
  await storage.saveMemberQuestion({ ...question, id: 'q-lan', userId: LAN });
  await storage.saveMemberQuestion({ ...question, id: 'q-hoa', text: 'câu khác', userId: HOA });
  await storage.answerMemberQuestion({ oaId: OA, id: 'q-hoa', answer: 'trả lời', card: '', by: LAN, at });
  await storage.saveTip({
    ...{ oaId: OA, id: 'tip', title: 'Mẹo', text: 'Mẹo', card: '', month: '2026-11', createdAt: at, state: 'draft' },
  });
  await storage.giveTip({ oaId: OA, tipId: 'tip', dueAt: at + DAY, at, userIds: [LAN] });
  await storage.setTipRefusal({ oaId: OA, userId: LAN, at, on: true });
  const request = {
    oaId: OA,
    id: 'h-hoa',
    version: 0,
    userId: HOA,
    topic: '',
    flow: '',
    step: '',
    reminders: 0,
  } as const;
  const offer = { userId: LAN, stage: 'team', at, answer: 'accepted', answeredAt: at } as const;
  await storage.saveHelp({
    request: { ...request, ...place, at, state: 'accepted', acceptedBy: LAN, acceptedAt: at, offers: [offer] },
  });
}

/** Announcements, the paid lane and the cascade that stand at this very person; staff; what others are told of them. */
async function workOfStaff(storage: Storage, at: number, pseudonym: string): Promise<void> {
  const announcement = newDraft({ id: 'a1', oaId: OA, content: aContent({ lanes: ['direct', 'zbs'] }), by: 'x', at });
  await storage.saveAnnouncement({
    ...{ ...announcement, state: 'paused', startedAt: at },
    listing: { looked: 1, total: 9, afterUserId: LAN, done: false },
  });
  const recipients = [{ userId: LAN, lane: 'direct', state: 'pending', code: '' }] as const;
  await storage.addRecipients({ oaId: OA, announcementId: 'a1', dueAt: at + DAY, at, recipients });
  const job = { oaId: OA, announcementId: 'a1' };
  const zbs = newZbsJob({ ...job, settings: { templateId: '1', priceVnd: 1, fields: {} } }, at + 9 * DAY);
  await storage.addLaneJob({ job: { ...zbs, detail: { ...zbs.detail, afterUserId: LAN } } });
  const cascade = newCascadeJob({ ...job, word: 'TB2345' }, at + 9 * DAY);
  await storage.addLaneJob({
    job: { ...cascade, detail: { ...cascade.detail, afterMember: LAN, afterRecipient: LAN } },
  });
  await storage.spreadCascade({ ...job, communes: [], teams: [TEAM.code], afterTeam: '', limit: 9 });
  await storage.countReturn({ ...job, teamCode: TEAM.code, typed: true, pseudonym, at });
  await storage.addStaff({
    ...{ id: 'acc', oaId: OA, login: 'lan', name: 'Cán bộ', role: 'editor', passwordHash: '', recoveryHashes: [] },
    ...{ mustChangePassword: false, failures: 0, createdAt: at },
  });
  await storage.saveStaffLink({ oaId: OA, accountId: 'acc', codeHash: 'link', expiresAt: at + DAY });
  await storage.linkStaff({ oaId: OA, userId: LAN, codeHash: 'link', at });
  const [live] = await storage.listHelp({ oaId: OA });
  const hand = { oaId: OA, kind: 'help', ref: live?.id ?? '', by: 'acc', name: 'Cán bộ', at } as const;
  await storage.holdDesk({ ...hand, until: at + DAY });
  // To another person, of this one, and not sent: nobody takes it up before the next start.
  await commitTurn(storage, {
    ...{ userId: HOA, at },
    messages: [{ body: JSON.stringify({ text: `Dạ, ${NAME} đã nhận giúp bác.` }) }],
  });
}

test('of a resident who did everything, no byte is left after XÓA DỮ LIỆU: not in a table, a file or the log', async () => {
  const { storage } = app.app;
  const at = shiftedClock.now();
  await say(LAN, 'xin chào', '#consent-yes', 'TO LN03', '#card:vneid-register-level-2', 'xong', 'chưa làm được');
  await say(LAN, 'VÀO TỔ ABCD9999', 'GẶP NGƯỜI', PHONE, 'QUYỀN RIÊNG TƯ');
  await press(LAN, 'Nhờ cán bộ sửa');
  await say(LAN, 'QUYỀN RIÊNG TƯ');
  await press(LAN, 'Mã để gặp cán bộ');
  const [counted] = storedRows(app.dataDir, 'select pseudonym from engagement_event limit 1');
  const pseudonym = String(counted?.['pseudonym']);
  await workOfMember(storage, at);
  await workOfStaff(storage, at, pseudonym);
  const { resident } = await storage.loadTurn({ oaId: OA, userId: LAN });
  await commitTurn(storage, {
    ...{ userId: LAN, at, pseudonym, engagement: [anEngagement()] },
    resident: {
      userIdByApp: `app-${LAN}`,
      people: JSON.stringify([{ name: NAME }]),
      address: resident?.address ?? 'cô',
    },
    demand: { text: WORDS, nearest: '', pseudonym },
    session: JSON.stringify({ o: [], notes: NAME }),
  });
  await storage.setDeskContact({ oaId: OA, userId: LAN, handoverAt: at });
  await storage.staffChange({
    ...{ oaId: OA, at, actor: 'acc', action: 'help.claim', subject: 'help:x', detail: '{}', writes: [] },
  });
  await storage.correctResident({ oaId: OA, userId: LAN, patch: { optOutAt: at }, at });
  await storage.saveRefusedCategories({ oaId: OA, userId: LAN, categories: ['safety'], at });

  const needles = [LAN, NAME, WORDS, NOTE, PHONE, pseudonym];
  const before = tablesWith(needles);
  const named = new Set(PERSONAL_TABLES.map(({ table }) => table));
  // Everything that names a person is shown to them at the privacy desk, but for what stands in passing.
  const inPassing = ['announcement', 'lane_job', 'team_invite'];
  expect(before.filter((table) => !named.has(table) && !inPassing.includes(table))).toEqual(['privacy_code']);
  expect(before.length).toBeGreaterThan(20);

  await say(LAN, 'XÓA DỮ LIỆU', '#erase-confirm');
  // What was dropped of the photos goes at the next sweep; a start sweeps at once.
  await app.restart();
  await eventually(() => expect(readdirSync(path.join(app.dataDir, FIELD_PHOTOS_FOLDER))).toEqual([]));
  await app.app.storage.checkpoint();
  expect(tablesWith(needles)).toEqual([]);
  for (const needle of needles) {
    expect(filesContaining(app.dataDir, needle), needle).toEqual([]);
    expect(app.log(), needle).not.toContain(needle);
  }
  // What names nobody stays: the day's counts, the answer to somebody else, the request without its person.
  expect(storedRows(app.dataDir, `select count(*) as n from field_log where user_id is null`)).toEqual([{ n: 1 }]);
  expect(storedRows(app.dataDir, 'select count(*) as n from erasure')).toEqual([{ n: 1 }]);
}, 60_000);
