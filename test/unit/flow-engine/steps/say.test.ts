import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../../src/catalog/expressions.ts';
import { splitMessage } from '../../../../src/flow-engine/index.ts';
import type { Compiled, FlowContext, SayStep, Step } from '../../../../src/flow-engine/types.ts';
import { definitionsOf, flowOf, Walk } from '../../../support/flow-definitions.ts';

const when = (source: string): Compiled => compileExpression(source).compiled as Compiled;

function said(fields: Partial<SayStep>, context: FlowContext = {}): Walk {
  const steps: Record<string, Step> = {
    say: { type: 'say', text: 'Thường.', next: 'bye', ...fields },
    bye: { type: 'end' },
  };
  return new Walk(definitionsOf([flowOf(steps)]), context).start();
}

describe('variants by audience', () => {
  const variants = [
    { when: when("segment == 'farmer' and largeSteps"), text: 'Nhà nông, chữ to.' },
    { when: when("segment in ['farmer', 'trader']"), text: 'Người bán.' },
    { when: when('assisted'), text: 'Làm giúp.' },
  ];

  it.each<[FlowContext, string]>([
    [{}, 'Thường.'],
    [{ audience: { segment: 'farmer' } }, 'Người bán.'],
    [{ audience: { segment: 'farmer', largeSteps: true } }, 'Nhà nông, chữ to.'],
    [{ audience: { segment: 'student', largeSteps: true } }, 'Thường.'],
    [{ assisted: true }, 'Làm giúp.'],
  ])('for %j says "%s"', (context, text) => {
    expect(said({ variants }, context).said).toEqual([text]);
  });
});

describe('texts by seed', () => {
  const ab = ['Một.', 'Hai.'];

  it('are the same for one resident every time', () => {
    for (const seed of ['a', 'b', 'c']) expect(said({ ab }, { seed }).said).toEqual(said({ ab }, { seed }).said);
  });

  it('are spread evenly over residents', () => {
    const counts: Record<string, number> = {};
    for (let n = 0; n < 3000; n++) {
      const [text = ''] = said({ ab }, { seed: `resident-${n}` }).said;
      counts[text] = (counts[text] ?? 0) + 1;
    }
    expect(Object.keys(counts).toSorted()).toEqual(['Hai.', 'Một.', 'Thường.']);
    for (const count of Object.values(counts)) expect(Math.abs(count - 1000)).toBeLessThan(100);
  });

  it('are chosen anew by each step, so that one resident is not always in the same part', () => {
    const steps: Record<string, Step> = Object.fromEntries(
      Array.from({ length: 12 }, (_unused, n): [string, Step] => [
        `s${n}`,
        { type: 'say', text: 'A', ab: ['B'], next: n < 11 ? `s${n + 1}` : 'bye' },
      ]),
    );
    const walk = new Walk(definitionsOf([flowOf({ ...steps, bye: { type: 'end' } })]), { seed: 'x' }).start();
    expect(new Set(walk.said).size).toBe(2);
  });

  it('are the first without a seed, and give way to a variant', () => {
    expect(said({ ab }).said).toEqual(['Thường.']);
    expect(said({ ab, variants: [{ when: when('true'), text: 'Riêng.' }] }, { seed: 'b' }).said).toEqual(['Riêng.']);
  });
});

describe('pictures and long texts', () => {
  it('shows a picture with the text', () => {
    const { actions } = said({ picture: { url: 'https://example.gov.vn/a.png' } });
    expect(actions[1]).toEqual({ type: 'say', text: 'Thường.', picture: { url: 'https://example.gov.vn/a.png' } });
    expect(said({ picture: { file: 'qr.png' } }).actions[1]).toMatchObject({ picture: { url: 'file:qr.png' } });
  });

  it('says a long text in several messages in order: picture with the first, buttons under the last', () => {
    const text = Array.from({ length: 200 }, (_unused, n) => `Đây là câu số ${n} của một bài dài.`).join(' ');
    const links = [{ title: 'Mở', url: 'https://dichvucong.gov.vn/' }];
    const { actions } = said({ text, links, picture: { url: 'https://example.gov.vn/a.png' } });
    const parts = actions.filter((action) => action.type === 'say');
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.map(({ text: part }) => part).join(' ')).toBe(text);
    for (const part of parts) {
      expect(part.text.length).toBeLessThanOrEqual(2000);
      expect(part.text).toMatch(/\.$/u);
    }
    expect(parts.map(({ buttons }) => buttons?.length ?? 0)).toEqual([...parts.slice(1).map(() => 0), 1]);
    expect(parts.map(({ picture }) => picture !== undefined)).toEqual([true, ...parts.slice(1).map(() => false)]);
  });

  it('keeps the order of several messages in one turn, and says no empty one', () => {
    const steps: Record<string, Step> = {
      a: { type: 'say', text: 'Một.', next: 'b' },
      b: { type: 'say', text: '{unknown}', next: 'c' },
      c: { type: 'say', text: 'Ba.', next: 'd' },
      d: { type: 'ask', text: 'Bốn?', next: 'e', giveUp: 'e' },
      e: { type: 'end' },
    };
    expect(new Walk(definitionsOf([flowOf(steps)])).start().said).toEqual(['Một.', 'Ba.', 'Bốn?']);
  });
});

describe('splitMessage', () => {
  it('leaves a text that fits alone', () => {
    expect(splitMessage(' Vừa. ', 10)).toEqual([' Vừa. ']);
  });

  it('cuts behind a sentence, else between words, else where it must', () => {
    expect(splitMessage('Một câu. Hai câu dài.', 12)).toEqual(['Một câu.', 'Hai câu dài.']);
    expect(splitMessage('một hai ba bốn năm', 8)).toEqual(['một hai', 'ba bốn', 'năm']);
    expect(splitMessage('a'.repeat(25), 10)).toEqual(['a'.repeat(10), 'a'.repeat(10), 'a'.repeat(5)]);
    expect(splitMessage('😀'.repeat(6), 5)).toEqual(['😀😀', '😀😀', '😀😀']);
  });
});
