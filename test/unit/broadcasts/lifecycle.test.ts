import { describe, expect, test } from 'vitest';
import {
  approve,
  cancel,
  editDraft,
  fail,
  finish,
  LIFECYCLE_REFUSALS,
  type LifecycleStep,
  newDraft,
  pause,
  resume,
  retry,
  RETRYABLE_CODES,
  schedule,
  sendBack,
  start,
  submit,
} from '../../../src/broadcasts/lifecycle.ts';
import type { Announcement, AnnouncementPatch } from '../../../src/storage/announcement-ports.ts';
import { START_REFUSALS } from '../../../src/storage/announcement-ports.ts';
import { aContent } from '../../support/announcements.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { OA } from '../../support/storage-rows.ts';

const ABOVE = 500;
const FEW = { recipients: 10, audience: 12 };
const MANY = { recipients: 501, audience: 600 };
const NONE = { pending: 0, sending: 0, sent: 0, failed: 0, unknown: 0, skipped: 0 };
const by = (who: string, at = MORNING) => ({ by: who, at });
const draft = (content = aContent()): Announcement => newDraft({ id: 'a1', oaId: OA, content, by: 'lan', at: MORNING });

/** The announcement after a step, as the store would keep it. */
function after(announcement: Announcement, step: LifecycleStep): Announcement {
  if (!step.ok) throw new Error(step.code);
  const given = Object.fromEntries(
    Object.entries(step.patch).map(([key, value]) => [key, value === null ? undefined : value]),
  ) as AnnouncementPatch;
  return { ...announcement, ...given, version: announcement.version + 1 } as Announcement;
}
const codeOf = (step: LifecycleStep): string | undefined => (step.ok ? undefined : step.code);

describe('a small announcement', () => {
  test('goes from draft to sent without a second person', () => {
    const approved = after(draft(), submit(draft(), by('lan'), FEW, ABOVE));
    expect(approved).toMatchObject({ state: 'approved', approvalsNeeded: 0, plannedRecipients: 10 });
    const sending = after(approved, start(approved, by('lan'), FEW, ABOVE));
    expect(sending).toMatchObject({
      ...{ state: 'sending', startedBy: 'lan', dueAt: MORNING },
      listing: { looked: 0, total: 12, afterUserId: '', done: false },
    });
    const paused = after(sending, pause(sending, by('lan')));
    const resumed = after(paused, resume(paused, by('lan')));
    const listed = { ...resumed, listing: { ...resumed.listing, done: true } };
    expect(after(listed, finish(listed, by('system'), { ...NONE, sent: 10 }))).toMatchObject({ state: 'sent' });
  });

  test('that has grown since it was approved needs the second person after all', () => {
    const approved = after(draft(), submit(draft(), by('lan'), FEW, ABOVE));
    expect(codeOf(start(approved, by('lan'), MANY, ABOVE))).toBe('ANNOUNCEMENT_NOT_APPROVED');
  });
});

describe('a large one', () => {
  const submitted = after(draft(), submit(draft(), by('lan'), MANY, ABOVE));

  test('stays a draft until somebody else has approved it', () => {
    expect(submitted).toMatchObject({ state: 'draft', approvalsNeeded: 1 });
    expect(codeOf(start(submitted, by('lan'), MANY, ABOVE))).toBe('ANNOUNCEMENT_STATE');
    expect(codeOf(approve(submitted, by('lan')))).toBe('ANNOUNCEMENT_OWN_APPROVAL');
    const approved = after(submitted, approve(submitted, { ...by('hoa'), note: 'được' }));
    expect(approved).toMatchObject({ state: 'approved', approvals: [{ by: 'hoa', note: 'được' }] });
    expect(after(approved, start(approved, by('lan'), MANY, ABOVE)).state).toBe('sending');
  });

  test('cannot be approved before it is submitted, nor by anybody who wrote in it', () => {
    expect(codeOf(approve(draft(), by('hoa')))).toBe('ANNOUNCEMENT_STATE');
    const edited = after(draft(), editDraft(draft(), aContent({ text: 'Lời khác, dài hơn.' }), by('hoa')));
    const again = after(edited, submit(edited, by('lan'), MANY, ABOVE));
    expect(codeOf(approve(again, by('hoa')))).toBe('ANNOUNCEMENT_OWN_APPROVAL');
  });

  test('loses its approval with the next word that is changed', () => {
    const approved = after(submitted, approve(submitted, by('hoa')));
    const edited = after(approved, editDraft(approved, aContent({ title: 'Khác' }), by('lan')));
    expect(edited).toMatchObject({ state: 'draft', approvals: [], approvalsNeeded: 0 });
    expect(edited.submittedAt).toBeUndefined();
    expect(after(approved, sendBack(approved, by('hoa')))).toMatchObject({ state: 'draft', approvals: [] });
  });

  test('is not approved by who saw another version', () => {
    expect(codeOf(approve(submitted, { ...by('hoa'), seenVersion: 1 }))).toBe('ANNOUNCEMENT_CHANGED');
    expect(codeOf(approve(submitted, { ...by('hoa'), seenVersion: 2 }))).toBeUndefined();
  });
});

describe('an emergency', () => {
  const content = aContent({ emergency: { reason: 'Lũ về trong đêm, cần báo ngay.' } });
  const submitted = after(draft(content), submit(draft(content), by('lan'), FEW, ABOVE));

  test('needs two people who are not its author, however few it is for', () => {
    expect(submitted.approvalsNeeded).toBe(2);
    const once = after(submitted, approve(submitted, by('hoa')));
    expect(once.state).toBe('draft');
    expect(codeOf(approve(once, by('hoa')))).toBe('ANNOUNCEMENT_APPROVED_TWICE');
    expect(after(once, approve(once, by('tam'))).state).toBe('approved');
  });

  test('needs a reason', () => {
    const silent = draft(aContent({ emergency: { reason: ' ' } }));
    expect(codeOf(submit(silent, by('lan'), FEW, ABOVE))).toBe('ANNOUNCEMENT_NO_REASON');
  });

  test('begins at night, while another one waits for the morning', () => {
    const night = Date.parse('2026-11-22T23:00:00+07:00');
    const ready = { ...submitted, state: 'approved' as const, approvals: [by('hoa'), by('tam')] };
    expect(after(ready, start(ready, by('lan', night), FEW, ABOVE)).dueAt).toBe(night);
    const calm = { ...draft(), state: 'approved' as const };
    expect(after(calm, start(calm, by('lan', night), FEW, ABOVE)).dueAt).toBe(Date.parse('2026-11-23T07:00:00+07:00'));
  });
});

describe('what cannot start says why', () => {
  const approved = (content = aContent()): Announcement => ({ ...draft(content), state: 'approved' });
  const picture = { file: 'a.png', mime: 'image/png', alt: 'x', expiresAt: MORNING } as const;

  test.each([
    ['nobody would get it', aContent(), { recipients: 0, audience: 5 }, 'ANNOUNCEMENT_NOBODY'],
    ['its picture has expired', aContent({ picture }), FEW, 'ANNOUNCEMENT_PICTURE_EXPIRED'],
    [
      'its text is too long once filled',
      aContent({ text: `${'a'.repeat(1_950)} {xã}` }),
      FEW,
      'ANNOUNCEMENT_TEXT_TOO_LONG',
    ],
    [
      'its article is late',
      aContent({ lanes: ['article'] }),
      { ...FEW, isArticleLate: true },
      'ANNOUNCEMENT_ARTICLE_LATE',
    ],
  ])('%s', (_why, content, facts, code) => {
    expect(codeOf(start(approved(content), by('lan'), facts, ABOVE))).toBe(code);
    expect(codeOf(submit(draft(content), by('lan'), facts, ABOVE))).toBe(code);
  });

  test('in Vietnamese for every reason there is', () => {
    for (const code of START_REFUSALS) expect(LIFECYCLE_REFUSALS[code]).toMatch(/[.!]$/u);
    for (const text of Object.values(LIFECYCLE_REFUSALS)) expect(text).toMatch(/[ăâđêôơưạáàảã]/u);
  });

  test('an article that is late does not matter to one without an article', () => {
    expect(codeOf(start(approved(), by('lan'), { ...FEW, isArticleLate: true }, ABOVE))).toBeUndefined();
  });
});

describe('an hour', () => {
  const approved: Announcement = { ...draft(), state: 'approved' };
  test('is to come', () => {
    expect(codeOf(schedule(approved, by('lan'), MORNING))).toBe('ANNOUNCEMENT_PAST');
    const scheduled = after(approved, schedule(approved, by('lan'), MORNING + 1));
    expect(scheduled).toMatchObject({ state: 'scheduled', dueAt: MORNING + 1 });
    expect(after(scheduled, start(scheduled, by('system', MORNING + 1), FEW, ABOVE)).state).toBe('sending');
    expect(after(scheduled, fail(scheduled, by('system'), 'ANNOUNCEMENT_NOBODY'))).toMatchObject({
      ...{ state: 'failed', failureCode: 'ANNOUNCEMENT_NOBODY' },
    });
  });
});

describe('the end', () => {
  const sending: Announcement = {
    ...draft(),
    state: 'sending',
    listing: { looked: 1, total: 1, afterUserId: '', done: true },
  };
  const end = (progress: Partial<typeof NONE>, announcement = sending) =>
    finish(announcement, by('system'), { ...NONE, ...progress });

  test('comes when nobody is left, and says whether anybody was reached', () => {
    expect(codeOf(end({ pending: 1, sent: 5 }))).toBe('ANNOUNCEMENT_STATE');
    expect(codeOf(end({ sending: 1 }))).toBe('ANNOUNCEMENT_STATE');
    expect(codeOf(end({ sent: 1 }, { ...sending, listing: { ...sending.listing, done: false } }))).toBe(
      'ANNOUNCEMENT_STATE',
    );
    expect(after(sending, end({ unknown: 1, failed: 9 })).state).toBe('sent');
    expect(after(sending, end({ failed: 9 }))).toMatchObject({ state: 'failed', failureCode: 'NOBODY_REACHED' });
    expect(after(sending, end({}))).toMatchObject({ state: 'failed', failureCode: 'ANNOUNCEMENT_NOBODY' });
  });

  test('is final when it is a cancellation', () => {
    const cancelled = after(sending, cancel(sending, by('lan')));
    for (const step of [pause, resume, cancel]) expect(codeOf(step(cancelled, by('lan')))).toBe('ANNOUNCEMENT_STATE');
    expect(
      codeOf(retry(cancelled, by('lan'), { ...NONE, failed: 1 }, { alsoUnknown: false, doublesConfirmed: false })),
    ).toBe('ANNOUNCEMENT_STATE');
  });
});

describe('trying again', () => {
  const sent: Announcement = { ...draft(), state: 'sent' };
  const again = (progress: Partial<typeof NONE>, wish = { alsoUnknown: false, doublesConfirmed: false }) =>
    retry(sent, by('lan'), { ...NONE, ...progress }, wish);

  test('is for failures that pass; unknown ones only for staff who know of doubles', () => {
    expect(codeOf(again({ unknown: 3 }))).toBe('ANNOUNCEMENT_NOTHING_TO_RETRY');
    expect(codeOf(again({ unknown: 3 }, { alsoUnknown: true, doublesConfirmed: false }))).toBe(
      'ANNOUNCEMENT_DOUBLES_UNCONFIRMED',
    );
    const step = again({ failed: 1 });
    expect(after(sent, step).state).toBe('sending');
    expect(step.ok && step.writes.map(({ operation }) => operation)).toEqual(['changeAnnouncement', 'retryRecipients']);
    const confirmed = again({ unknown: 3 }, { alsoUnknown: true, doublesConfirmed: true });
    expect(confirmed.ok && confirmed.writes[1]?.args).toMatchObject({ alsoUnknown: true });
  });

  test('of a paused one leaves it paused', () => {
    const paused: Announcement = { ...sent, state: 'paused' };
    const step = retry(paused, by('lan'), { ...NONE, failed: 1 }, { alsoUnknown: false, doublesConfirmed: false });
    expect(after(paused, step).state).toBe('paused');
  });

  test('pesters nobody who cannot be reached, and never takes "perhaps" for "no"', () => {
    expect(RETRYABLE_CODES).toEqual(expect.arrayContaining(['-216', '-32', '-321', 'SEND_EXPIRED']));
    for (const code of ['-230', '-213', '-244', '-200']) expect(RETRYABLE_CODES).not.toContain(code);
  });
});
