import { describe, expect, test } from 'vitest';
import type { HelpRequest } from '../../../src/storage/help-ports.ts';
import { closedByDesk, deskAnswered, givenUp, handTo, judge, takenByDesk } from '../../../src/teams/help-chain.ts';
import { MORNING } from '../../support/manual-clock.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const request = (changes: Partial<HelpRequest> = {}): HelpRequest => ({
  ...{ oaId: 'oa', id: 'h', version: 1, userId: 'lan', topic: '', flow: '', step: '', teamCode: 'LN03' },
  ...{ communeCode: '1', at: MORNING, state: 'desk', reminders: 0, offers: [], dueAt: MORNING + 7 * DAY },
  ...changes,
});
const later = MORNING + 12 * MINUTE;

describe('a request at the help desk', () => {
  test('is taken from whoever was asked, and whoever had it has it no more', () => {
    const offers = [{ userId: 'chin', stage: 'team', at: MORNING, answer: '' }] as const;
    expect(takenByDesk(request({ state: 'offered', offeredTo: 'chin', offers }), later)).toEqual(
      request({
        deskAt: later,
        dueAt: later + 7 * DAY,
        offers: [{ ...offers[0], answer: 'time-out', answeredAt: later }],
      }),
    );
    const accepted = request({ state: 'accepted', acceptedBy: 'chin', acceptedAt: MORNING, waitedMinutes: 3 });
    expect(takenByDesk(accepted, later)).toEqual(request({ deskAt: later, dueAt: later + 7 * DAY, waitedMinutes: 3 }));
    expect(takenByDesk(request(), later)).toBeUndefined();
    const { userId: _gone, ...erased } = request({ state: 'open' });
    expect(takenByDesk(erased, later)).toBeUndefined();
  });

  test('is opened again without the verdict on the time before', () => {
    const over = request({
      state: 'done',
      doneAt: MORNING,
      feedback: 'good',
      deskAt: MORNING,
      deskAnsweredAt: MORNING,
    });
    expect(takenByDesk(over, later)).toEqual(request({ deskAt: MORNING, dueAt: later + 7 * DAY }));
  });

  test('is counted as taken with the first answer, and done when nothing more is heard', () => {
    const answered = deskAnswered(request(), later);
    expect(answered).toMatchObject({ state: 'desk', waitedMinutes: 12, deskAnsweredAt: later, dueAt: later + 7 * DAY });
    expect(deskAnswered(answered as HelpRequest, later + DAY)).toMatchObject({ waitedMinutes: 12 });
    expect(givenUp(answered as HelpRequest, later + 8 * DAY)).toMatchObject({ state: 'done' });
    expect(givenUp(request(), later + 8 * DAY)).toMatchObject({ state: 'unanswered' });
    expect(deskAnswered(request({ state: 'offered' }), later)).toBeUndefined();
  });

  test('is judged once it was answered, and waits for an answer anew when that did not help', () => {
    const answered = deskAnswered(request(), later) as HelpRequest;
    expect(judge(request(), 'good', later)).toBeUndefined();
    expect(judge(answered, 'good', later)).toMatchObject({ state: 'done', feedback: 'good' });
    expect(judge(answered, 'bad', later)).toMatchObject({ state: 'open', feedback: 'bad' });
    expect(judge(answered, 'bad', later)).not.toHaveProperty('deskAnsweredAt');
    expect(handTo(answered, 'LN09', later)).not.toHaveProperty('deskAnsweredAt');
  });

  test('is closed without its number, and counted as taken only where somebody was helped', () => {
    const waiting = request({ phone: '0912345678', phoneAt: MORNING });
    expect(closedByDesk(waiting, true, later)).toMatchObject({
      state: 'done',
      waitedMinutes: 12,
      phoneErasedAt: later,
    });
    expect(closedByDesk(waiting, true, later)).not.toHaveProperty('phone');
    expect(closedByDesk(waiting, false, later)).not.toHaveProperty('waitedMinutes');
    expect(closedByDesk(request({ state: 'accepted' }), true, later)).toBeUndefined();
  });
});
