import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CREDIT_DAYS,
  type CreditClaim,
  type CreditStanding,
  type CreditTeam,
  type CreditWay,
  decideCredit,
} from '../../../src/teams/credit.ts';

const DAY = 24 * 3_600_000;
const NOW = Date.UTC(2026, 10, 22);
const LN03: CreditTeam = { code: 'LN03', communeCode: '26000' };
const LN04: CreditTeam = { code: 'LN04', communeCode: '26000' };
const FAR: CreditTeam = { code: 'BH01', communeCode: '27000' };

const claim = (team: CreditTeam, way: CreditWay = 'typed', extra: Partial<CreditClaim> = {}): CreditClaim => ({
  team,
  way,
  at: NOW,
  ...extra,
});
const standing = (team: CreditTeam, daysAgo: number, extra: Partial<CreditStanding> = {}): CreditStanding => ({
  team: {
    code: team.code,
    since: NOW - daysAgo * DAY,
    isDissolved: team.dissolvedAt !== undefined,
    communeCode: team.communeCode,
  },
  ...extra,
});

describe('somebody whom no team has reached', () => {
  test.each(['typed', 'widget', 'group', 'assisted'] as const)('is credited by %s and counted', (way) => {
    expect(decideCredit({}, claim(LN03, way))).toEqual({ decision: 'credited', teamCode: 'LN03', counts: true });
  });

  test('is credited and not counted when they work in that team', () => {
    expect(decideCredit({ memberOf: 'LN03' }, claim(LN03))).toEqual({
      decision: 'credited',
      teamCode: 'LN03',
      counts: false,
    });
  });
});

describe('the first credit', () => {
  test('is not repeated by the same team within its time', () => {
    expect(decideCredit(standing(LN03, 1), claim(LN03))).toEqual({ decision: 'kept', reason: 'same' });
  });

  test('is renewed by the same team after its time, and counts nobody twice', () => {
    expect(decideCredit(standing(LN03, CREDIT_DAYS), claim(LN03, 'widget'))).toEqual({
      decision: 'credited',
      teamCode: 'LN03',
      counts: false,
    });
  });

  test.each(['widget', 'group', 'assisted'] as const)('stands against another team that comes by %s', (way) => {
    expect(decideCredit(standing(LN03, 89), claim(LN04, way))).toEqual({ decision: 'kept', reason: 'first' });
  });

  test('is asked about when the resident types the code of another team', () => {
    expect(decideCredit(standing(LN03, 89), claim(LN04))).toEqual({ decision: 'ask', teamCode: 'LN04' });
  });

  test('gives way when the resident says so', () => {
    expect(decideCredit(standing(LN03, 1), claim(LN04, 'chosen'))).toMatchObject({
      decision: 'credited',
      counts: true,
    });
  });

  test('gives way after 90 days', () => {
    expect(decideCredit(standing(LN03, CREDIT_DAYS), claim(LN04, 'widget'))).toMatchObject({ teamCode: 'LN04' });
  });

  test('gives way to the team of the commune to which the household has moved', () => {
    expect(decideCredit(standing(LN03, 5, { communeCode: '27000' }), claim(FAR))).toMatchObject({
      decision: 'credited',
      teamCode: 'BH01',
    });
    expect(decideCredit(standing(LN03, 5, { communeCode: '26000' }), claim(FAR)).decision).toBe('ask');
  });

  test('of a dissolved team is over', () => {
    expect(decideCredit(standing({ ...LN03, dissolvedAt: NOW - DAY }, 5), claim(LN04, 'widget'))).toMatchObject({
      decision: 'credited',
      teamCode: 'LN04',
    });
  });
});

describe('the code of a dissolved team', () => {
  const gone = { ...LN03, dissolvedAt: NOW - DAY };
  test('credits the team that took over', () => {
    expect(decideCredit({}, claim(gone, 'typed', { successor: LN04 }))).toMatchObject({ teamCode: 'LN04' });
  });
  test('is refused where nobody took over', () => {
    expect(decideCredit({}, claim(gone))).toEqual({ decision: 'refused', reason: 'dissolved' });
    expect(decideCredit({}, claim(gone, 'typed', { successor: { ...LN04, dissolvedAt: NOW } })).decision).toBe(
      'refused',
    );
  });
});

describe('any history of claims', () => {
  const teams = [LN03, LN04, FAR, { code: 'OLD1', communeCode: '26000', dissolvedAt: 1 }];
  const step = fc.record({
    team: fc.constantFrom(...teams),
    way: fc.constantFrom<CreditWay>('typed', 'chosen', 'widget', 'group', 'assisted'),
    waitDays: fc.nat(120),
  });

  test('changes teams within 90 days by the resident’s own word alone, and counts a team once in a row', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let now = NOW;
        let state: CreditStanding = {};
        for (const { team, way, waitDays } of steps) {
          now += waitDays * DAY;
          const before = state.team;
          const credit = decideCredit(state, { team, way, at: now });
          if (credit.decision !== 'credited') continue;
          if (before && before.code !== credit.teamCode && now - before.since < CREDIT_DAYS * DAY) {
            expect(['typed', 'chosen']).toContain(way);
          }
          if (before?.code === credit.teamCode) expect(credit.counts).toBe(false);
          expect(teams.find(({ code }) => code === credit.teamCode)?.dissolvedAt).toBeUndefined();
          state = { team: { code: credit.teamCode, since: now, isDissolved: false, communeCode: team.communeCode } };
        }
      }),
    );
  });

  test('a claim that was just decided changes nothing when it comes again', () => {
    fc.assert(
      fc.property(step, fc.constantFrom<CreditStanding>({}, standing(LN04, 3), standing(LN04, 200)), (one, first) => {
        const credit = decideCredit(first, { team: one.team, way: one.way, at: NOW });
        if (credit.decision !== 'credited') return;
        const after = { team: { code: credit.teamCode, since: NOW, isDissolved: false, communeCode: '26000' } };
        expect(decideCredit(after, { team: one.team, way: one.way, at: NOW + DAY }).decision).toBe('kept');
      }),
    );
  });
});
