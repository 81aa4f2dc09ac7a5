import { describe, expect, it } from 'vitest';
import type { AskInput, AskStep, FlowContext, Step } from '../../../../src/flow-engine/types.ts';
import { definitionsOf, flowOf, Walk } from '../../../support/flow-definitions.ts';

const now = Date.parse('2026-11-22T10:00:00+07:00');

function asked(fields: Partial<AskStep> & { input: AskInput }, context: FlowContext = { now }): Walk {
  const steps: Record<string, Step> = {
    ask: { type: 'ask', text: 'Hỏi?', save: 'x', next: 'show', giveUp: 'gone', ...fields },
    show: { type: 'ask', text: 'Đã ghi {x}|{x_text}.', next: 'show', giveUp: 'gone' },
    gone: { type: 'end', text: 'Thôi ạ.' },
  };
  return new Walk(definitionsOf([flowOf(steps)]), context).start();
}

describe('an ask for a typed answer', () => {
  it.each<[AskInput, string, Record<string, string>]>([
    ['number', 'mười hai', { x: '12', x_text: '12' }],
    ['money', '1tr5', { x: '1500000', x_text: '1.500.000 đồng' }],
    ['date', 'ngày mai', { x: '2026-11-23', x_text: '23/11/2026' }],
    ['phone', '0912345678', { x: '0912***678' }],
  ])('saves a %s as written for machines, and as people read it', (input, text, vars) => {
    expect(asked({ input }).text(text).state?.vars).toEqual(vars);
  });

  it('says the value as people read it', () => {
    expect(asked({ input: 'money' }).text('500k').said).toEqual(['Đã ghi 500000|500.000 đồng.']);
    expect(asked({ input: 'number', unit: 'con' }).text('12').said).toEqual(['Đã ghi 12|12 con.']);
  });

  it('never keeps a whole phone number', () => {
    const walk = asked({ input: 'phone' }).text('số tôi là 0912 345 678');
    expect(JSON.stringify(walk.state)).not.toMatch(/345/u);
  });

  it('leaves a text that is no answer to whoever else understands it', () => {
    const walk = asked({ input: 'number' });
    expect(walk.text('làm sao để chuyển tiền').actions).toEqual([{ type: 'unmatched' }]);
  });

  it.each<[AskInput, string]>([
    ['number', 'ví dụ: 12'],
    ['money', '500 nghìn'],
    ['date', '22/11'],
    ['phone', 'số điện thoại'],
    ['place', 'xã, phường'],
    ['photo', 'ảnh'],
    ['location', 'vị trí'],
    ['text', 'bằng chữ'],
  ])('asks again for a %s with words of its own', (input, words) => {
    const walk = asked({ input }).send({ type: 'unclear' });
    expect(walk.said).toHaveLength(1);
    expect(walk.said[0]).toContain(words);
    expect(walk.said[0]).toMatch(/\n\nHỏi\?$/u);
  });

  it('prefers the author’s retry text', () => {
    expect(asked({ input: 'number', retry: 'Số thôi ạ.' }).send({ type: 'unclear' }).said).toEqual([
      'Số thôi ạ.\n\nHỏi?',
    ]);
  });

  it('tells kindly what is out of range, and counts that as a try', () => {
    const walk = asked({ input: 'number', min: 1, max: 10 }).text('50');
    expect(walk.said[0]).toContain('từ 10 trở xuống');
    expect(walk.text('99').said).toEqual(['Thôi ạ.']);
    expect(walk.actions.at(-1)).toMatchObject({ how: 'gave-up' });
  });

  it('forgets its tries once it is answered', () => {
    const walk = asked({ input: 'number', max: 10 }).text('50').text('5');
    expect(walk.state?.stack[0]?.tries).toBeUndefined();
  });

  it.each<[AskInput, string]>([
    ['number', 'không nhớ'],
    ['money', 'bỏ qua'],
    ['date', 'quên rồi ạ'],
    ['phone', 'không có'],
    ['photo', 'không biết gửi'],
  ])('takes the give-up path at once when a %s is declined: "%s"', (input, text) => {
    const walk = asked({ input, tries: 5 }).text(text);
    expect(walk.said).toEqual(['Thôi ạ.']);
    expect(walk.actions.at(-1)).toMatchObject({ how: 'gave-up' });
  });

  it('takes the length of a text into account', () => {
    const walk = asked({ input: 'text', min: 3, max: 20, tries: 3 });
    expect(walk.text('a').said[0]).toContain('hơi ngắn');
    expect(walk.text('một câu dài hơn hai mươi chữ cái').said[0]).toContain('20 chữ');
    expect(walk.text('vừa đủ').state?.vars).toEqual({ x: 'vừa đủ' });
  });
});

describe('an ask for something sent', () => {
  it.each(['photo', 'location'] as const)('notes that a %s came, and nothing of it', (input) => {
    const walk = asked({ input }).send({ type: 'media', kind: input, latitude: '10.7', longitude: '106.6' });
    expect(walk.state?.vars).toEqual({ x: 'yes' });
    expect(JSON.stringify(walk.state)).not.toContain('106');
  });

  it('leaves anything else alone', () => {
    const walk = asked({ input: 'photo' });
    for (const kind of ['location', 'file', 'voice', 'other'] as const) {
      expect(walk.send({ type: 'media', kind }).actions).toEqual([{ type: 'unmatched' }]);
    }
    expect(walk.text('đây là ảnh').actions).toEqual([{ type: 'unmatched' }]);
  });

  it('may offer a way to skip', () => {
    const choices = [{ title: 'Bỏ qua', value: 'skip', next: 'show' }];
    expect(asked({ input: 'photo', choices }).buttons).toEqual(['Bỏ qua']);
    expect(asked({ input: 'photo', choices }).text('bỏ qua ạ').state?.vars).toEqual({ x: 'skip' });
    expect(asked({ input: 'photo', choices }).press('skip').tracks).toEqual(['step flow ask']);
  });

  it('is not for media where words are asked for', () => {
    expect(asked({ input: 'text' }).send({ type: 'media', kind: 'photo' }).actions).toEqual([{ type: 'unmatched' }]);
  });
});
