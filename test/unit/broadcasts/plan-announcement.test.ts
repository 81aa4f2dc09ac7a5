import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDecider } from '../../../src/broadcasts/decide-recipient.ts';
import { makePlan, type PlanRequest } from '../../../src/broadcasts/plan-announcement.ts';
import { defaultPlanSettings, PLAN_SETTING_KEYS, readPlanSettings } from '../../../src/broadcasts/plan-settings.ts';
import { formatPlan } from '../../../src/broadcasts/plan-text.ts';
import { vietnamTime } from '../../../src/shared/clock.ts';
import type { AudiencePerson } from '../../../src/storage/audience-ports.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { OA } from '../../support/storage-rows.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const EVERYBODY = { communes: [], teams: [], segments: [], interests: [] };

const person = (userId: string, changes: Partial<AudiencePerson> = {}): AudiencePerson => ({
  ...{ userId, lastInteractionAt: MORNING - HOUR_MS, optedOut: false, refused: false, waiting: false, consents: false },
  ...changes,
});

interface World {
  readonly teams?: { readonly reachable: readonly string[]; readonly members: number; readonly unreachable: number };
  readonly followers?: number;
}

/** A store that knows nothing but these people, two of them a page. */
const peopled = (people: readonly AudiencePerson[], { teams, followers = 0 }: World = {}): PlanRequest['storage'] => ({
  listAudiencePage: async ({ afterUserId }) => {
    const rest = people.filter(({ userId }) => userId > afterUserId);
    const page = rest.slice(0, 2);
    return {
      people: page,
      looked: page.length,
      lastUserId: page.at(-1)?.userId ?? afterUserId,
      done: rest.length <= 2,
    };
  },
  countAudiencePage: async () => ({ count: followers, looked: followers, lastUserId: 'z', done: true }),
  listInterested: async () => [],
  listPassingTeams: async () => teams ?? { reachable: [], members: 0, unreachable: 0 },
  listAudienceProvinces: async () => ['75'],
});

type Content = PlanRequest['content'];
const content = (changes: Partial<Content> = {}): Content => ({
  category: 'training',
  audience: EVERYBODY,
  lanes: ['direct'],
  buttons: [],
  ...changes,
});

const plan = (
  people: readonly AudiencePerson[],
  changes: Partial<Content> = {},
  world: World = {},
  request: Partial<PlanRequest> = {},
) => makePlan({ storage: peopled(people, world), oaId: OA, content: content(changes), now: MORNING, ...request });

const crowd = (size: number, changes: Partial<AudiencePerson> = {}, prefix = 'u'): AudiencePerson[] =>
  Array.from({ length: size }, (_, index) => person(`${prefix}${String(index).padStart(5, '0')}`, changes));

describe('who gets a message', () => {
  test('everybody who wrote in 7 days; beyond 48 hours it costs', async () => {
    const result = await plan([
      person('a', { lastInteractionAt: MORNING - 48 * HOUR_MS }),
      person('b', { lastInteractionAt: MORNING - 48 * HOUR_MS - 1 }),
      person('c', { lastInteractionAt: MORNING - 7 * DAY_MS }),
    ]);
    expect(result.direct).toMatchObject({ total: 3, free: 1, paid: 2, costVnd: 110, messagesEach: 1 });
  });

  test('nobody else, each for one reason', async () => {
    const { noDirect, unreached, direct } = await plan([
      person('a', { optedOut: true, refused: true }),
      person('b', { refused: true, following: false }),
      person('c', { following: false }),
      person('d', { lastInteractionAt: 0 }),
      person('e', { lastInteractionAt: MORNING - 7 * DAY_MS - 1 }),
      person('f', { waiting: true }),
    ]);
    expect(direct.total).toBe(0);
    expect(noDirect).toEqual({
      ...{ 'opted-out': 1, 'refused-category': 1, unfollowed: 1, 'never-wrote': 1, 'silent-for-7-days': 1 },
      ...{ 'waits-for-person': 1, 'over-budget': 0, 'no-lane': 0, erased: 0 },
    });
    expect(unreached).toEqual(noDirect);
  });

  test('an emergency reaches those who wait for a person, and nobody who refuses', async () => {
    const people = [person('a', { waiting: true }), person('b', { refused: true }), person('c', { optedOut: true })];
    const { direct, noDirect } = await plan(people, { emergency: { reason: 'Lũ về' }, category: 'safety' });
    expect(direct.total).toBe(1);
    expect(noDirect).toMatchObject({ 'opted-out': 1, 'refused-category': 1, 'waits-for-person': 0 });
  });

  test('the windows are those of the hour of sending', async () => {
    const people = [person('a', { lastInteractionAt: MORNING - 6.5 * DAY_MS })];
    expect((await plan(people)).direct.paid).toBe(1);
    expect((await plan(people, { startAt: MORNING + DAY_MS })).noDirect['silent-for-7-days']).toBe(1);
    expect((await plan(people, {}, {}, { now: MORNING + 12.5 * HOUR_MS })).noDirect['silent-for-7-days']).toBe(1);
  });

  test('those erased since the list was made are told apart', async () => {
    expect((await plan([], {}, {}, { erased: 3 })).unreached.erased).toBe(3);
  });
});

describe('a budget', () => {
  const ago = (hours: number): Partial<AudiencePerson> => ({ lastInteractionAt: MORNING - hours * HOUR_MS });

  test('goes to the most recently active first; free ones cost none of it', async () => {
    const people = [person('a', ago(100)), person('b', ago(60)), person('c', ago(1)), person('d', ago(80))];
    const { direct, noDirect } = await plan(people, { budgetVnd: 2 * 55 + 54 });
    expect(direct).toMatchObject({ free: 1, paid: 2, costVnd: 110, budgetVnd: 164 });
    expect(noDirect['over-budget']).toBe(1);
    const decide = createDecider(
      { at: MORNING, isEmergency: false },
      { lanes: ['direct'], reachableTeams: new Set() },
      direct.cut,
    );
    expect(people.map((one) => decide(one).code)).toEqual(['OVER_BUDGET', '', '', '']);
  });

  test('of nothing leaves the free ones, and none is no bound', async () => {
    const people = [person('a', ago(100)), person('b', ago(1))];
    expect((await plan(people, { budgetVnd: 0 })).direct).toMatchObject({ free: 1, paid: 0 });
    expect((await plan(people)).direct).toMatchObject({ free: 1, paid: 1 });
  });

  test('counts two messages where a picture has buttons beside it', async () => {
    const picture = { file: 'x.jpg', mime: 'image/jpeg', alt: 'Lịch', expiresAt: 9e15 } as const;
    const start = { kind: 'card', id: 'vneid-what-is' } as const;
    const { direct } = await plan([person('a', ago(100)), person('b', ago(99))], { budgetVnd: 200, picture, start });
    expect(direct).toMatchObject({ paid: 1, costVnd: 110, messagesEach: 2 });
  });

  test('those over it take the next lane that has a way to them', async () => {
    const people = [person('a', { ...ago(100), following: true }), person('b', ago(99))];
    const result = await plan(people, { budgetVnd: 0, lanes: ['direct', 'article'] });
    expect(result).toMatchObject({ article: { total: 1 }, unreached: { 'over-budget': 1 } });
  });
});

describe('the other lanes', () => {
  const teams = { reachable: ['LN03'], members: 4, unreachable: 2 };
  const silent = { lastInteractionAt: MORNING - 30 * DAY_MS };

  test('take each person once: article before cascade before ZBS, and nobody who refuses', async () => {
    const people = [
      person('a', { ...silent, following: true, teamCode: 'LN03' }),
      person('b', { ...silent, teamCode: 'LN03' }),
      person('c', { ...silent, teamCode: 'LN09' }),
      person('d', { ...silent, following: true, teamCode: 'LN03', refused: true }),
      person('e', { ...silent, following: false }),
      person('f', { following: true }),
    ];
    const result = await plan(
      people,
      { lanes: ['direct', 'article', 'cascade', 'zbs'] },
      { teams, followers: 10 },
      { settings: { ...defaultPlanSettings, zbsMessageVnd: 300 } },
    );
    expect(result).toMatchObject({
      direct: { total: 1 },
      article: { total: 1, cities: [1, 16], outsiders: 7, twice: 1, refusing: 1 },
      cascade: { teams: 1, members: 4, silentTeams: 2, residents: 1 },
      zbs: { total: 1, priceVnd: 300, costVnd: 300 },
      unreached: { 'refused-category': 1, unfollowed: 1, 'silent-for-7-days': 0 },
      costVnd: 300,
    });
  });

  test('without direct messages, those whom one could reach are reached by these or not at all', async () => {
    const people = [person('a', { following: true }), person('b')];
    expect(await plan(people, { lanes: ['article'] })).toMatchObject({
      direct: { total: 0 },
      article: { total: 1 },
      unreached: { 'no-lane': 1 },
    });
  });

  test("more followers than we know of are those of Zalo's own figure", async () => {
    const { article } = await plan(
      [person('a', { following: true })],
      { lanes: ['article'] },
      { followers: 1 },
      { followers: 500 },
    );
    expect(article?.outsiders).toBe(499);
  });

  test('the last one has it when the article is reviewed and allowed', async () => {
    const result = await plan(
      [person('a', { ...silent, following: true })],
      { lanes: ['direct', 'article'] },
      {},
      {
        articleDays: ['2026-11-23'],
        settings: { ...defaultPlanSettings, articlesPerMonth: 4 },
      },
    );
    expect(vietnamTime(result.lastAt)).toBe('24/11/2026 07:00');
    expect(result.article?.moment?.waitsFor).toEqual(['review', 'day']);
  });

  test('members of teams are told five a second', async () => {
    const result = await plan(
      [],
      { lanes: ['cascade'] },
      { teams: { reachable: ['A'], members: 3_000, unreachable: 0 } },
    );
    expect(result.lastAt - result.startsAt).toBe(600_000);
  });
});

describe('counting and listing', () => {
  const arbitrary = fc.record({
    lastInteractionAt: fc.oneof(
      fc.constant(0),
      fc.integer({ min: MORNING - 9 * DAY_MS, max: MORNING }),
      // The same minute, so that a cut falls inside it.
      fc.integer({ min: MORNING - 3 * DAY_MS, max: MORNING - 3 * DAY_MS + 30_000 }),
    ),
    optedOut: fc.boolean(),
    refused: fc.boolean(),
    waiting: fc.boolean(),
    following: fc.option(fc.boolean(), { nil: undefined }),
    teamCode: fc.constantFrom(undefined, 'LN03', 'LN09'),
  });
  const lanes = fc.subarray(['direct', 'article', 'cascade', 'zbs'] as const, { minLength: 1 });

  test('agree about every crowd: each person is in one lane or left out, and as many get a message as were counted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitrary, { maxLength: 30 }),
        lanes,
        fc.option(fc.integer({ min: 0, max: 600 }), { nil: undefined }),
        async (rows, chosen, budgetVnd) => {
          const people = rows.map(({ following, teamCode, ...rest }, index) =>
            person(`u${String(index).padStart(2, '0')}`, {
              ...rest,
              ...(following === undefined ? {} : { following }),
              ...(teamCode === undefined ? {} : { teamCode }),
            }),
          );
          const teams = { reachable: ['LN03'], members: 1, unreachable: 1 };
          const made = await plan(
            people,
            { lanes: chosen, ...(budgetVnd === undefined ? {} : { budgetVnd }) },
            { teams },
          );
          const lost = Object.values(made.unreached).reduce((sum, count) => sum + count, 0);
          const reached =
            made.direct.total + (made.article?.total ?? 0) + (made.cascade?.residents ?? 0) + (made.zbs?.total ?? 0);
          expect(reached + lost).toBe(people.length);
          expect(made.direct.costVnd).toBeLessThanOrEqual(budgetVnd ?? Number.POSITIVE_INFINITY);
          const decide = createDecider(
            { at: made.startsAt, isEmergency: false },
            { lanes: chosen, reachableTeams: new Set(['LN03']) },
            made.direct.cut,
          );
          const listed = people.map(decide);
          const direct = listed.filter(({ lane, state }) => lane === 'direct' && state === 'pending');
          expect(direct).toHaveLength(made.direct.total);
          const over = listed.filter(({ code }) => code === 'OVER_BUDGET').length;
          expect(over).toBeLessThanOrEqual(made.noDirect['over-budget']);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('settings', () => {
  const read = (values: Readonly<Record<string, string>>) =>
    readPlanSettings({ readMeta: async ({ key }) => values[key] });

  test('that nobody made are the cautious ones', async () => {
    expect(await read({})).toEqual(defaultPlanSettings);
    expect(await read({ [PLAN_SETTING_KEYS.perSecond]: 'fast', [PLAN_SETTING_KEYS.articlesPerMonth]: '-1' })).toEqual(
      defaultPlanSettings,
    );
  });

  test('are read from where the console keeps them', async () => {
    expect(
      await read({
        [PLAN_SETTING_KEYS.perSecond]: 'none',
        [PLAN_SETTING_KEYS.paidMessageVnd]: '60',
        [PLAN_SETTING_KEYS.zbsMessageVnd]: '300',
        [PLAN_SETTING_KEYS.articleReviewHours]: '0.5',
        [PLAN_SETTING_KEYS.articlesPerMonth]: '4',
      }),
    ).toMatchObject({ paidMessageVnd: 60, zbsMessageVnd: 300, articleReviewMs: 1_800_000, articlesPerMonth: 4 });
  });
});

describe('the plan as an officer reads it', () => {
  test('says who, who not and why, what it costs and when', async () => {
    const people = [
      ...crowd(1_199),
      person('x', { lastInteractionAt: MORNING - 3 * DAY_MS }),
      person('y', { lastInteractionAt: 0 }),
      person('z', { optedOut: true }),
    ];
    expect(formatPlan(await plan(people)).split('\n')).toEqual([
      'Nhắn trực tiếp được: 1.200 người (miễn phí 1.199, tính phí 1 tin × 55 đ = 55 đ; giá tham khảo 2026, xem lại trong Zalo OA).',
      'Không nhắn trực tiếp được: 2 người.',
      '- đã từ chối nhận tin: 1',
      '- chưa từng nhắn cho OA: 1',
      'Bắt đầu 22/11/2026 09:00, người cuối nhận khoảng 22/11/2026 09:00 (chỉ gửi từ 7 giờ đến 21 giờ).',
    ]);
  });

  test('says of every lane what it does and does not do', async () => {
    const silent = { lastInteractionAt: MORNING - 30 * DAY_MS };
    const people = [
      person('a', { ...silent, following: true }),
      person('b', { ...silent, teamCode: 'LN03' }),
      person('c', { ...silent }),
      person('d', { following: true, refused: true }),
      person('e', { following: true }),
    ];
    const text = formatPlan(
      await plan(
        people,
        { lanes: ['direct', 'article', 'cascade', 'zbs'], budgetVnd: 0 },
        { teams: { reachable: ['LN03'], members: 4, unreachable: 1 }, followers: 20 },
        { settings: { ...defaultPlanSettings, zbsMessageVnd: 300 } },
      ),
    );
    expect(text.split('\n')).toEqual([
      'Nhắn trực tiếp được: 1 người (miễn phí 1, tính phí 0 tin × 55 đ = 0 đ; ngân sách 0 đ; giá tham khảo 2026, xem lại trong Zalo OA).',
      'Không nhắn trực tiếp được: 4 người.',
      '- đã từ chối loại tin này: 1',
      '- quá 7 ngày không nhắn (Zalo không cho gửi): 3',
      'Bài viết gửi qua OA: 1 người quan tâm OA mà không nhắn trực tiếp được.',
      '- Zalo không gửi bài theo xã được: bài đến người quan tâm OA ở Bình Phước, Đồng Nai (tên tỉnh cũ của Zalo).',
      '- 17 người ngoài diện nhận cũng có thể thấy.',
      '- 1 người đã từ chối vẫn thấy, vì Zalo không loại riêng ai được.',
      '- 1 người đã nhận tin trực tiếp sẽ thấy cả bài.',
      '- Bài gửi lúc 23/11/2026 09:00 (chờ Zalo duyệt bài).',
      'Nhờ tổ chuyển tiếp: 1 tổ có người nhận được tin (4 người), 1 tổ không có ai nhắn cho OA trong 7 ngày.',
      '- 1 người chỉ biết được qua tổ.',
      '- Tổ không có ai nhận được tin thì cần gọi điện.',
      'Tin ZBS (luôn tính phí): 1 người, 1 tin × 300 đ = 300 đ.',
      'Không cách nào đến được: 1 người.',
      '- đã từ chối loại tin này: 1',
      'Cả tin ZBS thì hết 300 đ, quá ngân sách 300 đ.',
      'Bắt đầu 22/11/2026 09:00, tin trực tiếp xong khoảng 22/11/2026 09:00, người cuối nhận khoảng 23/11/2026 09:00 (chỉ gửi từ 7 giờ đến 21 giờ). Tổ chuyển tiếp lúc nào thì tùy tổ.',
    ]);
  });

  test('of nobody says so', async () => {
    expect(formatPlan(await plan([]))).toContain('Không có ai để gửi.');
  });

  test('of an emergency says that it does not wait for the morning', async () => {
    const night = MORNING + 13 * HOUR_MS;
    const made = await plan([person('a')], { emergency: { reason: 'Lũ về' } }, {}, { now: night });
    expect(made.startsAt).toBe(night);
    expect(formatPlan(made)).toContain('Bắt đầu 22/11/2026 22:00');
    expect(formatPlan(made)).toContain('tin khẩn: gửi cả ngoài giờ');
  });
});
