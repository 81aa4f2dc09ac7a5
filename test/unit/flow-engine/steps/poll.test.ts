import { describe, expect, it } from 'vitest';
import type { PollStep, Step } from '../../../../src/flow-engine/types.ts';
import { definitionsOf, flowOf, Walk } from '../../../support/flow-definitions.ts';

const poll: PollStep = {
  type: 'poll',
  text: 'Hướng dẫn có dễ hiểu không ạ?',
  choices: [
    { title: 'Dễ hiểu', value: 'easy', words: ['de'] },
    { title: 'Khó hiểu', value: 'hard', next: 'sorry' },
  ],
  next: 'bye',
};
const asked = (fields: Partial<PollStep> = {}): Walk => {
  const steps: Record<string, Step> = {
    poll: { ...poll, ...fields },
    sorry: { type: 'end', text: 'Em xin lỗi.' },
    bye: { type: 'end', text: 'Cảm ơn {bác}.' },
  };
  return new Walk(definitionsOf([flowOf(steps)])).start();
};

describe('poll', () => {
  it('counts the answer and keeps nothing of it', () => {
    const answered = asked().text('dễ ạ');
    expect(answered.actions).toContainEqual({
      type: 'poll',
      flow: 'flow',
      version: 'f1',
      step: 'poll',
      topic: 'e-payments',
      value: 'easy',
    });
    expect(answered.said).toEqual(['Cảm ơn bác.']);
  });

  it('lets a choice have a way of its own', () => {
    expect(asked().press('hard').said).toEqual(['Em xin lỗi.']);
  });

  it('takes no free text', () => {
    expect(asked().text('cũng tạm được').actions).toEqual([{ type: 'unmatched' }]);
    expect(asked().press('other').actions).toEqual([{ type: 'stale' }]);
  });

  it('lets nobody be asked twice, unless the author says so, and that is no giving up', () => {
    const left = asked().send({ type: 'unclear' });
    expect(left.said).toEqual(['Cảm ơn bác.']);
    expect(left.types).not.toContain('poll');
    expect(left.actions.at(-1)).toMatchObject({ how: 'finished' });
    const again = asked({ tries: 2, giveUp: 'sorry' }).send({ type: 'unclear' });
    expect(again.buttons).toEqual(['Dễ hiểu', 'Khó hiểu']);
    expect(again.send({ type: 'unclear' }).said).toEqual(['Em xin lỗi.']);
  });

  it('counts one answer of a visit once', () => {
    const answered = asked({ next: 'poll' });
    const { at } = answered;
    answered.press('easy').send({ type: 'choice', at, value: 'easy' });
    expect(answered.actions).toEqual([{ type: 'stale' }]);
  });

  it('shows the question again on resume', () => {
    expect(asked().send({ type: 'resume' }).buttons).toEqual(['Dễ hiểu', 'Khó hiểu']);
  });
});
