import { beforeEach, describe, expect, test } from 'vitest';
import { type CampaignOptions, doCampaigns, doTargets } from '../../src/campaign-command.ts';
import { doIndicators, type IndicatorPlace } from '../../src/indicator-command.ts';
import { indicatorCodes, NOT_OUTCOMES, thingNames } from '../../src/teams/indicators.ts';
import { loadPlaces } from '../../src/teams/places.ts';
import { MORNING } from '../support/manual-clock.ts';
import { type MemoryStorage, openMemoryStorage } from '../support/memory-storage.ts';
import { rootDir } from '../support/shipped-content.ts';
import { anEngagement, commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';

const places = loadPlaces(rootDir);
const OUTCOMES = { 'qr-accepted': { title: 'Điểm bán nhận QR', unit: 'điểm bán' } };
const KINDS = { 'training-session': { title: 'Buổi tập huấn', unit: 'buổi' } };
const DAY_MS = 24 * 3_600_000;

describe('the commands of indicators', () => {
  let storage: MemoryStorage;
  let said: string[];
  let claims: number;
  let place: IndicatorPlace;
  beforeEach(async () => {
    storage = openMemoryStorage();
    said = [];
    claims = 0;
    place = {
      ...{
        storage,
        places,
        oaId: OA,
        today: '2026-11-22',
        thingName: thingNames({ outcomes: OUTCOMES, fieldLog: { kinds: KINDS } }),
      },
      claim: async () => void (claims += 1),
      say: (text) => void said.push(text),
    };
    await storage.saveTeams({
      oaId: OA,
      teams: [
        { ...TEAM, households: 40 },
        { ...TEAM, code: 'LN04' },
      ],
      at: 1,
    });
    const talk = (userId: string, at: number, kind: 'finished' | 'stuck', visit?: string) =>
      commitTurn(storage, {
        ...{ userId, at, resident: { lastInteractionAt: at, teamCode: TEAM.code } },
        engagement: [anEngagement({ kind, ...(visit === undefined ? {} : { visit }) })],
      });
    await talk(LAN, MORNING - 30 * DAY_MS, 'finished');
    await talk(LAN, MORNING - DAY_MS, 'finished');
    await talk(LAN, MORNING, 'stuck');
    await talk(HOA, MORNING, 'finished', 'v');
    await talk('3', MORNING, 'finished');
  });

  const indicators = async (
    words: readonly string[] = [],
    options: Partial<Parameters<typeof doIndicators>[1]> = {},
  ) => {
    said.length = 0;
    const codes = indicatorCodes(Object.keys(OUTCOMES), Object.keys(KINDS));
    await doIndicators(words, { json: false, check: false, repair: false, ...options }, place, codes);
    return said.join('\n');
  };
  const campaigns = async (words: readonly string[], options: Partial<CampaignOptions> = {}) => {
    said.length = 0;
    await doCampaigns(words, { json: false, ...options }, { ...place, now: MORNING, newId: () => 'ab12' });
    return said.join('\n');
  };
  const targets = async (words: readonly string[], options: Partial<Parameters<typeof doTargets>[1]> = {}) => {
    said.length = 0;
    await doTargets(words, { json: false, ...options }, place);
    return said.join('\n');
  };

  test('show a commune its teams with scores and praise', async () => {
    const lines = (await indicators([], { commune: '25270', week: '2026-W47' })).split('\n');
    expect(lines[0]).toBe('Phường Lộc Ninh (25270), tuần 47/2026 (16/11/2026 đến 22/11/2026)');
    expect(lines).toContain('Tổ\tTài khoản\tĐi hết\tLàm được\tTại nhà\tĐiểm (đề xuất)');
    expect(lines).toContain('Tổ công nghệ số ấp 3 (LN03)\t3\t2\t0\t1\t100');
    expect(lines).toContain('Tổ công nghệ số ấp 3 (LN04)\t0\t0\t0\t0\t0');
    expect(lines).toContain('1. Tổ công nghệ số ấp 3 (LN03): 6 tài khoản trên 100 hộ (3)');
    expect(lines.at(-1)).toBe(NOT_OUTCOMES);
  });

  test('show the province its communes, as JSON too', async () => {
    const province = JSON.parse(await indicators([], { day: '2026-11-22', json: true })) as object;
    expect(province).toMatchObject({
      ...{ scope: 'p', unit: '', name: 'Toàn tỉnh', span: 'd', period: '2026-11-22', note: NOT_OUTCOMES },
      ...{ values: { reached: 3, finished: 1, visits: 1 }, before: { reached: 1 } },
      rows: [{ unit: '25270', score: 100, values: { reached: 3 } }],
    });
    expect(await indicators([], { month: '2026-09' })).toContain('Chưa có số liệu trong kỳ này.');
  });

  test('add up what was counted under the codes of merged communes', async () => {
    const merged = { fromCode: '25270', toCode: '25267', atDay: '2026-11-22' };
    await storage.applyCommuneChange({ ...merged, oaId: OA, provinceCode: '75', at: MORNING });
    const { values } = JSON.parse(await indicators([], { commune: '25267', json: true })) as { values: object };
    expect(values).toMatchObject({ reached: 3, finished: 2 });
    const { rows } = JSON.parse(await indicators([], { json: true })) as { rows: object[] };
    expect(rows).toMatchObject([{ unit: '25267', values: { reached: 3, finished: 2 } }]);
  });

  test.each<[string, Parameters<typeof doIndicators>[0], Partial<Parameters<typeof doIndicators>[1]>, RegExp]>([
    ['a day that is none', [], { day: '2026-11-31' }, /"2026-11-31" is no period\. Expected --day/u],
    ['two periods', [], { day: '2026-11-22', month: '2026-11' }, /exclude each other/u],
    ['two units', [], { team: 'LN03', province: true }, /exclude each other/u],
    ['an unknown team', [], { team: 'XX' }, /no team "XX"/u],
    ['an unknown commune', [], { commune: '99999' }, /"99999"/u],
    ['another word', ['like'], {}, /"indicators like" cannot be done so/u],
    ['a recount for nothing', ['recount'], {}, /--check/u],
    ['a recount for both', ['recount'], { check: true, repair: true }, /--check/u],
    ['weights that are no numbers', ['weights', 'reached=much'], {}, /"reached=much" cannot be read/u],
    ['weights of what teams write down', ['weights', 'log:training-session=1'], {}, /written down by the teams/u],
  ])('refuse %s', async (_what, words, options, message) => {
    await expect(indicators(words, options)).rejects.toThrow(message);
    expect(claims).toBe(0);
  });

  test('show, keep and give back weights', async () => {
    expect(await indicators(['weights'])).toContain('reached\t30\tTài khoản đã trò chuyện');
    expect(await indicators(['weights', 'reached=1,visits=3'])).toContain('visits\t3\tLượt hỗ trợ tại nhà');
    expect(claims).toBe(1);
    const { weights } = JSON.parse(await indicators([], { json: true })) as { weights: object };
    expect(weights).toEqual({ reached: 1, visits: 3 });
    expect(await indicators(['weights', 'default'])).toContain('reached\t30\t');
  });

  test('list every code with its name, unit and source', async () => {
    const lines = (await indicators(['codes'])).split('\n');
    expect(lines).toContain('stuck-rate\tTỷ lệ bước bị vướng\t%\tmeasured');
    expect(lines).toContain('visit-outcome:qr-accepted\tĐiểm bán nhận QR\tđiểm bán\tvisit');
    expect(lines).toContain('log:training-session\tBuổi tập huấn\tbuổi\tself-reported');
  });

  test('set, list and take back targets', async () => {
    expect(await targets([])).toBe('Chưa đặt chỉ tiêu nào.');
    await targets(['set', 'finished', '300'], { province: true, span: 'w' });
    await targets(['set', 'reached', '20'], { team: '*' });
    expect(await targets(['list'])).toBe(
      'Toàn tỉnh\tmỗi tuần\tLượt đi hết hướng dẫn\t300\nmỗi tổ\tmỗi tháng\tTài khoản đã trò chuyện\t20',
    );
    const team = JSON.parse(await indicators([], { team: 'ln03', json: true })) as object;
    expect(team).toMatchObject({ targets: { reached: 20 } });
    expect(await targets(['set', 'reached', 'none'], { team: '*' })).toBe('Đã bỏ chỉ tiêu.');
    expect(JSON.parse(await targets(['list'], { json: true }))).toMatchObject({ targets: [{ value: 300 }] });
    await expect(targets(['set', 'likes', '3'])).rejects.toThrow(/no indicator "likes"/u);
    await expect(targets(['set', 'reached', '-3'])).rejects.toThrow(/-3/u);
    await expect(targets(['set', 'reached', '3'], { span: 'y' })).rejects.toThrow(/--span "y"/u);
    await expect(targets(['set', 'reached'])).rejects.toThrow(/targets set <indicator>/u);
  });

  test('make a campaign that counts what its days have brought, show it and end it', async () => {
    expect(await campaigns(['list'])).toBe('Chưa có chiến dịch nào.');
    const made = { name: 'Tháng cao điểm', from: '2026-11-20', to: '2026-12-20', goals: 'reached=6,finished=100' };
    expect(await campaigns(['create'], made)).toContain('Đã lập chiến dịch cd-ab12: Tháng cao điểm');
    await expect(campaigns(['create'], made)).rejects.toThrow(/id cd-ab12 is taken/u);
    const lines = (await campaigns(['show', 'cd-ab12'])).split('\n');
    expect(lines).toEqual([
      'Tháng cao điểm (cd-ab12), từ 20/11/2026 đến 20/12/2026: đang chạy, ngày 3/31',
      '- Tài khoản đã trò chuyện: 3/6 tài khoản (50%, kịp tiến độ)',
      '- Lượt đi hết hướng dẫn: 2/100 lượt (2%, chậm so với số ngày đã qua)',
      '',
      'Biểu dương (tính trên 100 hộ; dưới 50 hộ tính như 50 hộ; từ 3 trở lên)',
      '1. Tổ công nghệ số ấp 3 (LN03): 6 tài khoản trên 100 hộ (3)',
      '',
      NOT_OUTCOMES,
    ]);
    expect(JSON.parse(await campaigns(['show', 'cd-ab12'], { json: true }))).toMatchObject({
      state: 'running',
      daysBegun: 3,
    });
    expect(await campaigns(['end', 'cd-ab12'])).toContain('hôm nay là ngày cuối');
    expect(await campaigns(['list'])).toBe('cd-ab12\tđang chạy\ttừ 20/11/2026 đến 22/11/2026\tTháng cao điểm');
    await expect(campaigns(['show', 'cd-x'])).rejects.toMatchObject({ code: 'CAMPAIGN_UNKNOWN' });
    await expect(campaigns(['end', 'cd-x'])).rejects.toMatchObject({ code: 'CAMPAIGN_UNKNOWN' });
    await expect(campaigns(['end'])).rejects.toMatchObject({ code: 'CLI_USAGE' });
    await expect(campaigns(['create'], { ...made, goals: undefined })).rejects.toThrow(/--goals is missing/u);
  });
});
