import { expect, test } from 'vitest';
import { type BroadcastFate, judgeBroadcast } from './broadcast-verdict.ts';

const has: BroadcastFate = { state: 'sent', read: 1, delivered: 1 };
const counted = { pending: 0, sending: 0, sent: 0, failed: 0, unknown: 0, skipped: 0 };

test('everybody has it once: nothing is wrong', () => {
  expect(judgeBroadcast([has, has], { ...counted, sent: 2 })).toEqual({
    ...{ lost: 0, doubled: 0, unknown: 0, unknownDelivered: 0, unknownUnread: 0, miscounted: 0 },
  });
});

test('whoever is said to have it and has it not is lost, as is who was left behind', () => {
  const liar: BroadcastFate = { state: 'sent', read: 0, delivered: 0 };
  const left: BroadcastFate = { state: 'pending', read: 0, delivered: 0 };
  expect(judgeBroadcast([has, liar, left], { ...counted, sent: 2, pending: 1 })).toMatchObject({ lost: 2 });
});

test('a copy is never excused, not even by doubt', () => {
  const twice: BroadcastFate = { state: 'unknown', read: 2, delivered: 1 };
  expect(judgeBroadcast([twice], { ...counted, unknown: 1 })).toMatchObject({ doubled: 1, lost: 0, unknown: 1 });
});

test('doubt excuses who has it not, and is told apart', () => {
  const open: BroadcastFate = { state: 'unknown', read: 1, delivered: 1 };
  const never: BroadcastFate = { state: 'unknown', read: 0, delivered: 0 };
  expect(judgeBroadcast([open, never], { ...counted, unknown: 2 })).toMatchObject({
    ...{ lost: 0, unknown: 2, unknownDelivered: 1, unknownUnread: 1 },
  });
});

test('counts that are not those of the rows are noticed', () => {
  expect(judgeBroadcast([has], { ...counted, pending: 1 })).toMatchObject({ miscounted: 2 });
});
