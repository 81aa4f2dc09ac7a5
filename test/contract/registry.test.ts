import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Storage } from '../../src/storage/ports.ts';
import type { TeamInvite } from '../../src/storage/registry-ports.ts';
import type { Member } from '../../src/storage/team-ports.ts';
import { MORNING } from '../support/manual-clock.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { anEngagement, commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const DAY_MS = 24 * 3_600_000;
const OTHER_TEAM = { ...TEAM, code: 'LN01', name: 'Tổ công nghệ số ấp 1', hamlet: 'Ấp 1' };

const anInvite = (changes: Partial<TeamInvite> = {}): TeamInvite => ({
  oaId: OA,
  codeHash: 'hash-1',
  role: 'member',
  teamCode: TEAM.code,
  communeCode: TEAM.communeCode,
  name: 'Lê Thị Chín',
  createdAt: MORNING,
  expiresAt: MORNING + 14 * DAY_MS,
  ...changes,
});

const aMember = (changes: Partial<Member> = {}): Member => ({
  oaId: OA,
  userId: LAN,
  role: 'member',
  state: 'active',
  teamCode: TEAM.code,
  communeCode: TEAM.communeCode,
  name: 'Lê Thị Chín',
  joinedAt: MORNING,
  approvedAt: MORNING,
  ...changes,
});

const changed = expect.objectContaining({ code: 'TEAM_CHANGED' });

describe.each(storageAdapters)('the registry in the $name store', (adapter) => {
  let folder: ReturnType<typeof makeTempDir>;
  let storage: Storage;

  beforeEach(async () => {
    folder = makeTempDir();
    storage = await adapter.open(folder.dir);
    await storage.saveTeams({ oaId: OA, teams: [TEAM, OTHER_TEAM], at: MORNING });
  });

  afterEach(async () => {
    await storage.close();
    folder[Symbol.dispose]();
  });

  const invite = (...invites: TeamInvite[]) => storage.importRegistry({ oaId: OA, teams: [], invites, at: MORNING });
  const memberOf = (userId: string) => storage.findMember({ oaId: OA, userId });
  const eventsOf = async (teamCode: string) =>
    (await storage.listTeamEvents({ oaId: OA, teamCode })).map(({ kind, detail }) => `${kind} ${detail}`.trim());
  const use = (userId: string, state: 'active' | 'pending' = 'pending', at = MORNING) =>
    storage.useInvite({ oaId: OA, codeHash: 'hash-1', userId, state, at });

  test('keeps households, and does not forget them when a later file leaves them out', async () => {
    await storage.saveTeams({ oaId: OA, teams: [{ ...TEAM, households: 215 }], at: MORNING });
    await storage.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING });
    expect(await storage.findTeam({ oaId: OA, code: TEAM.code })).toEqual({ ...TEAM, households: 215 });
  });

  test('writes into the history that a team is new, renamed or in another commune, and nothing else', async () => {
    await storage.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING });
    await storage.saveTeams({ oaId: OA, teams: [{ ...TEAM, name: 'Tổ ấp 3' }], at: MORNING });
    await storage.saveTeams({ oaId: OA, teams: [{ ...TEAM, name: 'Tổ ấp 3', communeCode: '25280' }], at: MORNING });
    expect(await eventsOf(TEAM.code)).toEqual([
      'moved-commune 25270 → 25280',
      'renamed Tổ công nghệ số ấp 3 → Tổ ấp 3',
      'created Tổ công nghệ số ấp 3',
    ]);
  });

  test('writes a whole import or nothing of it', async () => {
    await invite(anInvite());
    const twice = [anInvite({ codeHash: 'hash-2' }), anInvite({ codeHash: 'hash-1' })];
    const teams = [{ ...TEAM, code: 'LN09', name: 'Tổ mới' }];
    await expect(storage.importRegistry({ oaId: OA, teams, invites: twice, at: MORNING })).rejects.toThrow(
      /importRegistry/u,
    );
    expect(await storage.findTeam({ oaId: OA, code: 'LN09' })).toBeUndefined();
    expect(await storage.findInvite({ oaId: OA, codeHash: 'hash-2' })).toBeUndefined();
  });

  test('lets one of many take an invitation, once', async () => {
    await invite(anInvite());
    const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map((user) => use(user)));
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
    expect(await storage.listMembers({ oaId: OA })).toMatchObject([{ state: 'pending', name: 'Lê Thị Chín' }]);
    await expect(use('e')).rejects.toThrow(changed);
    expect(await storage.listInvites({ oaId: OA, at: MORNING })).toEqual([]);
  });

  test('refuses an invitation that is over, unknown, or of another OA', async () => {
    await invite(anInvite());
    await expect(use(LAN, 'pending', MORNING + 14 * DAY_MS)).rejects.toThrow(changed);
    const foreign = { oaId: 'other', codeHash: 'hash-1', userId: LAN, state: 'active', at: MORNING } as const;
    await expect(storage.useInvite(foreign)).rejects.toThrow(changed);
    expect(await storage.findInvite({ oaId: 'other', codeHash: 'hash-1' })).toBeUndefined();
    expect(await memberOf(LAN)).toBeUndefined();
  });

  test('ends an invitation nobody has used, and refuses a used one', async () => {
    await invite(anInvite(), anInvite({ codeHash: 'hash-2' }));
    await storage.removeInvite({ oaId: OA, codeHash: 'hash-2' });
    expect(await storage.findInvite({ oaId: OA, codeHash: 'hash-2' })).toBeUndefined();
    await use(LAN);
    await expect(storage.removeInvite({ oaId: OA, codeHash: 'hash-1' })).rejects.toThrow(changed);
    await expect(storage.removeInvite({ oaId: 'another', codeHash: 'hash-1' })).rejects.toThrow(changed);
    expect(await storage.findInvite({ oaId: OA, codeHash: 'hash-1' })).toBeDefined();
  });

  test('gives what the province did to people, behind the line where somebody stopped reading', async () => {
    await storage.saveMember(aMember({ state: 'pending' }));
    const before = await storage.lastTeamEventId({ oaId: OA });
    await storage.changeMember({ oaId: OA, userId: LAN, kind: 'approved', at: MORNING });
    await storage.changeMember({ oaId: OA, userId: LAN, kind: 'left', at: MORNING, by: LAN });
    await storage.changeMember({ oaId: OA, userId: LAN, kind: 'restored', at: MORNING, by: HOA });
    await storage.changeMember({ oaId: OA, userId: LAN, kind: 'removed', at: MORNING });
    const news = await storage.listTeamNews({ oaId: OA, afterId: before, limit: 10 });
    expect(news.map(({ kind, userId }) => `${kind} ${userId}`)).toEqual([`approved ${LAN}`, `removed ${LAN}`]);
    expect(await storage.listTeamNews({ oaId: OA, afterId: news[0]?.id ?? 0, limit: 10 })).toEqual(news.slice(1));
    expect(await storage.lastTeamEventId({ oaId: OA })).toBe(news[1]?.id);
    expect(await storage.listTeamNews({ oaId: 'another', afterId: 0, limit: 10 })).toEqual([]);
    expect(await storage.lastTeamEventId({ oaId: 'another' })).toBe(0);
  });

  test('joining again after leaving begins a new time, without the end of the old one', async () => {
    await storage.saveMember(aMember({ state: 'left', leftAt: MORNING, role: 'leader', teamCode: 'LN01' }));
    await invite(anInvite());
    await use(LAN, 'active', MORNING + 5);
    expect(await memberOf(LAN)).toEqual(aMember({ joinedAt: MORNING + 5, approvedAt: MORNING + 5 }));
  });

  test.each([
    ['approved', 'pending', 'active'],
    ['refused', 'pending', 'left'],
    ['left', 'active', 'left'],
    ['left', 'pending', 'left'],
    ['removed', 'active', 'left'],
    ['restored', 'left', 'active'],
  ] as const)('%s: %s becomes %s, and a second time fails', async (kind, from, to) => {
    await storage.saveMember(aMember({ state: from }));
    const change = { oaId: OA, userId: LAN, kind, at: MORNING + 1, by: HOA };
    await storage.changeMember(change);
    expect(await memberOf(LAN)).toMatchObject({ state: to });
    await expect(storage.changeMember(change)).rejects.toThrow(changed);
    expect(await storage.listTeamEvents({ oaId: OA, teamCode: TEAM.code, limit: 1 })).toEqual([
      {
        teamCode: TEAM.code,
        communeCode: TEAM.communeCode,
        kind,
        at: MORNING + 1,
        userId: LAN,
        by: HOA,
        detail: 'member',
      },
    ]);
  });

  test('hands a team over to an active member of it alone', async () => {
    await storage.saveMember(aMember({ role: 'leader' }));
    await storage.saveMember(aMember({ userId: HOA }));
    const transfer = { oaId: OA, teamCode: TEAM.code, fromUserId: LAN, toUserId: HOA, at: MORNING };
    await storage.transferTeam(transfer);
    expect([(await memberOf(LAN))?.role, (await memberOf(HOA))?.role]).toEqual(['member', 'leader']);
    await expect(storage.transferTeam(transfer)).rejects.toThrow(changed);
    await expect(storage.transferTeam({ ...transfer, toUserId: 'nobody' })).rejects.toThrow(changed);
  });

  test('dissolves a team into a successor: members move, a leader stays one only where there is none', async () => {
    await storage.saveMember(aMember({ role: 'leader' }));
    await storage.saveMember(aMember({ userId: HOA, role: 'leader', teamCode: 'LN01' }));
    await storage.saveMember(aMember({ userId: 'gone', state: 'left' }));
    await invite(anInvite());
    const dissolve = { oaId: OA, code: TEAM.code, successorCode: 'LN01', at: MORNING + 7 };
    expect(await storage.dissolveTeam(dissolve)).toEqual({ members: 1 });
    expect(await memberOf(LAN)).toMatchObject({ teamCode: 'LN01', role: 'member', state: 'active' });
    expect(await memberOf('gone')).toMatchObject({ teamCode: TEAM.code });
    expect(await storage.findTeam({ oaId: OA, code: TEAM.code })).toEqual({
      ...TEAM,
      dissolvedAt: MORNING + 7,
      successorCode: 'LN01',
    });
    expect(await storage.listInvites({ oaId: OA, at: MORNING })).toEqual([]);
    expect((await eventsOf(TEAM.code))[0]).toBe('dissolved LN03 → LN01');
    await expect(storage.dissolveTeam(dissolve)).rejects.toThrow(changed);
    await expect(storage.dissolveTeam({ oaId: OA, code: 'LN01', successorCode: TEAM.code, at: 1 })).rejects.toThrow(
      changed,
    );
    await expect(storage.dissolveTeam({ oaId: OA, code: 'LN01', successorCode: 'LN01', at: 1 })).rejects.toThrow(
      changed,
    );
  });

  test('dissolves a team without a successor: its people have left', async () => {
    await storage.saveMember(aMember());
    expect(await storage.dissolveTeam({ oaId: OA, code: TEAM.code, at: MORNING + 7 })).toEqual({ members: 1 });
    expect(await memberOf(LAN)).toMatchObject({ state: 'left', leftAt: MORNING + 7 });
  });

  test('moves a team with its people and invitations to another commune', async () => {
    await storage.saveMember(aMember());
    await invite(anInvite());
    await storage.moveTeam({ oaId: OA, code: TEAM.code, provinceCode: '75', communeCode: '25280', at: MORNING });
    expect(await storage.listTeams({ oaId: OA, communeCode: '25280' })).toMatchObject([{ code: TEAM.code }]);
    expect(await memberOf(LAN)).toMatchObject({ communeCode: '25280' });
    expect(await storage.listInvites({ oaId: OA, at: MORNING })).toMatchObject([{ communeCode: '25280' }]);
  });

  test('a merged commune: people and teams move, counts of the past stay and are found through the new code', async () => {
    await storage.saveMember(aMember({ userId: HOA }));
    await storage.saveMember(aMember({ userId: 'officer', role: 'officer', teamCode: '' }));
    await commitTurn(storage, { resident: { teamCode: TEAM.code, teamAt: MORNING }, engagement: [anEngagement()] });
    await commitTurn(storage, { userId: 'neighbour', resident: { communeCode: '25270' } });
    const totals = (communeCode: string) =>
      storage.listTotals({ oaId: OA, communeCode, fromDay: '2026-11-22', toDay: '2026-11-22' });
    const before = await totals('25270');
    expect(before).toHaveLength(1);

    const merge = {
      oaId: OA,
      fromCode: '25270',
      toCode: '25280',
      atDay: '2026-11-22',
      provinceCode: '75',
      at: MORNING,
    };
    expect(await storage.applyCommuneChange(merge)).toEqual({ teams: 2, members: 2, residents: 1 });
    expect(await storage.applyCommuneChange(merge)).toEqual({ teams: 0, members: 0, residents: 0 });

    expect(await storage.findTeam({ oaId: OA, code: TEAM.code })).toMatchObject({ communeCode: '25280' });
    expect(await memberOf('officer')).toMatchObject({ communeCode: '25280' });
    expect((await storage.loadTurn({ oaId: OA, userId: 'neighbour' })).resident).toMatchObject({
      communeCode: '25280',
    });
    expect(await totals('25270')).toEqual(before);
    expect(await storage.listCommuneChanges({ oaId: OA })).toEqual([
      { fromCode: '25270', toCode: '25280', atDay: '2026-11-22' },
    ]);
    await storage.applyCommuneChange({ ...merge, fromCode: '25261', toCode: '25270' });
    expect(await storage.listCommuneLine({ oaId: OA, communeCode: '25280' })).toEqual(['25280', '25270', '25261']);
    expect(await storage.listCommuneLine({ oaId: 'other', communeCode: '25280' })).toEqual(['25280']);
  });

  test('remembers wrong codes, and forgets them with the person or after a while', async () => {
    const tries = { oaId: OA, userId: LAN, wrong: 2, since: MORNING, lastAt: MORNING + 5 };
    await storage.saveJoinTries(tries);
    expect(await storage.findJoinTries({ oaId: OA, userId: LAN })).toEqual(tries);
    await storage.purge({ at: MORNING, inboxBefore: MORNING + 6, historyBefore: 0 });
    expect(await storage.findJoinTries({ oaId: OA, userId: LAN })).toBeUndefined();
  });

  test('keeps expired invitations for 30 days, to say that they are expired, and used ones as long as history', async () => {
    await invite(anInvite(), anInvite({ codeHash: 'hash-2' }));
    await use(LAN);
    const purge = (at: number) => storage.purge({ at, inboxBefore: at - 3 * DAY_MS, historyBefore: at - 365 * DAY_MS });
    await purge(MORNING + 43 * DAY_MS);
    expect(await storage.findInvite({ oaId: OA, codeHash: 'hash-2' })).toBeDefined();
    await purge(MORNING + 45 * DAY_MS);
    expect(await storage.findInvite({ oaId: OA, codeHash: 'hash-2' })).toBeUndefined();
    expect(await storage.findInvite({ oaId: OA, codeHash: 'hash-1' })).toMatchObject({ usedBy: LAN });
    await purge(MORNING + 366 * DAY_MS);
    expect(await storage.findInvite({ oaId: OA, codeHash: 'hash-1' })).toBeUndefined();
  });

  test('of somebody erased neither name nor id is left on the disk, and the lines of history are', async () => {
    const id = '3691470258369147999';
    await invite(anInvite(), anInvite({ codeHash: 'hash-2' }));
    await use(id, 'active');
    await storage.saveMember(aMember({ userId: HOA, name: 'Hoa' }));
    await storage.changeMember({ oaId: OA, userId: HOA, kind: 'removed', at: MORNING, by: id });
    await storage.saveJoinTries({ oaId: OA, userId: id, wrong: 1, since: MORNING, lastAt: MORNING });
    const told = { body: JSON.stringify({ text: 'Lê Thị Chín xin vào tổ' }) };
    await commitTurn(storage, { userId: HOA, messages: [told] });
    const before = await eventsOf(TEAM.code);
    await storage.eraseResident({ oaId: OA, userId: id, pseudonym: 'p', at: MORNING, via: 'command' });
    await storage.checkpoint();
    expect(await adapter.placesOf(folder.dir, 'Lê Thị Chín')).toEqual([]);
    expect(await adapter.placesOf(folder.dir, id)).toEqual([]);
    expect(await eventsOf(TEAM.code)).toEqual(before);
    const [answer] = await storage.listOpenAnswers({ afterId: 0, limit: 10 });
    expect(JSON.parse(answer?.body ?? '')).toEqual({ text: 'một thành viên xin vào tổ' });
  });
});
