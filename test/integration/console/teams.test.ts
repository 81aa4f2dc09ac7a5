import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { membersFeature } from '../../../src/console/members/feature.ts';
import { addTeam, editTeam, moveTeam } from '../../../src/console/teams/change-actions.ts';
import { dissolveTeam, previewDissolve } from '../../../src/console/teams/dissolve-actions.ts';
import { teamsFeature } from '../../../src/console/teams/feature.ts';
import { getTeam } from '../../../src/console/teams/get-action.ts';
import { createInvite } from '../../../src/console/teams/invite-actions.ts';
import { listTeams } from '../../../src/console/teams/list-actions.ts';
import type { Action } from '../../../src/console/action.ts';
import { inviteHash } from '../../../src/teams/registry.ts';
import { ADMIN, type ConsoleStage, createConsoleStage, OFFICER } from '../../support/console-stage.ts';
import { HOA, LAN, OA, TEAM } from '../../support/storage-rows.ts';

const MINUTE = 60_000;
const OTHER = { ...TEAM, code: 'TB01', name: 'Tổ công nghệ số Tân Bình', communeCode: '25280', hamlet: 'Khu phố 1' };
const NEXT = { ...TEAM, code: 'LN01', name: 'Tổ công nghệ số ấp 1', hamlet: 'Ấp 1', households: 180 };

let stage: ConsoleStage;

const aMember = (userId: string, name: string, changes: object = {}) =>
  stage.storage.saveMember({
    ...{ oaId: OA, userId, name, role: 'member', state: 'active', teamCode: TEAM.code },
    ...{ communeCode: TEAM.communeCode, joinedAt: stage.clock.now(), ...changes },
  });
const teamOf = (code: string) => stage.storage.findTeam({ oaId: OA, code });
const audit = async () =>
  (await stage.storage.listAudit({ oaId: OA, limit: 20 })).map(({ action, subject }) => `${action} ${subject}`);
const refused = (sentence: string) =>
  expect.objectContaining({ code: 'INPUT_REFUSED', message: expect.stringContaining(sentence) });

beforeEach(async () => {
  stage = await createConsoleStage({ features: [teamsFeature, membersFeature] });
  await stage.storage.saveTeams({ oaId: OA, teams: [TEAM, OTHER, NEXT], at: stage.clock.now() });
});
afterEach(() => stage.close());

describe('the list of teams', () => {
  it('finds teams without marks, by commune and by what is missing in them', async () => {
    await aMember(LAN, 'Lê Thị Lan', { role: 'leader' });
    await aMember(HOA, 'Trần Hoa', { state: 'pending' });
    const codes = async (input: object) =>
      ((await stage.run(listTeams, input)) as { teams: { code: string }[] }).teams.map(({ code }) => code);
    expect(await codes({})).toEqual(['LN01', 'LN03', 'TB01']);
    expect(await codes({ search: 'tan binh' })).toEqual(['TB01']);
    expect(await codes({ search: 'ap 3' })).toEqual(['LN03']);
    expect(await codes({ communeCode: '25280' })).toEqual(['TB01']);
    expect(await codes({ state: 'without-leader' })).toEqual(['LN01', 'TB01']);
    expect(await codes({ state: 'waiting' })).toEqual(['LN03']);
    expect(await codes({ state: 'dissolved' })).toEqual([]);
  });

  it('shows a commune officer the own commune alone, whatever is asked for', async () => {
    stage.signIn(OFFICER);
    const page = await stage.open('/to?commune=25280');
    expect(page.body).toContain('LN03');
    expect(page.body).not.toContain('TB01');
    expect(page.body).not.toContain('name="commune"');
  });

  it('says what to do first when there is no team', async () => {
    const empty = await createConsoleStage({ features: [teamsFeature] });
    try {
      expect((await empty.open('/to')).body).toContain('Chưa có tổ nào.');
    } finally {
      await empty.close();
    }
  });
});

describe('one team', () => {
  it('shows facts, people, links and what happened, and escapes what people wrote', async () => {
    await aMember(LAN, 'Lê Thị <b>Lan</b>', { role: 'leader' });
    const { body, statusCode } = await stage.open('/to/LN03');
    expect(statusCode).toBe(200);
    expect(body).toContain('Tổ công nghệ số ấp 3');
    expect(body).toContain('Lê Thị &lt;b&gt;Lan&lt;/b&gt;');
    expect(body).toContain('https://tro-ly.example.vn/t/LN03/the-moi.pdf?kho=a6');
    expect(body).toContain('Lập tổ');
  });

  it('is not found when there is none, and closed to officers of another commune', async () => {
    expect((await stage.open('/to/XX99')).statusCode).toBe(404);
    stage.signIn(OFFICER);
    const other = await stage.open('/to/TB01');
    expect(other.statusCode).toBe(400);
    expect(other.body).toContain('thuộc xã khác');
    expect(other.body).not.toContain('Khu phố 1');
  });

  it('is added once, with its commune by name, and a taken code keeps what was typed', async () => {
    const form = { code: 'ln09', name: 'Tổ công nghệ số ấp 9', hamlet: 'Ấp 9', households: '1.205', commune: '25270' };
    const added = await stage.press('/to/moi', '/to/moi', form);
    expect(added.body).toContain('Đã thêm tổ LN09');
    expect(await teamOf('LN09')).toMatchObject({ communeCode: '25270', provinceCode: '75', households: 1205 });
    const again = await stage.press('/to/moi', '/to/moi', { ...form, name: 'Tên khác' });
    expect(again.statusCode).toBe(400);
    expect(again.body).toContain('Mã LN09 là của một tổ khác');
    expect(again.body).toContain('value="Tên khác"');
    expect(await teamOf('LN09')).toMatchObject({ name: 'Tổ công nghệ số ấp 9' });
    const byName = { code: 'LN10', name: 'Tổ mười', hamlet: 'Ấp 10', commune: 'Phường Lộc Ninh, Đồng Nai' };
    await stage.run(addTeam, byName);
    expect(await teamOf('LN10')).toMatchObject({ communeCode: '25270' });
    await expect(stage.run(addTeam, { ...byName, code: 'LN11', commune: 'Xã Không Có' })).rejects.toMatchObject({
      fields: { commune: expect.stringContaining('Xã Không Có') },
    });
  });

  it('says beside each field what is wrong', async () => {
    const wrong = await stage.press('/to/moi', '/to/moi', {
      code: 'ABC',
      name: 'x',
      hamlet: 'Ấp',
      households: 'nhiều',
    });
    expect(wrong.body).toContain('có ít nhất một số');
    expect(wrong.body).toContain('3 đến 80 chữ');
    expect(wrong.body).toContain('số nguyên từ 1 đến 20.000');
    expect(await audit()).toEqual([]);
  });

  it('is renamed without losing its households', async () => {
    await stage.press('/to/LN01/sua', '/to/LN01/sua', { name: 'Tổ số ấp 1', hamlet: 'Ấp 1' });
    expect(await teamOf('LN01')).toMatchObject({ name: 'Tổ số ấp 1', households: 180 });
    expect((await stage.open('/to/LN01')).body).toContain('Tổ công nghệ số ấp 1 → Tổ số ấp 1');
    expect(await audit()).toEqual(['teams.edit team:LN01']);
  });

  it('moves to another commune with its people; officers leave that to the province', async () => {
    await aMember(LAN, 'Lê Thị Lan');
    const moved = await stage.press('/to/LN03/chuyen-xa', '/to/LN03/chuyen-xa', { commune: '25280' });
    expect(moved.body).toContain('Đã chuyển tổ sang');
    expect(await teamOf('LN03')).toMatchObject({ communeCode: '25280' });
    expect(await stage.storage.findMember({ oaId: OA, userId: LAN })).toMatchObject({ communeCode: '25280' });
    stage.signIn(OFFICER);
    await expect(stage.run(moveTeam, { code: 'LN01', commune: '25280' })).rejects.toEqual(refused('việc của tỉnh'));
  });

  it('ends only after it was told what follows and agreed to; its people go to the successor', async () => {
    await aMember(LAN, 'Lê Thị Lan', { role: 'leader' });
    await aMember(HOA, 'Trần Hoa', { state: 'pending' });
    const asked = await stage.open('/to/LN03/giai-the');
    expect(asked.body).toContain('1 người đang làm và 1 người chờ duyệt');
    expect(asked.body).toContain('Tổ công nghệ số ấp 1 (LN01)');
    expect(asked.body).not.toContain('TB01');
    const unread = await stage.press('/to/LN03/giai-the', '/to/LN03/giai-the', { successor: 'LN01' });
    expect(unread.statusCode).toBe(400);
    expect(unread.body).toContain('Đánh dấu vào ô này');
    expect(unread.body).toMatch(/value="LN01" selected/u);
    const done = await stage.press('/to/LN03/giai-the', '/to/LN03/giai-the', { successor: 'LN01', confirmed: 'yes' });
    expect(done.body).toContain('2 người sang tổ LN01');
    expect(await teamOf('LN03')).toMatchObject({ successorCode: 'LN01' });
    expect(await stage.storage.findMember({ oaId: OA, userId: LAN })).toMatchObject({
      teamCode: 'LN01',
      role: 'leader',
    });
    await expect(stage.run(dissolveTeam, { code: 'LN03', confirmed: 'yes' })).rejects.toEqual(refused('đã giải thể'));
    await expect(stage.run(dissolveTeam, { code: 'TB01', successor: 'LN03', confirmed: 'yes' })).rejects.toEqual(
      refused('Tổ thay chưa dùng được'),
    );
  });
});

describe('people of a team that moves or ends', () => {
  /** Notices that went into somebody's own queue. */
  const toldWhom = (): { userId: string; what: string }[] => {
    const told: { userId: string; what: string }[] = [];
    Object.assign(stage.deps.helpDesk, {
      queue: ({ userId, incoming }: { userId: string; incoming: { notice: { what: string } } }) =>
        void told.push({ userId, what: incoming.notice.what }),
    });
    return told;
  };
  const wrote = (userId: string, daysAgo: number) => {
    const at = stage.clock.now();
    return stage.storage.correctResident({
      ...{ oaId: OA, userId, at, patch: { lastInteractionAt: at - daysAgo * 24 * 3_600_000 } },
    });
  };

  beforeEach(async () => {
    await aMember(LAN, 'Lê Thị Lan', { role: 'leader' });
    await aMember(HOA, 'Trần Hoa');
    await wrote(LAN, 1);
    await wrote(HOA, 8);
  });

  it('are told where Zalo allows it; the officer hears who has to be telephoned', async () => {
    const told = toldWhom();
    const moved = await stage.press('/to/LN03/chuyen-xa', '/to/LN03/chuyen-xa', { commune: '25280' });
    expect(moved.body).toContain('Trợ lý nhắn cho 1 thành viên biết.');
    expect(moved.body).toContain('1 người không nhắn được');
    expect(told).toEqual([{ userId: LAN, what: 'moved' }]);
    const done = await stage.press('/to/LN03/giai-the', '/to/LN03/giai-the', { confirmed: 'yes' });
    expect(done.body).toContain('Trợ lý nhắn cho 1 thành viên biết.');
    expect(told).toEqual([
      { userId: LAN, what: 'moved' },
      { userId: LAN, what: 'dissolved' },
    ]);
  });

  it('are told nothing of what was refused', async () => {
    const told = toldWhom();
    await stage.press('/to/LN03/giai-the', '/to/LN03/giai-the', {});
    await stage.press('/to/LN03/chuyen-xa', '/to/LN03/chuyen-xa', { commune: '25270' });
    expect(told).toEqual([]);
  });
});

describe('an invitation', () => {
  const invite = () =>
    stage.press('/to/LN03', '/to/LN03/moi', { team: 'LN03', name: 'Nguyễn Văn Bảy', role: 'member' });
  const codeOn = (body: string) =>
    /VÀO TỔ <span class="secret">([0-9A-Z]{4})-([0-9A-Z]{4})/u.exec(body)?.slice(1).join('') ?? '';

  it('is shown to whoever made it for half an hour, and its hash alone is kept', async () => {
    const shown = await invite();
    const code = codeOn(shown.body);
    expect(await stage.storage.findInvite({ oaId: OA, codeHash: inviteHash(OA, code) })).toMatchObject({
      ...{ name: 'Nguyễn Văn Bảy', role: 'member', teamCode: 'LN03' },
    });
    const address = /\/console(\/ma-moi\/[^/"]+)\/tai/u.exec(shown.body)?.[1] ?? '';
    const file = await stage.open(`${address}/tai`);
    expect(file.headers['content-disposition']).toBe('attachment; filename="ma-moi-2026-11-22.csv"');
    expect(file.body).toContain(`${code.slice(0, 4)}-${code.slice(4)}`);
    stage.signIn({ ...ADMIN, id: 'acc-2', accountId: 'acc-2' });
    expect((await stage.open(address)).body).toContain('Mã không còn hiện ở đây.');
    stage.signIn(ADMIN);
    await stage.clock.advance(31 * MINUTE);
    expect((await stage.open(address)).body).toContain('Mã không còn hiện ở đây.');
    expect(JSON.stringify(await stage.storage.listAudit({ oaId: OA, limit: 5 }))).not.toMatch(
      new RegExp(`${code}|Bảy`, 'u'),
    );
  });

  it('that was lost gets another code, and the old one opens nothing any more', async () => {
    const lost = codeOn((await invite()).body);
    const page = await stage.open('/to/LN03');
    const path = /(\/to\/LN03\/ma-moi\/[^"]+\/lam-lai)/u.exec(page.body)?.[1] ?? '';
    const fresh = codeOn((await stage.press('/to/LN03', path)).body);
    expect(fresh).not.toBe(lost);
    expect(await stage.storage.findInvite({ oaId: OA, codeHash: inviteHash(OA, lost) })).toBeUndefined();
    expect(await stage.storage.findInvite({ oaId: OA, codeHash: inviteHash(OA, fresh) })).toMatchObject({
      teamCode: 'LN03',
    });
  });

  it('can be taken back', async () => {
    const code = codeOn((await invite()).body);
    const path = /(\/to\/LN03\/ma-moi\/[^"]+\/huy)/u.exec((await stage.open('/to/LN03')).body)?.[1] ?? '';
    expect((await stage.press('/to/LN03', path)).body).toContain('Đã hủy mã mời.');
    expect(await stage.storage.findInvite({ oaId: OA, codeHash: inviteHash(OA, code) })).toBeUndefined();
  });

  it('with a telephone number for a name, or for another commune, is refused', async () => {
    const wrong = await stage.press('/to/LN03', '/to/LN03/moi', {
      team: 'LN03',
      name: 'Bảy 0912345678',
      role: 'member',
    });
    expect(wrong.body).toContain('không ghi số điện thoại');
    stage.signIn(OFFICER);
    await expect(stage.run(createInvite, { team: 'TB01', name: 'Ông Ba', role: 'leader' })).rejects.toEqual(
      refused('thuộc xã khác'),
    );
    await expect(stage.run(createInvite, { commune: '25270', name: 'Ông Ba', role: 'officer' })).rejects.toEqual(
      refused('do tỉnh làm'),
    );
  });
});

describe('a commune that became another', () => {
  it('is shown in numbers first, then moves everything, also the accounts of its officers', async () => {
    await aMember(LAN, 'Lê Thị Lan');
    await stage.storage.addStaff({
      ...{ id: 'o1', oaId: OA, login: 'locninh', name: 'Anh Sơn', role: 'commune-officer', communeCode: '25270' },
      ...{ passwordHash: 'x', mustChangePassword: false, recoveryHashes: [], failures: 0, createdAt: 1 },
    });
    const preview = await stage.open('/xa/xem-truoc?from=25270&to=25280&day=2026-11-22');
    expect(preview.body).toContain('2 tổ, 1 thành viên');
    expect(preview.body).toContain('1 tài khoản cán bộ xã');
    expect(await teamOf('LN03')).toMatchObject({ communeCode: '25270' });
    const path = '/xa/xem-truoc?from=25270&to=25280&day=2026-11-22';
    const done = await stage.press(path, '/xa', { from: '25270', to: '25280', day: '2026-11-22' });
    expect(done.body).toContain('Chuyển 2 tổ, 1 thành viên, 0 bà con.');
    expect(await teamOf('LN03')).toMatchObject({ communeCode: '25280' });
    expect(await stage.storage.findStaff({ oaId: OA, id: 'o1' })).toMatchObject({ communeCode: '25280' });
  });

  it('cannot be in the future, itself, or a circle', async () => {
    const page = async (query: string) => (await stage.open(`/xa/xem-truoc?${query}`)).body;
    expect(await page('from=25270&to=25280&day=2026-12-01')).toContain('Hôm nay là 22/11/2026');
    expect(await page('from=25270&to=25270&day=2026-11-22')).toContain('không đổi mã thì không cần làm gì');
    expect(await page('from=abc&to=25280&day=2026-11-22')).toContain('năm chữ số');
  });

  it('is for administrators alone', async () => {
    stage.signIn(OFFICER);
    expect((await stage.open('/xa')).statusCode).toBe(403);
  });
});

describe('a commune officer', () => {
  it.each([
    ['teams.get', getTeam, { code: 'TB01' }],
    ['teams.edit', editTeam, { code: 'TB01', name: 'Tổ khác', hamlet: 'Ấp 1' }],
    ['teams.dissolve-preview', previewDissolve, { code: 'TB01' }],
    ['teams.dissolve', dissolveTeam, { code: 'TB01', confirmed: 'yes' }],
    ['teams.dissolve to another commune', dissolveTeam, { code: 'LN03', successor: 'TB01', confirmed: 'yes' }],
  ] as [string, Action, object][])('has no part in another commune: %s', async (_name, action, input) => {
    stage.signIn(OFFICER);
    await expect(stage.run(action, input)).rejects.toEqual(refused('thuộc xã khác'));
    expect(await audit()).toEqual([]);
  });

  it('adds teams to the own commune, whatever commune is given', async () => {
    stage.signIn(OFFICER);
    await stage.run(addTeam, { code: 'LN77', name: 'Tổ bảy bảy', hamlet: 'Ấp 7', commune: '25280' });
    expect(await teamOf('LN77')).toMatchObject({ communeCode: '25270' });
  });
});
