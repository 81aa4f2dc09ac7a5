import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { addAsks } from '../../../src/catalog/asks-text.ts';

const NEW = ['lắp nước sạch', 'giá nước: bao nhiêu', '#1 là gì', 'yes', '2026'];

const asksIn = (text: string): unknown =>
  (parse(/^\uFEFF?---\r?\n([\s\S]*?)\r?\n---/u.exec(text)?.[1] ?? '') as { asks: unknown }).asks;

describe('new ways to ask', () => {
  test.each([
    ['lines', '---\nslug: x\nasks:\n  - một\n  - "hai"\ntopic: y\n---\nBody - asks: z\n'],
    ['lines without a space in front', '---\nasks:\n- một\n- hai\n---\n'],
    ['lines at the end, with a remark', '---\nslug: x # z\nasks: # ways\n  -   một\n  -   hai # hm\n---\nBody'],
    ['lines with a remark behind them', '---\nasks:\n  - một\n  - hai\n  # old: ba\n\ntopic: y\n---\n'],
    ['a text over several lines', '---\nasks:\n  - một\n  - >-\n    hai\ntopic: y\n---\n'],
    ['one line', '---\nasks: [một, "hai"] # ways\ntopic: y\n---\n'],
    ['brackets over several lines', '---\nasks: [\n  một,\n  hai,\n]\ntopic: y\n---\n'],
    [
      'line ends of Windows and a byte order mark',
      '\uFEFF---\r\nasks:\r\n  - một\r\n  - hai\r\ntopic: y\r\n---\r\nBody\r\n',
    ],
  ])('stand behind those in %s, and every other byte stays', (_what, before) => {
    const { text, lines } = addAsks('x.md', before, NEW);
    expect(asksIn(text)).toEqual(['một', 'hai', ...NEW]);
    const added = text.length - before.length;
    let at = 0;
    while (at < before.length && text[at] === before[at]) at += 1;
    expect(text.slice(0, at) + text.slice(at + added)).toBe(before);
    expect(lines).toHaveLength(NEW.length);
    for (const [index, line] of lines.entries()) expect(text.split('\n')[line - 1]).toContain(NEW[index]);
    expect(text.includes('\r\n') && /[^\r]\n/u.test(text)).toBe(false);
  });

  test('fill an empty list in brackets', () => {
    expect(addAsks('x.md', '---\nasks: []\n---\n', ['một, hai']).text).toBe('---\nasks: ["một, hai"]\n---\n');
  });

  test('are read back as they were given, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 4 }), (asks) => {
        const plain = asks.map((ask) => ask.replace(/[\r\n\u0085\u2028\u2029]/gu, ' '));
        for (const before of ['---\nasks:\n  - một\n---\n', '---\nasks: [một]\n---\n']) {
          expect(asksIn(addAsks('x.md', before, plain).text)).toEqual(['một', ...plain]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['no front matter', 'Body\n'],
    ['no asks', '---\nslug: x\n---\n'],
    ['asks that are no list', '---\nasks: một\n---\n'],
    ['an empty field', '---\nasks:\nslug: x\n---\n'],
    ['broken YAML', '---\nasks: ["một\n---\n'],
  ])('are refused, with the file, where there is/are %s', (_what, text) => {
    expect(() => addAsks('content/answers/e-payments/x.md', text, ['hai'])).toThrow(
      expect.objectContaining({ code: 'CATALOG_INVALID', message: expect.stringContaining('e-payments/x.md') }),
    );
  });
});
