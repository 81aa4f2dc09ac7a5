import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChartPicture } from '../../../src/pictures/index.ts';
import type { MemberRole } from '../../../src/storage/team-ports.ts';
import { parseTeamWords } from '../../../src/conversation/team-words.ts';
import { newInvite } from '../../../src/teams/registry.ts';
import { type ConversationStage, stageConversation } from '../../support/conversation-stage.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { anEngagement, commitTurn, OA, TEAM } from '../../support/storage-rows.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

const DAY = 24 * 3_600_000;
const [BA, CHIN, SAU, KHACH] = ['user-ba', 'user-chin', 'user-sau', 'user-khach'];

describe.each([
  ['KẾT QUẢ TỔ', 'team'],
  ['ket qua to', 'team'],
  ['Xem kết quả của tổ em', 'team'],
  ['kết quả tổ tháng này', 'team'],
  ['KẾT QUẢ XÃ', 'commune'],
  ['kết quả phường', 'commune'],
])('"%s"', (text, of) => {
  test(`asks for the results of the ${of}`, () => expect(parseTeamWords(text)).toEqual({ type: 'results', of }));
});

test.each(['kết quả tố cáo', 'kết quả hồ sơ', 'kết quả xổ số', 'kết quả tổ chức thi', 'kết quả xã hội hóa'])(
  '"%s" is ordinary text',
  (text) => expect(parseTeamWords(text)).toBeUndefined(),
);

describe('the results of a team in the chat', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let stage: ConversationStage;
  let draws = 0;
  const random = (below: number): number => (draws = (draws * 31 + 7) % 9973) % below;

  beforeEach(async () => {
    folder = makeTempDir();
    stage = await stageConversation(folder.dir, shippedCatalogue());
    const teams = [
      { ...TEAM, households: 100 },
      { ...TEAM, code: 'LN04', name: 'Tổ công nghệ số ấp 4', households: 100 },
    ];
    await stage.storage.saveTeams({ oaId: OA, teams, at: stage.clock.now() });
    await join(BA, 'Trần Văn Ba', 'leader');
    await join(SAU, 'Cô Sáu', 'officer');
  });
  afterEach(async () => {
    await stage.close();
    folder[Symbol.dispose]();
  });

  async function join(userId: string, name: string, role: MemberRole): Promise<void> {
    const { code, invite } = newInvite(
      OA,
      { name, role, teamCode: role === 'officer' ? '' : TEAM.code, communeCode: TEAM.communeCode },
      stage.clock.now(),
      random,
    );
    await stage.storage.importRegistry({ oaId: OA, teams: [], invites: [invite], at: stage.clock.now() });
    await stage.say(`VÀO TỔ ${code}`, userId);
    if (role === 'member') await stage.say(stage.payloadOf('Duyệt'), BA);
  }

  /** Four residents this month and one the month before, one visit, and something written down; with targets. */
  async function work(): Promise<void> {
    const { storage, clock } = stage;
    const talk = (userId: string, at: number, visit?: string) =>
      commitTurn(storage, {
        ...{ userId, at, resident: { lastInteractionAt: at, teamCode: TEAM.code, teamAt: at } },
        engagement: [anEngagement({ kind: 'finished', ...(visit === undefined ? {} : { visit }) })],
      });
    await talk('r0', clock.now() - 30 * DAY);
    for (const userId of ['r1', 'r2', 'r3', 'r4']) await talk(userId, clock.now());
    await talk('r5', clock.now(), 'v');
    await storage.saveFieldLog({
      ...{ oaId: OA, id: 'log', teamCode: TEAM.code, communeCode: TEAM.communeCode, userId: BA, kind: 'qr-accepted' },
      ...{ topic: 'e-payments', quantity: 7, day: '2026-11-20', place: '', note: '', group: '', flag: '' },
      ...{ at: clock.now(), knownTwins: [] },
    });
    const target = { oaId: OA, span: 'm', indicator: 'finished', value: 9 };
    await storage.saveTarget({ ...target, scope: 't', unit: '*' });
    await storage.saveTarget({ ...target, scope: 'c', unit: '*', value: 500 });
    await storage.rollTallies({ limit: 2_000 });
  }

  const answer = async (text: string, userId: string): Promise<string> => (await stage.say(text, userId)).join('\n');

  /** What the last chart sent shows. */
  function lastChart(): ChartPicture | undefined {
    const [, json] =
      /pictures\/chart-([^"]+)\.png/u.exec(
        stage
          .bodies()
          .map((body) => JSON.stringify(body))
          .findLast((body) => body.includes('/chart-')) ?? '',
      ) ?? [];
    return json === undefined ? undefined : (JSON.parse(decodeURIComponent(json)) as ChartPicture);
  }

  test('show a leader this month beside the last, the three parts apart, with targets and praise', async () => {
    await work();
    const said = (await answer('KẾT QUẢ TỔ', BA)).split('\n');
    expect(said).toContain(
      'Kết quả Tổ công nghệ số ấp 3, tháng 11/2026 tính đến 22/11. Trong ngoặc là cả tháng 10/2026.',
    );
    const parts = ['1. Đo được qua trò chuyện:', '2. Làm cùng bà con tại nhà:', '3. Tổ tự ghi nhận:'];
    const places = parts.map((part) => said.indexOf(part));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(said.slice(places[0], places[1])).toContain('- Lượt đi hết hướng dẫn: 4 lượt (1), chỉ tiêu 9');
    expect(said.slice(places[1], places[2])).toContain('- Lượt hỗ trợ tại nhà: 1 lượt (0)');
    expect(said.slice(places[2])).toContain('- Điểm bán được hỗ trợ nhận tiền bằng mã QR: 7 điểm bán (0)');
    expect(said.join('\n')).toMatch(/Biểu dương trong xã, phường, tính trên 100 hộ:\n1\. Tổ công nghệ số ấp 3: \d/u);
    expect(said.at(-1)).toContain('không phải kết quả ngoài đời');
    expect(lastChart()).toMatchObject({
      ...{ title: 'Tổ công nghệ số ấp 3', period: 'tháng 11/2026, đến ngày 22', now: 'tháng 11', before: 'tháng 10' },
      bars: [{ name: 'Tài khoản đã trò chuyện' }, { now: 4, before: 1, target: 9 }, { now: 1, before: 0 }],
    });
  });

  test('show a member the figures without targets and without the praise list', async () => {
    await join(CHIN, 'Lê Thị Chín', 'member');
    await work();
    const said = await answer('kết quả tổ', CHIN);
    expect(said).toContain('- Lượt đi hết hướng dẫn: 4 lượt (1)\n');
    expect(said).not.toMatch(/chỉ tiêu|Biểu dương/u);
    expect(lastChart()?.bars.map((bar) => Object.keys(bar).join())).toEqual(Array(3).fill('name,now,before'));
  });

  test('show an officer the commune, and which teams nobody has written to yet', async () => {
    await work();
    const said = await answer('KẾT QUẢ XÃ', SAU);
    expect(said).toContain('Kết quả Phường Lộc Ninh, tháng 11/2026');
    expect(said).toContain('- Lượt đi hết hướng dẫn: 4 lượt (1), chỉ tiêu 500');
    expect(said).toContain('Tháng này chưa có ai trò chuyện: Tổ công nghệ số ấp 4.');
    expect(await answer('kết quả tổ', SAU)).toBe(said);
    expect(lastChart()?.title).toBe('Phường Lộc Ninh');
  });

  test('of the commune are for officers; a member is led to those of the team', async () => {
    await work();
    expect(await answer('kết quả xã', BA)).toContain('dành cho cán bộ xã');
    expect(await answer(stage.payloadOf('Kết quả tổ'), BA)).toContain('Kết quả Tổ công nghệ số ấp 3');
  });

  test('are told nobody else: a resident gets a kind sentence without any figure', async () => {
    await work();
    await stage.say('xin chào', KHACH);
    for (const text of ['kết quả tổ', 'KẾT QUẢ XÃ', '#team:results']) {
      const said = await answer(text, KHACH);
      expect(said).toMatch(/VÀO TỔ và mã/u);
      expect(said).not.toMatch(/\d/u);
    }
    expect(lastChart()).toBeUndefined();
  });

  test('of a month without anything say so, and what to do', async () => {
    await stage.wait(40 * DAY);
    const said = await answer('kết quả tổ', BA);
    expect(said).toContain('Tháng 01/2027 Tổ công nghệ số ấp 3 chưa có lượt nào.');
    for (const thing of ['CHIA SẺ', '#ho-tro', 'GHI NHẬN']) expect(said).toContain(thing);
    expect(lastChart()).toBeUndefined();
  });
});
