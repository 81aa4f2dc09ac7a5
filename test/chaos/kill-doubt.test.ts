import { expect, test } from 'vitest';
import type { SendRecord } from '../support/load/fake-zalo.ts';
import { markDoubt, WINDOW_MS } from './kill-doubt.ts';

const KILLED_MS = 100_000;

function aSend(messageId: string, changes: Partial<SendRecord> = {}): SendRecord {
  return {
    ...{ userId: `user of ${messageId}`, text: 'menu', messageId, replica: 0, fault: null, doubt: 'none' },
    ...{ arrivedAtMs: 0, answeredAtMs: KILLED_MS - 10, deliveredAtMs: 0 },
    ...changes,
  };
}

test('what was written down is in no doubt, however short before the kill it was answered', () => {
  const send = aSend('written', { answeredAtMs: KILLED_MS - 1 });
  expect(markDoubt([send], KILLED_MS, new Set(['written']), 0)).toMatchObject({ open: 0, inWindow: 0 });
  expect(send.doubt).toBe('none');
});

test('what was open, or answered and not written down, is in doubt, and whose it was is told', () => {
  const sends = [
    aSend('open', { answeredAtMs: null }),
    aSend('answered-after', { answeredAtMs: KILLED_MS + 5 }),
    aSend('unwritten', { answeredAtMs: KILLED_MS - 300 }),
  ];
  expect(markDoubt(sends, KILLED_MS, new Set(), 0)).toEqual({
    ...{ open: 2, inWindow: 1, unwrittenMsMax: 300 },
    userIds: new Set(['user of open', 'user of answered-after', 'user of unwritten']),
  });
  expect(sends.map(({ doubt }) => doubt)).toEqual(['open', 'open', 'window']);
});

test('a bot that never writes anything down is not excused for ever', () => {
  const send = aSend('forgotten', { answeredAtMs: KILLED_MS - WINDOW_MS - 1 });
  markDoubt([send], KILLED_MS, new Set(), 0);
  expect(send.doubt).toBe('none');
});

test('the kill of one replica excuses nothing that another sent', () => {
  const send = aSend('of-another', { answeredAtMs: null, replica: 1 });
  expect(markDoubt([send], KILLED_MS, new Set(), 0).open).toBe(0);
  expect(send.doubt).toBe('none');
});
