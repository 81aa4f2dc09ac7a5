import { describe, expect, it } from 'vitest';
import type { SendRecord } from './fake-zalo.ts';
import { createReplyTracker } from './reply-tracker.ts';

const EXPECTED = [['chào', 'thông báo'], ['menu'], ['bước 1'], ['bước 2']];

function copyOf(text: string, doubt: SendRecord['doubt'] = 'none'): SendRecord {
  return {
    userId: '1',
    text,
    arrivedAtMs: 0,
    answeredAtMs: 0,
    deliveredAtMs: 0,
    fault: null,
    messageId: '',
    replica: 0,
    doubt,
  };
}

function verdictOn(texts: readonly (string | SendRecord)[], steps = 4) {
  const tracker = createReplyTracker(EXPECTED);
  for (const text of texts) tracker.deliver(typeof text === 'string' ? copyOf(text) : text);
  return tracker.verdict(steps);
}

const PERFECT = {
  answered: 5,
  lost: 0,
  doubled: 0,
  doubledUnknown: 0,
  doubledInWindow: 0,
  misordered: 0,
  unexpected: 0,
};

describe('the reply tracker', () => {
  it('finds nothing wrong with exactly the reference', () => {
    expect(verdictOn(['chào', 'thông báo', 'menu', 'bước 1', 'bước 2'])).toEqual(PERFECT);
  });

  it('expects replies only to the messages that were accepted', () => {
    expect(verdictOn(['chào', 'thông báo'], 1)).toEqual({ ...PERFECT, answered: 2 });
  });

  it('counts a missing reply as lost, not the ones after it as misordered', () => {
    expect(verdictOn(['chào', 'thông báo', 'bước 1', 'bước 2'])).toEqual({ ...PERFECT, answered: 4, lost: 1 });
  });

  it('counts a second copy as doubled when nothing put the first in doubt', () => {
    expect(verdictOn(['chào', 'thông báo', 'menu', 'menu', 'bước 1', 'bước 2'])).toEqual({ ...PERFECT, doubled: 1 });
  });

  it('excuses one second copy, and only one, of a send whose outcome the bot could not know', () => {
    const inDoubt = copyOf('menu', 'open');
    const verdict = verdictOn(['chào', 'thông báo', inDoubt, 'menu', 'menu', 'bước 1', 'bước 2']);
    expect(verdict).toEqual({ ...PERFECT, doubled: 1, doubledUnknown: 1 });
  });

  it('keeps copies of sends answered just before a kill apart from those open at the kill', () => {
    const verdict = verdictOn(['chào', 'thông báo', copyOf('menu', 'window'), 'menu', 'bước 1', 'bước 2']);
    expect(verdict).toEqual({ ...PERFECT, doubledInWindow: 1 });
  });

  it('counts a reply that comes after its successor as misordered, and loses nothing', () => {
    expect(verdictOn(['chào', 'thông báo', 'bước 1', 'menu', 'bước 2'])).toEqual({ ...PERFECT, misordered: 1 });
  });

  it('counts a text outside the reference as unexpected', () => {
    const verdict = verdictOn(['chào', 'thông báo', 'menu', 'bước 1', 'bước 3']);
    expect(verdict).toEqual({ ...PERFECT, answered: 4, lost: 1, unexpected: 1 });
  });

  it('wakes a waiting resident only when every reply to the message is there', async () => {
    const tracker = createReplyTracker(EXPECTED);
    let isAwake = false;
    const waiting = tracker.whenAnswered(1).then(() => (isAwake = true));
    tracker.deliver(copyOf('chào'));
    await Promise.resolve();
    expect(isAwake).toBe(false);
    tracker.deliver(copyOf('thông báo'));
    await waiting;
    expect(tracker.hasAnswered(1)).toBe(true);
    expect(tracker.hasAnswered(2)).toBe(false);
  });
});
