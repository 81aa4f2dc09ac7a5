import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newArticleJob } from '../../src/broadcasts/lanes/article.ts';
import { newCascadeJob } from '../../src/broadcasts/lanes/cascade.ts';
import type { ArticleJob } from '../../src/storage/lane-ports.ts';
import type { Storage } from '../../src/storage/ports.ts';
import type { Member } from '../../src/storage/team-ports.ts';
import { aContent, anAnnouncement } from '../support/announcements.ts';
import { MORNING } from '../support/manual-clock.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { filesContaining, makeTempDir } from '../support/temp-dir.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const AN = { oaId: OA, announcementId: 'a1' } as const;
const FAR = { ...TEAM, code: 'X7', communeCode: '25273', name: 'Tổ xa' } as const;
const changed = expect.objectContaining({ code: 'LANE_CHANGED' });

const aMember = (userId: string, over: Partial<Member> = {}): Member => ({
  ...{ oaId: OA, userId, role: 'member', state: 'active', teamCode: TEAM.code, communeCode: TEAM.communeCode },
  ...{ name: `Tên ${userId}`, joinedAt: MORNING },
  ...over,
});

describe.each(storageAdapters)('lanes of announcements in the $name store', (adapter) => {
  let folder: ReturnType<typeof makeTempDir>;
  let storage: Storage;

  beforeEach(async () => {
    folder = makeTempDir();
    storage = await adapter.open(folder.dir);
    await storage.saveTeams({ oaId: OA, teams: [TEAM, FAR], at: MORNING });
    await storage.saveAnnouncement(anAnnouncement({ content: aContent({ lanes: ['direct', 'article', 'cascade'] }) }));
  });

  afterEach(async () => {
    await storage.close();
    folder[Symbol.dispose]();
  });

  const article = (over: Partial<ArticleJob> = {}): ArticleJob => ({
    ...newArticleJob({ ...AN, cities: [16] }, MORNING),
    ...over,
  });
  const spread = (over: object = {}) =>
    storage.spreadCascade({ ...AN, communes: [], teams: [], afterTeam: '', limit: 10, ...over });
  const mark = (userId: string, act: 'told' | 'passed' | 'later', at = MORNING) =>
    storage.markCascade({ ...AN, userId, act, at });
  const totals = () => storage.cascadeTotals(AN);
  const teamOf = async (code: string) =>
    (await storage.listCascadeTeams({ ...AN, afterTeam: '', limit: 10 })).find(({ teamCode }) => teamCode === code);

  test('a job is added once, and changed by whoever read it last', async () => {
    expect(await storage.addLaneJob({ job: article() })).toEqual({ created: true });
    expect(await storage.addLaneJob({ job: article() })).toEqual({ created: false });
    const job = await storage.findLaneJob({ ...AN, lane: 'article' });
    expect(job).toEqual({ ...article(), version: 1 });
    const next = { ...article(), state: 'review', code: '-214', detail: { ...article().detail, token: 't' } } as const;
    expect(await storage.saveLaneJob({ job: next, expectedVersion: 1 })).toEqual({ version: 2 });
    await expect(storage.saveLaneJob({ job: next, expectedVersion: 1 })).rejects.toEqual(changed);
    expect(await storage.findLaneJob({ ...AN, lane: 'article' })).toMatchObject({
      version: 2,
      state: 'review',
      detail: { token: 't' },
    });
    expect(await storage.findLaneJob({ ...AN, lane: 'zbs' })).toBeUndefined();
  });

  test('a call is claimed only while the announcement is in a state that allows it', async () => {
    await storage.addLaneJob({ job: article() });
    await storage.setAnnouncementState({ id: 'a1', state: 'paused', at: MORNING });
    const claim = { job: article(), expectedVersion: 1, onlyWhile: ['sending', 'sent'] as const };
    await expect(storage.saveLaneJob(claim)).rejects.toEqual(changed);
    await storage.setAnnouncementState({ id: 'a1', state: 'sending', at: MORNING });
    expect(await storage.saveLaneJob(claim)).toEqual({ version: 2 });
  });

  test('jobs are found when they are due, the earliest first, and broadcasts by when they were begun', async () => {
    const { dueAt: _due, ...idle } = article({ announcementId: 'a3' });
    await storage.addLaneJob({ job: article({ announcementId: 'a2', dueAt: MORNING + 5 }) });
    await storage.addLaneJob({ job: article({ dueAt: MORNING + 1 }) });
    await storage.addLaneJob({ job: idle });
    const due = await storage.listLaneJobs({ oaId: OA, dueBy: MORNING + 5 });
    expect(due.map(({ announcementId }) => announcementId)).toEqual(['a1', 'a2']);
    expect(await storage.listLaneJobs({ oaId: OA, dueBy: MORNING })).toEqual([]);
    expect(await storage.listLaneJobs({ oaId: OA, announcementId: 'a3' })).toHaveLength(1);
    const sent = article({ detail: { ...article().detail, broadcastAt: MORNING + 9 } });
    await storage.saveLaneJob({ job: sent, expectedVersion: 1 });
    expect(await storage.listBroadcastsSince({ oaId: OA, since: MORNING + 9 })).toHaveLength(1);
    expect(await storage.listBroadcastsSince({ oaId: OA, since: MORNING + 10 })).toEqual([]);
    expect(await storage.listBroadcastsSince({ oaId: 'other', since: 0 })).toEqual([]);
  });

  test('two cascades never have the same word', async () => {
    const job = newCascadeJob({ ...AN, word: 'TB7K2M' }, MORNING);
    expect(await storage.addLaneJob({ job })).toEqual({ created: true });
    expect(await storage.addLaneJob({ job: { ...job, announcementId: 'a2' } })).toEqual({ created: false });
    expect(await storage.findCascadeByWord({ oaId: OA, word: 'TB7K2M' })).toMatchObject({ announcementId: 'a1' });
    expect(await storage.findCascadeByWord({ oaId: 'other', word: 'TB7K2M' })).toBeUndefined();
  });

  test('teams are listed page by page with their active members; a team without one is to be phoned', async () => {
    await storage.saveMember(aMember(LAN, { role: 'leader' }));
    await storage.saveMember(aMember(HOA, { state: 'pending' }));
    expect(await spread({ limit: 1 })).toEqual({ lastTeam: TEAM.code, listed: 1 });
    expect(await spread({ afterTeam: TEAM.code, limit: 1 })).toEqual({ lastTeam: FAR.code, listed: 1 });
    expect(await spread({ afterTeam: FAR.code })).toEqual({ lastTeam: FAR.code, listed: 0 });
    expect(await totals()).toMatchObject({ teams: 2, members: 1, teamsToPhone: 2, told: 0 });
    await mark(LAN, 'told');
    expect(await totals()).toMatchObject({ teamsTold: 1, teamsToPhone: 1, told: 1 });
    const toPhone = await storage.listCascadeTeams({ ...AN, toPhone: true, afterTeam: '', limit: 9 });
    expect(toPhone.map(({ teamCode, members }) => [teamCode, members])).toEqual([[FAR.code, 0]]);
    expect(await storage.cascadeTotals({ ...AN, communeCode: FAR.communeCode })).toMatchObject({
      teams: 1,
      teamsTold: 0,
    });
  });

  test('a narrower audience lists its own teams alone; dissolved teams are left out', async () => {
    expect(await spread({ communes: [FAR.communeCode] })).toMatchObject({ lastTeam: FAR.code, listed: 1 });
    expect(await spread({ teams: [TEAM.code] })).toMatchObject({ lastTeam: TEAM.code, listed: 1 });
    expect(await spread({ communes: [FAR.communeCode], teams: [TEAM.code] })).toMatchObject({ listed: 0 });
    await storage.dissolveTeam({ oaId: OA, code: TEAM.code, at: MORNING });
    expect(await spread({ teams: [TEAM.code] })).toMatchObject({ listed: 0 });
  });

  test('who was asked is listed no more; what was pressed counts once, with the first time', async () => {
    await storage.saveMember(aMember(LAN));
    await storage.saveMember(aMember(HOA));
    await commitTurn(storage, { userId: LAN, resident: { lastInteractionAt: MORNING - DAY, optOutAt: MORNING } });
    await spread();
    const untold = { ...AN, untold: true, afterUserId: '', limit: 9 };
    expect((await storage.listCascadeMembers(untold)).map(({ userId }) => userId)).toEqual([LAN, HOA]);
    const [lan] = await storage.listCascadeMembers(untold);
    expect(lan).toMatchObject({ lastInteractionAt: MORNING - DAY, optOutAt: MORNING, name: `Tên ${LAN}` });
    await storage.queueCascade({ ...AN, userIds: [LAN], at: MORNING });
    expect((await storage.listCascadeMembers(untold)).map(({ userId }) => userId)).toEqual([HOA]);
    await mark(LAN, 'told', MORNING + 1);
    await mark(LAN, 'passed', MORNING + 2);
    await mark(LAN, 'passed', MORNING + 3);
    await mark('stranger', 'passed');
    expect(await teamOf(TEAM.code)).toMatchObject({ told: 1, firstToldAt: MORNING + 1, passedAt: MORNING + 2 });
    expect(await storage.findCascadeMember({ ...AN, userId: LAN })).toMatchObject({ passedAt: MORNING + 2 });
    expect(await totals()).toMatchObject({ teamsPassed: 1, passed: 1 });
  });

  test('a team is reminded once, a while after it was told and only while nobody passed it on', async () => {
    await storage.saveMember(aMember(LAN));
    await spread();
    const remind = (toldBefore: number) => storage.listTeamsToRemind({ ...AN, toldBefore, limit: 9 });
    await mark(LAN, 'told');
    expect(await remind(MORNING - 1)).toEqual([]);
    expect((await remind(MORNING)).map(({ teamCode }) => teamCode)).toEqual([TEAM.code]);
    await storage.markCascadeReminded({ ...AN, teamCode: TEAM.code, at: MORNING });
    expect(await remind(MORNING)).toEqual([]);
  });

  test('residents of the lane are listed with whether their team has it', async () => {
    await storage.saveMember(aMember(LAN));
    await spread();
    await mark(LAN, 'told');
    await commitTurn(storage, { userId: 'r1', resident: { teamCode: TEAM.code, teamAt: MORNING } });
    await commitTurn(storage, { userId: 'r2', resident: { teamCode: FAR.code, teamAt: MORNING } });
    const recipients = ['r1', 'r2'].map((userId) => ({ userId, lane: 'cascade', state: 'pending', code: '' }) as const);
    await storage.addRecipients({ ...AN, dueAt: MORNING, at: MORNING, recipients });
    const page = await storage.listCascadeRecipients({ ...AN, afterUserId: '', limit: 9 });
    expect(page).toEqual([
      { userId: 'r1', isTold: true },
      { userId: 'r2', isTold: false },
    ]);
    expect(await storage.listCascadeRecipients({ ...AN, afterUserId: 'r1', limit: 9 })).toHaveLength(1);
  });

  test('a resident who agreed counts once as returned; every typed word counts as typed', async () => {
    await spread();
    const come = (args: object) =>
      storage.countReturn({ ...AN, teamCode: TEAM.code, typed: true, at: MORNING, ...args });
    await come({ pseudonym: 'p1' });
    await come({ pseudonym: 'p1' });
    await come({ pseudonym: 'p1', teamCode: FAR.code });
    await come({});
    await come({ pseudonym: 'p2', typed: false });
    await come({ teamCode: '', pseudonym: 'p3' });
    expect(await teamOf(TEAM.code)).toMatchObject({ returned: 2, typed: 3 });
    expect(await teamOf(FAR.code)).toMatchObject({ returned: 0, typed: 1 });
    expect(await totals()).toMatchObject({ teams: 2, returned: 3, typed: 5, teamsToPhone: 2 });
  });

  test('erasure and a withdrawn consent take the person out; what was counted of the team stays', async () => {
    await storage.saveMember(aMember(LAN));
    await spread();
    await mark(LAN, 'told');
    await mark(LAN, 'passed');
    await storage.countReturn({ ...AN, teamCode: TEAM.code, typed: true, pseudonym: 'pseudonym-of-lan', at: MORNING });
    await storage.eraseResident({ oaId: OA, userId: LAN, pseudonym: 'pseudonym-of-lan', at: MORNING, via: 'command' });
    expect(await storage.findCascadeMember({ ...AN, userId: LAN })).toBeUndefined();
    expect(await totals()).toMatchObject({ teamsTold: 1, teamsPassed: 1, returned: 1, typed: 1, told: 1, passed: 1 });
    await storage.countReturn({ ...AN, teamCode: TEAM.code, typed: true, pseudonym: 'pseudonym-of-hoa', at: MORNING });
    await commitTurn(storage, { userId: HOA, forgetPseudonym: 'pseudonym-of-hoa' });
    await storage.checkpoint();
    await storage.close();
    expect(filesContaining(folder.dir, 'pseudonym-of')).toEqual([]);
    expect(filesContaining(folder.dir, LAN)).toEqual([]);
    storage = await adapter.open(folder.dir);
  });

  test('people of old cascades are forgotten with the history, and their words are free again', async () => {
    await storage.saveMember(aMember(LAN));
    await spread();
    const { dueAt: _due, ...over } = newCascadeJob({ ...AN, word: 'TB7K2M' }, MORNING);
    await storage.addLaneJob({ job: { ...over, state: 'done' } });
    const purge = (historyBefore: number) =>
      storage.purge({ at: MORNING + 9 * DAY, inboxBefore: MORNING - 9 * DAY, historyBefore });
    await purge(MORNING);
    expect(await storage.findCascadeMember({ ...AN, userId: LAN })).toBeDefined();
    await purge(MORNING + 1);
    expect(await storage.findCascadeMember({ ...AN, userId: LAN })).toBeUndefined();
    expect(await storage.findCascadeByWord({ oaId: OA, word: 'TB7K2M' })).toBeUndefined();
    expect(await totals()).toMatchObject({ teams: 2, members: 1 });
  });
});
