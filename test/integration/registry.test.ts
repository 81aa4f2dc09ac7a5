import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoInvites } from '../../src/demo-invites.ts';
import { DEMO_OA_ID } from '../../src/config.ts';
import { doMembers, type MemberOptions } from '../../src/members-command.ts';
import { dissolveTeam, mergeCommunes, moveTeam, tellHistory, writeTemplate } from '../../src/registry-command.ts';
import { importTeamFile, type RegistryPlace } from '../../src/team-files.ts';
import { loadPlaces } from '../../src/teams/places.ts';
import { memberRef } from '../../src/teams/registry.ts';
import { type ConversationStage, stageConversation } from '../support/conversation-stage.ts';
import { rootDir, shippedCatalogue } from '../support/shipped-content.ts';
import { OA, TEAM } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const places = loadPlaces(rootDir);
const HEADING = 'Mã tổ,Tên tổ,Tỉnh,Xã/phường,Thôn/ấp,Số hộ';
const TEAMS = `${HEADING}\nLN01,Tổ công nghệ số ấp 1,Đồng Nai,Lộc Ninh,Ấp 1,180\nLN03,Tổ công nghệ số ấp 3,75,25270,Ấp 3,215\n`;
const MEMBERS =
  'Mã tổ,Họ tên,Vai trò\nLN03,Trần Văn Ba,Tổ trưởng\nLN03,Lê Thị Chín,Thành viên\nLN01,Ông Mười,Tổ trưởng\n';
const NOTHING: MemberOptions = {
  team: undefined,
  commune: undefined,
  name: undefined,
  role: undefined,
  file: undefined,
  out: undefined,
  dryRun: false,
  skipBad: false,
};

describe('the registry of teams, from file to chat', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let stage: ConversationStage;
  let said: string[];
  let claimed: number;

  beforeEach(async () => {
    folder = makeTempDir();
    stage = await stageConversation(path.join(folder.dir, 'data'), shippedCatalogue());
    said = [];
    claimed = 0;
  });

  afterEach(async () => {
    process.exitCode = 0;
    await stage.close();
    folder[Symbol.dispose]();
  });

  const place = (): RegistryPlace => ({
    storage: stage.storage,
    oaId: OA,
    places,
    now: stage.clock.now(),
    claim: async () => void (claimed += 1),
    say: (text) => void said.push(text),
  });
  const inFolder = (name: string): string => path.join(folder.dir, name);
  function file(name: string, content: string | Buffer): string {
    writeFileSync(inFolder(name), content);
    return inFolder(name);
  }
  const importTeams = (content: string, changes: { dryRun?: boolean; skipBad?: boolean } = {}) =>
    importTeamFile(place(), { file: file('teams.csv', content), dryRun: false, skipBad: false, ...changes });
  const invitePeople = (content: string, changes: Partial<MemberOptions> = {}) =>
    doMembers(
      ['invite'],
      { ...NOTHING, file: file('members.csv', content), out: inFolder('codes.csv'), ...changes },
      place(),
    );
  const codeOf = (name: string): string =>
    (parse(readFileSync(inFolder('codes.csv')), { bom: true }) as string[][]).find((row) => row[2] === name)?.[4] ?? '';
  const refOf = (userId: string): string => memberRef(OA, userId);
  const last = (texts: readonly string[]): string => texts.at(-1) ?? '';
  const memberOf = (userId: string) => stage.storage.findMember({ oaId: OA, userId });

  test('import, invite, join, approve, leave; transfer and dissolve by the province', async () => {
    await importTeams(TEAMS);
    await invitePeople(MEMBERS);
    expect(said).toEqual([
      'Đã lưu 2 tổ (2 mới, 0 cập nhật).',
      `Đã làm 3 mã mời (3 người mời được, 0 người đã có, 0 dòng lỗi). Danh sách để in: ${inFolder('codes.csv')}`,
      expect.stringContaining('trợ lý không giữ mã'),
    ]);
    expect(statSync(inFolder('codes.csv')).mode & 0o077).toBe(0);
    expect(codeOf('Lê Thị Chín')).toMatch(/^VÀO TỔ [0-9A-Z]{4}-[0-9A-Z]{4}$/u);

    expect(last(await stage.say(codeOf('Trần Văn Ba'), 'ba'))).toContain('tổ trưởng của Tổ công nghệ số ấp 3');
    await stage.say(codeOf('Lê Thị Chín').toLowerCase(), 'chin');
    await stage.say(stage.payloadOf('Duyệt'), 'ba');
    expect(await memberOf('chin')).toMatchObject({ state: 'active', name: 'Lê Thị Chín' });

    said = [];
    await doMembers(['list'], { ...NOTHING, team: 'ln03' }, place());
    expect(said).toEqual([
      `${refOf('ba')}\tLN03\tTrần Văn Ba\tTổ trưởng\tđang làm\tnhắn được`,
      `${refOf('chin')}\tLN03\tLê Thị Chín\tThành viên\tđang làm\tnhắn được`,
    ]);

    await doMembers(['transfer', refOf('chin')], NOTHING, place());
    expect([(await memberOf('ba'))?.role, (await memberOf('chin'))?.role]).toEqual(['member', 'leader']);

    await stage.say('RỜI TỔ', 'ba');
    await stage.say(stage.payloadOf('Rời tổ ngay'), 'ba');
    expect(await memberOf('ba')).toMatchObject({ state: 'left' });

    await dissolveTeam(place(), { code: 'ln03', successor: 'LN01', dryRun: false });
    expect(last(await stage.say('TỔ CỦA TÔI', 'chin'))).toContain('Tổ công nghệ số ấp 1');
    said = [];
    await tellHistory(place(), 'ln03');
    expect(said.map((line) => line.split('\t').slice(1).join(' | '))).toEqual([
      'giải thể | LN03 → LN01',
      'rời tổ | Trần Văn Ba member',
      'thành tổ trưởng | Lê Thị Chín',
      'đổi vai trò | Trần Văn Ba member',
      'được duyệt | Lê Thị Chín member | người làm: Trần Văn Ba',
      'xin vào | Lê Thị Chín member',
      'vào tổ | Trần Văn Ba leader',
      'làm mã mời | member',
      'làm mã mời | leader',
      'lập tổ | Tổ công nghệ số ấp 3',
    ]);
  });

  test('a bad row keeps everything out, unless bad rows are to be skipped; a dry run never writes', async () => {
    const bad = `${TEAMS}LN0,Tổ,75,99999,,\n`;
    await importTeams(bad);
    expect(said.at(-1)).toMatch(/^2 tổ nhập được .*1 dòng lỗi\. Chưa lưu gì/u);
    expect(process.exitCode).toBe(1);
    await importTeams(bad, { dryRun: true, skipBad: true });
    expect(said.at(-1)).toContain('Chạy thử');
    expect(await stage.storage.listTeams({ oaId: OA })).toEqual([]);
    expect(claimed).toBe(0);
    await importTeams(bad, { skipBad: true });
    expect((await stage.storage.listTeams({ oaId: OA })).map(({ code }) => code)).toEqual(['LN01', 'LN03']);

    await invitePeople(`${MEMBERS}LN99,Cô Tư,\n`);
    expect(said.slice(-2)).toEqual([
      'dòng 5: Mã tổ: chưa có tổ "LN99"; nhập tổ trước, hoặc sửa mã',
      expect.stringContaining('Chưa lưu gì'),
    ]);
    expect(existsSync(inFolder('codes.csv'))).toBe(false);
    expect(await stage.storage.listInvites({ oaId: OA, at: stage.clock.now() })).toEqual([]);
    await invitePeople(`${MEMBERS}LN99,Cô Tư,\n`, { skipBad: true });
    expect(await stage.storage.listInvites({ oaId: OA, at: stage.clock.now() })).toHaveLength(3);
  });

  test('the same member file again invites nobody twice, and a list of codes is never written over', async () => {
    await importTeams(TEAMS);
    await invitePeople(MEMBERS);
    await invitePeople(MEMBERS);
    expect(said.at(-1)).toBe('0 người mời được, 3 người đã có, 0 dòng lỗi. Không có ai để mời.');
    const before = readFileSync(inFolder('codes.csv'), 'utf8');
    await expect(invitePeople(`${MEMBERS}LN01,Cô Tư,\n`)).rejects.toThrow(/nobody was invited/u);
    expect(readFileSync(inFolder('codes.csv'), 'utf8')).toBe(before);
    expect(await stage.storage.listInvites({ oaId: OA, at: stage.clock.now() })).toHaveLength(3);
  });

  test('the province approves an officer who waits, and takes one out', async () => {
    await importTeams(TEAMS);
    const officer = { ...NOTHING, commune: '25270', role: 'officer' };
    const inviteOfficer = async (name: string): Promise<string> => {
      await doMembers(['invite'], { ...officer, name }, place());
      return /VÀO TỔ \S+/u.exec(said.at(-2) ?? '')?.[0] ?? '';
    };
    expect(last(await stage.say(await inviteOfficer('Cô Sáu'), 'sau'))).toContain('cán bộ xã của Phường Lộc Ninh');
    await stage.say(await inviteOfficer('Chú Bảy'), 'bay');
    expect(await memberOf('bay')).toMatchObject({ state: 'pending' });
    await doMembers(['approve', refOf('bay')], { ...NOTHING, dryRun: true }, place());
    expect(await memberOf('bay')).toMatchObject({ state: 'pending' });
    await doMembers(['approve', refOf('bay').toUpperCase()], NOTHING, place());
    expect(await memberOf('bay')).toMatchObject({ state: 'active' });
    await expect(doMembers(['approve', refOf('bay')], NOTHING, place())).rejects.toThrow(
      expect.objectContaining({ code: 'TEAM_CHANGED' }),
    );
    await doMembers(['remove', refOf('bay')], NOTHING, place());
    expect(await memberOf('bay')).toMatchObject({ state: 'left' });
    await expect(doMembers(['remove', 'abc'], NOTHING, place())).rejects.toThrow(
      expect.objectContaining({ code: 'MEMBER_UNKNOWN' }),
    );
  });

  test('a team moves, a commune becomes another, and what cannot be is refused', async () => {
    await importTeams(TEAMS);
    await moveTeam(place(), { code: 'LN01', commune: '25280', dryRun: true });
    expect(await stage.storage.findTeam({ oaId: OA, code: 'LN01' })).toMatchObject({ communeCode: '25270' });
    await moveTeam(place(), { code: 'LN01', commune: '25280', dryRun: false });
    expect(await stage.storage.findTeam({ oaId: OA, code: 'LN01' })).toMatchObject({ communeCode: '25280' });

    const merge = { from: '25270', to: '25280', day: '2026-11-22', dryRun: false };
    await mergeCommunes(place(), { ...merge, dryRun: true });
    expect(said.slice(-2)).toEqual(['LN03\tTổ công nghệ số ấp 3', expect.stringContaining('1 tổ chuyển theo')]);
    expect(await stage.storage.findTeam({ oaId: OA, code: 'LN03' })).toMatchObject({ communeCode: '25270' });
    await mergeCommunes(place(), merge);
    expect(said.at(-1)).toContain('Chuyển 1 tổ');
    expect(await stage.storage.findTeam({ oaId: OA, code: 'LN03' })).toMatchObject({ communeCode: '25280' });

    const refused = (changes: Partial<typeof merge>, code = 'COMMUNE_CHANGE_INVALID') =>
      expect(mergeCommunes(place(), { ...merge, ...changes })).rejects.toThrow(expect.objectContaining({ code }));
    await refused({ from: '25280', to: '25270' });
    await refused({ to: '25270' });
    await refused({ day: '2026-11-23' });
    await refused({ day: '22/11/2026' });
    await refused({ from: '252' });
    await refused({ to: '99999' }, 'CLI_USAGE');
  });

  test('a dissolved team takes neither rows of a file nor people', async () => {
    await importTeams(TEAMS);
    await dissolveTeam(place(), { code: 'LN01', successor: undefined, dryRun: false });
    await importTeams(TEAMS);
    expect(said.slice(-2)).toEqual([
      'dòng 2: code: tổ LN01 đã giải thể, mã cũ không dùng lại; cần một mã mới',
      expect.stringContaining('Chưa lưu gì'),
    ]);
    await expect(doMembers(['invite'], { ...NOTHING, team: 'LN01', name: 'Ông Mười' }, place())).rejects.toThrow(
      expect.objectContaining({ code: 'TEAM_CHANGED' }),
    );
    await expect(dissolveTeam(place(), { code: 'LN03', successor: 'LN03', dryRun: false })).rejects.toThrow(
      expect.objectContaining({ code: 'CLI_USAGE' }),
    );
  });

  test('templates are written for Excel and CSV, and never over another file', async () => {
    for (const name of ['mau.xlsx', 'mau.csv']) {
      await writeTemplate({ kind: 'teams', out: inFolder(name) }, (text) => void said.push(text));
      await importTeamFile(place(), { file: inFolder(name), dryRun: false, skipBad: false });
    }
    expect(await stage.storage.listTeams({ oaId: OA })).toMatchObject([{ code: 'LN03', communeCode: '25270' }]);
    const again = writeTemplate({ kind: 'members', out: inFolder('mau.csv') }, () => undefined);
    await expect(again).rejects.toThrow(expect.objectContaining({ code: 'CLI_USAGE' }));
  });

  test('the demo offers a leader and a member until there is a leader', async () => {
    await stage.storage.saveTeams({ oaId: DEMO_OA_ID, teams: [TEAM], at: stage.clock.now() });
    const random = (below: number): number => Math.floor(stage.clock.now() / 7) % below;
    const first = await demoInvites(
      stage.storage,
      stage.clock.now(),
      (() => {
        let draws = 0;
        return (below: number) => (draws = (draws * 13 + 5) % 9973) % below;
      })(),
    );
    expect(first).toMatch(/tổ trưởng: {2}VÀO TỔ \S{4}-\S{4}\n.*thành viên: VÀO TỔ \S{4}-\S{4}/u);
    await stage.storage.saveMember({
      oaId: DEMO_OA_ID,
      userId: 'ba',
      role: 'leader',
      state: 'active',
      teamCode: TEAM.code,
      communeCode: TEAM.communeCode,
      name: 'Trần Văn Ba',
      joinedAt: 0,
    });
    const second = await demoInvites(stage.storage, stage.clock.now(), random);
    expect(second).not.toContain('tổ trưởng:');
    expect(second).toMatch(/thành viên: VÀO TỔ \S{4}-\S{4}/u);
    expect(await demoInvites({ ...stage.storage, findTeam: async () => undefined }, 0, random)).toBe('');
  });
});
