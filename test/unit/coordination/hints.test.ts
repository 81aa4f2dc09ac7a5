import { describe, expect, test } from 'vitest';
import { createHints } from '../../../src/coordination/hints.ts';
import { createListeners } from '../../../src/coordination/listeners.ts';
import { slotOf } from '../../../src/shared/slots.ts';
import { letPromisesRun } from '../../support/manual-clock.ts';

const OA = '2468013579246801357';

describe('hints', () => {
  test('reach whoever has the slot, many at once, and nobody else', async () => {
    const signals = createListeners();
    const hints = createHints(signals, 'inbox', OA);
    const heard: (readonly number[])[] = [];
    const others: number[] = [];
    const users = Array.from({ length: 120 }, (_, index) => `user-${index}`);
    const isMine = (slot: number): boolean => slot % 2 === 0;
    hints.listen(isMine, (ids) => heard.push(ids));
    hints.listen(
      (slot) => !isMine(slot),
      (ids) => others.push(...ids),
    );
    users.forEach((user, index) => hints.tell(OA, user, 1_000_000 + index));
    await letPromisesRun();
    const due = users.flatMap((user, index) => (isMine(slotOf(OA, user)) ? [1_000_000 + index] : []));
    expect(heard.flat()).toEqual(due);
    expect(heard).toHaveLength(1);
    expect(others).toHaveLength(users.length - due.length);
  });

  test('fit the notes of signals, and say nothing about whom', async () => {
    const notes: string[] = [];
    const listeners = createListeners();
    const hints = createHints({ ...listeners, tell: (_oaId, _topic, note = '') => void notes.push(note) }, 'inbox', OA);
    for (let index = 0; index < 500; index++)
      hints.tell(OA, `3691400000000000${index}`, Number.MAX_SAFE_INTEGER - index);
    await letPromisesRun();
    expect(Math.max(...notes.map((note) => note.length))).toBeLessThanOrEqual(200);
    expect(notes.join(' ').split(' ')).toHaveLength(500);
    expect(notes.join('')).not.toContain('36914');
  });

  test('what is no hint is passed by', async () => {
    const signals = createListeners();
    const heard: number[] = [];
    createHints(signals, 'inbox', OA).listen(
      () => true,
      (ids) => heard.push(...ids),
    );
    for (const note of ['', 'x', '.', '1.', '1.zzzzzzzzzzzzzzzz', '1.a']) signals.tell(OA, 'inbox', note);
    await letPromisesRun();
    expect(heard).toEqual([10]);
  });
});
