import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPlan, planAnnouncement, type PlanRequest } from '../../../src/broadcasts/plan.ts';
import { defaultQuietHours, isQuiet } from '../../../src/delivery/quiet-hours.ts';
import type { AudienceMember } from '../../../src/storage/ports.ts';
import { vietnamTime } from '../../../src/shared/clock.ts';
import { openMemoryStorage } from '../../support/memory-storage.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { commitTurn, HOA, LAN, OA, TEAM } from '../../support/storage-rows.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const at = (time: string): number => Date.parse(`2026-11-22T${time}+07:00`);

/** A store that knows nothing but these people. */
const peopled = (members: readonly AudienceMember[]): PlanRequest['storage'] => ({
  listAudience: async ({ afterUserId, limit }) =>
    members
      .filter(({ userId }) => userId > afterUserId)
      .toSorted((a, b) => (a.userId < b.userId ? -1 : 1))
      .slice(0, limit),
});

const plan = (members: readonly AudienceMember[], options: Partial<PlanRequest> = {}) =>
  planAnnouncement({ storage: peopled(members), audience: { oaId: OA }, at: MORNING, ...options });

const crowd = (size: number, lastInteractionAt = MORNING): AudienceMember[] =>
  Array.from({ length: size }, (_, index) => ({ userId: `u${String(index).padStart(6, '0')}`, lastInteractionAt }));

/** When the last of `size` people has it, starting at `start`, in Vietnamese time. */
const endFor = async (size: number, start: number, perSecond = 40): Promise<string> =>
  vietnamTime((await plan(crowd(size, start), { at: start, perSecond })).endsAt);

describe('who gets an announcement', () => {
  test('everybody who wrote in the last 7 days; those beyond 48 hours cost', async () => {
    const result = await plan([
      { userId: 'a', lastInteractionAt: MORNING - 48 * HOUR_MS },
      { userId: 'b', lastInteractionAt: MORNING - 48 * HOUR_MS - 1 },
      { userId: 'c', lastInteractionAt: MORNING - 7 * DAY_MS },
    ]);
    expect(result).toMatchObject({ reachable: ['a', 'b', 'c'], paid: 2, costVnd: 110 });
  });

  test('nobody else, each for a reason', async () => {
    const result = await plan([
      { userId: 'a', lastInteractionAt: MORNING, optOutAt: MORNING - 1 },
      { userId: 'b', lastInteractionAt: 0 },
      { userId: 'c', lastInteractionAt: MORNING - 7 * DAY_MS - 1 },
      { userId: 'd', lastInteractionAt: 0, optOutAt: 5 },
    ]);
    expect(result).toMatchObject({ reachable: [], paid: 0, costVnd: 0 });
    expect(result.unreachable).toEqual({ 'opted-out': 2, 'never-wrote': 1, 'silent-for-7-days': 1 });
  });

  test('the windows are those of the hour of sending, not of planning', async () => {
    const silent = [{ userId: 'a', lastInteractionAt: MORNING - 6.5 * DAY_MS }];
    expect((await plan(silent)).reachable).toEqual(['a']);
    expect((await plan(silent, { at: MORNING + DAY_MS })).unreachable).toMatchObject({ 'silent-for-7-days': 1 });
    const evening = { at: at('21:30'), quietHours: defaultQuietHours };
    const almostSilent = [{ userId: 'a', lastInteractionAt: at('23:00') - 7 * DAY_MS }];
    expect((await plan(almostSilent, evening)).unreachable).toMatchObject({ 'silent-for-7-days': 1 });
  });

  test('over more pages than one, nobody is left out or twice in it', async () => {
    const result = await plan(crowd(2_500));
    expect(result.reachable).toHaveLength(2_500);
    expect(new Set(result.reachable).size).toBe(2_500);
  });

  test('residents of the teams of a commune, and of no other', async () => {
    const storage = openMemoryStorage();
    await storage.saveTeams({ oaId: OA, teams: [TEAM, { ...TEAM, code: 'X1', communeCode: '25273' }], at: 1 });
    await commitTurn(storage, { resident: { lastInteractionAt: MORNING, teamCode: 'LN03' } });
    await commitTurn(storage, { userId: HOA, resident: { lastInteractionAt: MORNING, teamCode: 'X1' } });
    await commitTurn(storage, { userId: 'nobody-s', resident: { lastInteractionAt: MORNING } });
    const result = await planAnnouncement({ storage, audience: { oaId: OA, communeCode: '25270' }, at: MORNING });
    expect(result.reachable).toEqual([LAN]);
  });
});

describe('when an announcement is sent', () => {
  test('at once by day, at 7 in the morning when asked at night', async () => {
    expect((await plan([], { at: at('14:05') })).startsAt).toBe(at('14:05'));
    expect((await plan([], { at: at('05:30') })).startsAt).toBe(at('07:00'));
    expect((await plan([], { at: at('21:00') })).startsAt).toBe(at('07:00') + DAY_MS);
  });

  test('ends as long after the start as the rate needs', async () => {
    expect(await endFor(2_400, at('09:00'))).toBe('22/11/2026 09:01');
    expect(await endFor(36_000, at('09:00'))).toBe('22/11/2026 09:15');
    expect((await plan(crowd(1))).endsAt).toBe(MORNING + 25);
  });

  test('what does not fit before 21:00 goes on at 7 the next morning', async () => {
    expect(await endFor(2_400, at('20:59'))).toBe('22/11/2026 21:00');
    expect(await endFor(2_401, at('20:59'))).toBe('23/11/2026 07:00');
    expect(await endFor(2_400, at('20:59:30'))).toBe('23/11/2026 07:00');
    expect(await endFor(6_000, at('20:59:30'))).toBe('23/11/2026 07:02');
  });

  test('goes on over several nights', async () => {
    // 14 allowed hours a day at one a second: 50,400 a day.
    expect(await endFor(50_400 + 3_600, at('07:00'), 1)).toBe('23/11/2026 08:00');
    expect(await endFor(2 * 50_400 + 3_600, at('07:00'), 1)).toBe('24/11/2026 08:00');
  });

  test('the end never lies in the night and never before the start', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: DAY_MS }), fc.integer({ min: 1, max: 3_000 }), async (shift, size) => {
        const start = MORNING + shift;
        const { startsAt, endsAt } = await plan(crowd(size, start), { at: start, perSecond: 0.05 });
        expect(endsAt).toBeGreaterThan(startsAt);
        expect(isQuiet(startsAt, defaultQuietHours)).toBe(false);
        expect(isQuiet(endsAt - 1, defaultQuietHours)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the plan as an officer reads it', () => {
  test('says who, who not and why, what it costs and when', async () => {
    const text = formatPlan(
      await plan([
        ...crowd(1_199),
        { userId: 'x', lastInteractionAt: MORNING - 3 * DAY_MS },
        { userId: 'y', lastInteractionAt: 0 },
        { userId: 'z', lastInteractionAt: MORNING, optOutAt: 1 },
      ]),
    );
    expect(text.split('\n')).toEqual([
      'Nhắn trực tiếp được: 1.200 người (miễn phí 1.199, tính phí 1 tin × 55 đ = 55 đ; giá tham khảo 2026, xem lại trong Zalo OA).',
      'Không nhắn trực tiếp được: 2 người.',
      '- đã từ chối nhận tin: 1',
      '- chưa từng nhắn cho OA: 1',
      '- quá 7 ngày không nhắn (Zalo không cho gửi): 0',
      'Bắt đầu 22/11/2026 09:00, người cuối nhận khoảng 22/11/2026 09:00 (chỉ gửi từ 7 giờ đến 21 giờ).',
    ]);
  });

  test('of nobody says so', async () => {
    expect(formatPlan(await plan([]))).toContain('Không có ai để gửi.');
  });
});
