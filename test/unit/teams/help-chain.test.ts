import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Helper, HelpRequest } from '../../../src/storage/help-ports.ts';
import {
  accept,
  afterDaytime,
  answeredByDesk,
  cancel,
  close,
  decline,
  dueStep,
  givenUp,
  givePhone,
  hamletDistance,
  handTo,
  type HelpPlace,
  isNight,
  judge,
  missed,
  moveOn,
  newHelp,
  nextDaytime,
  nextHelper,
  reminded,
} from '../../../src/teams/help-chain.ts';
import { MORNING } from '../../support/manual-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (text: string): number => Date.parse(`${text}+07:00`);

const PLACE: HelpPlace = {
  teamCode: 'LN03',
  communeCode: '25270',
  teams: [
    { code: 'LN03', hamlet: 'Ấp 3' },
    { code: 'LN09', hamlet: 'Ấp 9' },
    { code: 'LN04', hamlet: 'Ấp 4' },
  ],
};

const request = (changes: Partial<HelpRequest> = {}): HelpRequest => ({
  ...newHelp({
    ...{ oaId: 'oa', id: 'h1', userId: 'resident', topic: '', flow: '', step: '' },
    ...{ teamCode: 'LN03', communeCode: '25270', at: MORNING },
  }),
  ...changes,
});

const helper = (userId: string, changes: Partial<Helper> = {}): Helper => ({
  ...{ userId, name: userId, role: 'member', teamCode: 'LN03', communeCode: '25270' },
  ...{ lastInteractionAt: MORNING - HOUR, lastTurnAt: 0 },
  ...changes,
});

const firstOf = (helpers: readonly Helper[], place = PLACE, changes: Partial<HelpRequest> = {}): string | undefined =>
  nextHelper(request(changes), helpers, place, MORNING)?.helper.userId;

describe('who is asked first', () => {
  test('is whoever had the last turn longest ago, a member before a leader', () => {
    const [recent, long, leader] = [
      helper('recent', { lastTurnAt: MORNING - HOUR }),
      helper('long', { lastTurnAt: MORNING - DAY }),
      helper('leader', { role: 'leader' }),
    ];
    expect(firstOf([leader, recent, long])).toBe('long');
    expect(firstOf([leader, recent])).toBe('recent');
    expect(firstOf([leader])).toBe('leader');
  });

  test.each([
    ['wrote seven days ago', { lastInteractionAt: MORNING - 7 * DAY }],
    ['never wrote', { lastInteractionAt: 0 }],
    ['is being answered by a person of the OA', { silencedUntil: MORNING + MINUTE }],
    ['refuses messages', { optOutAt: MORNING - DAY }],
  ])('is nobody who %s', (_what, changes) => {
    expect(firstOf([helper('a', changes)])).toBeUndefined();
    expect(firstOf([helper('a', changes), helper('b', { role: 'leader' })])).toBe('b');
  });

  test('is never the resident, although a member of the team', () => {
    expect(firstOf([helper('resident')])).toBeUndefined();
  });

  test('of teams near by the one whose hamlet lies nearest, of officers those of the commune', () => {
    const others = [
      helper('officer', { role: 'officer', teamCode: '' }),
      helper('far', { teamCode: 'LN09' }),
      helper('near', { teamCode: 'LN04', lastTurnAt: MORNING }),
      helper('elsewhere', { role: 'officer', teamCode: '', communeCode: '99999' }),
    ];
    expect(firstOf(others)).toBe('near');
    expect(firstOf(others.filter(({ userId }) => userId !== 'near'))).toBe('far');
    expect(firstOf([others[0] as Helper, others[3] as Helper])).toBe('officer');
    expect(firstOf([others[3] as Helper])).toBeUndefined();
  });

  test('without a known team is an officer, never a team of the commune', () => {
    const nowhere = { ...PLACE, teamCode: '' };
    expect(firstOf([helper('a'), helper('officer', { role: 'officer', teamCode: '' })], nowhere)).toBe('officer');
    expect(firstOf([helper('a')], nowhere)).toBeUndefined();
  });

  test('is of the team staff handed it to', () => {
    const handed = { handedTo: 'LN09' };
    expect(firstOf([helper('own'), helper('handed', { teamCode: 'LN09' })], PLACE, handed)).toBe('handed');
  });
});

test('hamlets are compared by name and number', () => {
  expect(hamletDistance('Ấp 3', 'ap 3')).toBe(0);
  expect(hamletDistance('Ấp 3', 'Ấp 5')).toBe(2);
  expect(hamletDistance('Ấp 3', 'Thôn 5')).toBeGreaterThan(100);
  expect(hamletDistance('Đông Hòa', 'Tây Hòa')).toBeGreaterThan(100);
});

describe('daytime', () => {
  test.each([
    ['2026-11-22T09:00', '2026-11-22T09:15'],
    ['2026-11-22T20:45', '2026-11-22T21:00'],
    ['2026-11-22T20:50', '2026-11-23T07:05'],
    ['2026-11-22T21:00', '2026-11-23T07:15'],
    ['2026-11-22T23:59', '2026-11-23T07:15'],
    ['2026-11-23T00:00', '2026-11-23T07:15'],
    ['2026-11-23T06:59', '2026-11-23T07:15'],
    ['2026-11-23T07:00', '2026-11-23T07:15'],
  ])('fifteen minutes of it from %s are over at %s', (from, until) => {
    expect(afterDaytime(at(from), 15 * MINUTE)).toBe(at(until));
  });

  test('is from 7 to 21 o’clock at every moment of a year', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 365 * DAY }), fc.integer({ min: 0, max: 14 * HOUR - 1 }), (ms, length) => {
        const from = MORNING + ms;
        expect(isNight(nextDaytime(from))).toBe(false);
        expect(nextDaytime(from) - from).toBeLessThanOrEqual(10 * HOUR);
        const until = afterDaytime(from, length);
        // Between the two lie as many minutes of daytime as were asked for.
        expect(until - nextDaytime(from)).toBeGreaterThanOrEqual(length);
        expect(until - nextDaytime(from) - length).toBeOneOf([0, 10 * HOUR]);
      }),
    );
  });
});

describe('a request', () => {
  const offered = moveOn(request(), [helper('a'), helper('b')], PLACE, MORNING);

  test('is offered to one for fifteen minutes, then to the next, then goes to the desk', () => {
    expect(offered).toMatchObject({ state: 'offered', offeredTo: 'a', dueAt: MORNING + 15 * MINUTE });
    expect(dueStep(offered, MORNING + 15 * MINUTE - 1)).toBeUndefined();
    expect(dueStep(offered, MORNING + 15 * MINUTE)).toBe('move');
    const second = moveOn(offered, [helper('a'), helper('b')], PLACE, MORNING + 15 * MINUTE);
    expect(second.offers.map(({ userId, answer }) => `${userId} ${answer}`)).toEqual(['a time-out', 'b ']);
    const desk = moveOn(second, [helper('a'), helper('b')], PLACE, MORNING + 30 * MINUTE);
    expect(desk).toMatchObject({ state: 'desk', deskAt: MORNING + 30 * MINUTE });
    expect(desk.offeredTo).toBeUndefined();
    expect(dueStep(desk, MORNING + 8 * DAY)).toBe('close');
    expect(givenUp(desk, MORNING + 8 * DAY).state).toBe('unanswered');
  });

  test('that meets the night waits for the morning', () => {
    const late = moveOn(request(), [helper('a')], PLACE, at('2026-11-22T22:00'));
    expect(late).toMatchObject({ state: 'open', dueAt: at('2026-11-23T07:00'), offers: [] });
  });

  test('can be taken by one, early or late, and by nobody who was not asked', () => {
    expect(accept(offered, 'b', MORNING)).toBeUndefined();
    const second = moveOn(offered, [helper('a'), helper('b')], PLACE, MORNING + 15 * MINUTE);
    const taken = accept(second, 'a', MORNING + 17 * MINUTE);
    expect(taken).toMatchObject({ state: 'accepted', acceptedBy: 'a', waitedMinutes: 17 });
    expect(taken && accept(taken, 'b', MORNING + 18 * MINUTE)).toBeUndefined();
  });

  test('that was taken and missed, or helped badly, goes on without the one who had it', () => {
    const taken = accept(offered, 'a', MORNING) as HelpRequest;
    expect(missed(taken, 'b', MORNING)).toBeUndefined();
    const free = missed(taken, 'a', MORNING) as HelpRequest;
    expect(free).toMatchObject({ state: 'open', dueAt: MORNING });
    expect(free.acceptedBy).toBeUndefined();
    expect(moveOn(free, [helper('a'), helper('b')], PLACE, MORNING).offeredTo).toBe('b');

    const done = close(taken, 'a', MORNING) as HelpRequest;
    const bad = judge(done, 'bad', MORNING + HOUR) as HelpRequest;
    expect(moveOn(bad, [helper('a'), helper('b')], PLACE, MORNING + HOUR).offeredTo).toBe('b');
    expect(judge(done, 'good', MORNING + HOUR)).toMatchObject({ state: 'done', feedback: 'good' });
    expect(judge(done, 'bad', MORNING + 8 * DAY)).toBeUndefined();
  });

  test('loses the number with its end, however it ends', () => {
    const withPhone = givePhone(offered, '0912345678', MORNING) as HelpRequest;
    const taken = accept(withPhone, 'a', MORNING) as HelpRequest;
    expect(taken.phone).toBe('0912345678');
    const ends = [
      close(taken, 'a', MORNING + 1),
      judge(taken, 'good', MORNING + 1),
      cancel(withPhone, MORNING + 1),
      answeredByDesk(withPhone, MORNING + 1),
      givenUp(withPhone, MORNING + 1),
    ];
    for (const end of ends) {
      expect(end).toMatchObject({ phoneErasedAt: MORNING + 1 });
      expect(end).not.toHaveProperty('phone');
      expect(end).not.toHaveProperty('phoneAt');
      expect(end && givePhone(end, '0912345678', MORNING + 2)).toBeUndefined();
    }
  });

  test('handed to a team asks its people next, unless somebody has it', () => {
    const desk = moveOn(offered, [], PLACE, MORNING + HOUR);
    const handed = handTo(desk, 'LN09', MORNING + DAY) as HelpRequest;
    expect(dueStep(handed, MORNING + DAY)).toBe('move');
    const there = helper('there', { teamCode: 'LN09', lastInteractionAt: MORNING });
    expect(moveOn(handed, [there, helper('b')], PLACE, MORNING + DAY)).toMatchObject({ offeredTo: 'there' });
    expect(handTo(accept(offered, 'a', MORNING) as HelpRequest, 'LN09', MORNING)).toBeUndefined();
  });
});

/** Whatever people do, in whatever order, with whatever time between. */
const anAct = fc.record({
  who: fc.nat({ max: 13 }),
  what: fc.constantFrom('accept', 'busy', 'done', 'missed', 'good', 'bad', 'silence', 'silence', 'silence'),
  afterMs: fc.integer({ min: 0, max: 3 * HOUR }),
});
const aHelper = fc.record({
  role: fc.constantFrom('member', 'leader', 'officer'),
  team: fc.constantFrom('LN03', 'LN04', 'LN09', 'ELSE'),
  lastMs: fc.integer({ min: 0, max: 9 * DAY }),
  lastTurnAt: fc.integer({ min: 0, max: MORNING }),
});

test('every request ends with somebody or at the desk, nobody is asked twice or at night, and one at most has it', () => {
  fc.assert(
    fc.property(
      fc.array(aHelper, { maxLength: 25 }),
      fc.array(anAct, { maxLength: 30 }),
      fc.integer({ min: 0, max: DAY }),
      (people, acts, startMs) => {
        const start = MORNING + startMs;
        const helpers = people.map(({ role, team, lastMs, lastTurnAt }, index) =>
          helper(`u${index}`, {
            ...{ role: role as Helper['role'], teamCode: role === 'officer' ? '' : team, lastTurnAt },
            lastInteractionAt: start - lastMs,
          }),
        );
        let now = start;
        let kept = moveOn(request({ at: start }), helpers, PLACE, now);
        const asked: string[] = [];
        const see = (next: HelpRequest): void => {
          if (next.offeredTo !== undefined && next.offeredTo !== kept.offeredTo) {
            asked.push(next.offeredTo);
            expect(isNight(now)).toBe(false);
          }
          expect(next.waitedMinutes ?? -1).toBeGreaterThanOrEqual(kept.waitedMinutes ?? -1);
          if (kept.waitedMinutes !== undefined) expect(next.waitedMinutes).toBe(kept.waitedMinutes);
          expect(next.state === 'accepted').toBe(next.acceptedBy !== undefined && next.state !== 'done');
          kept = next;
        };
        see(kept);
        if (kept.offeredTo !== undefined) asked.push(kept.offeredTo);
        /** Time passes: whatever falls due happens at its moment. */
        const passTo = (until: number): void => {
          for (let rounds = 0; kept.dueAt !== undefined && kept.dueAt <= until; rounds++) {
            expect(rounds).toBeLessThan(60);
            now = Math.max(now, kept.dueAt);
            const step = dueStep(kept, now);
            expect(step).toBeDefined();
            if (step === 'move') see(moveOn(kept, helpers, PLACE, now));
            else see(step === 'close' ? givenUp(kept, now) : reminded(kept));
          }
          now = until;
        };
        for (const { who, what, afterMs } of acts) {
          passTo(now + afterMs);
          const userId = `u${who}`;
          const changes = {
            accept: () => accept(kept, userId, now),
            busy: () => decline(kept, userId, now),
            done: () => close(kept, userId, now),
            missed: () => missed(kept, userId, now),
            good: () => judge(kept, 'good', now),
            bad: () => judge(kept, 'bad', now),
            silence: () => undefined,
          };
          const next = changes[what as keyof typeof changes]();
          if (next) see(next);
        }
        passTo(now + 3 * DAY);
        expect(kept.state).toBeOneOf(['accepted', 'done', 'desk']);
        passTo(now + 30 * DAY);
        expect(kept.state).toBeOneOf(['accepted', 'done', 'unanswered']);
        const offered = kept.offers.map(({ userId }) => userId);
        expect(new Set(offered).size).toBe(offered.length);
        expect(new Set(asked).size).toBe(asked.length);
        expect(offered.length).toBeLessThanOrEqual(12);
        expect(kept.dueAt).toBeUndefined();
      },
    ),
    { numRuns: 500 },
  );
});
