import { describe, expect, it } from 'vitest';
import type { Step } from '../../../../src/flow-engine/types.ts';
import { definitionsOf, flowOf, Walk } from '../../../support/flow-definitions.ts';

const bye: Step = { type: 'end', text: 'Dạ.' };

describe('a question that takes any words', () => {
  const walk = (): Walk =>
    new Walk(
      definitionsOf([
        flowOf({
          name: { type: 'ask', input: 'text', text: 'Tên ạ?', save: 'name', next: 'told', giveUp: 'bye' },
          told: { type: 'end', text: 'Chào {name}.' },
          bye,
        }),
      ]),
    ).start();

  it.each(['bỏ qua', 'Bo qua nhé', 'cho qua', 'không muốn nói'])('is skipped by "%s"', (text) => {
    expect(walk().text(text).said).toEqual(['Dạ.']);
  });

  it.each(['Không', 'Chú Qua', 'Thôi'])('takes "%s" for the answer', (text) => {
    expect(walk().text(text).said).toEqual([`Chào ${text}.`]);
  });
});

describe('a reminder', () => {
  const walk = (): Walk =>
    new Walk(definitionsOf([flowOf({ later: { type: 'remind', after: '2d', text: 'Nhớ nhé.', next: 'bye' }, bye })]), {
      now: Date.parse('2026-11-22T02:00:00Z'),
    }).start();

  it('that is cancelled says so: nobody is left without an answer', () => {
    expect(walk().text('không cần nhắc').said).toEqual(['Dạ, em không nhắc việc này nữa ạ.']);
  });

  it('that is answered before its time goes on with the flow', () => {
    expect(walk().text('xong rồi').said).toEqual(['Dạ.']);
  });
});
