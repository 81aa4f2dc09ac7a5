import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { readMarkdown, readPlainMarkdown } from '../../../src/catalog/plain-markdown.ts';
import { rootDir } from '../../support/shipped-content.ts';

interface Node {
  readonly type: string;
  readonly value?: string | undefined;
  readonly depth?: number | undefined;
  readonly ordered?: boolean | null | undefined;
  readonly start?: number | null | undefined;
  readonly children?: readonly Node[] | undefined;
  readonly position?: { readonly start: { readonly line: number } } | undefined;
}

/** What a card is made of: kinds, words and lines; inner texts have no line of their own. */
function outline(node: Node): unknown {
  const { type, value, depth, ordered, start, children, position } = node;
  const line = type === 'text' ? undefined : position?.start.line;
  return {
    type,
    value,
    depth,
    ordered,
    start: ordered === true ? start : undefined,
    line,
    children: children?.map((child) => outline(child)),
  };
}

const bodyOf = (file: string): string => readFileSync(file, 'utf8').replace(/^---\n[\s\S]*?\n---\n/u, '');

const answers = path.join(rootDir, 'content/answers');
const cards = readdirSync(answers, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));

describe('readPlainMarkdown', () => {
  it.each(cards)('reads %s as CommonMark does, without its parser', (file) => {
    const body = bodyOf(path.join(answers, file));
    expect(readPlainMarkdown(body)?.map((node) => outline(node))).toEqual(
      fromMarkdown(body).children.map((node) => outline(node)),
    );
  });

  it.each([
    ['emphasis', 'Bấm **Xong**.'],
    ['a link', 'Mở <https://dichvucong.gov.vn>.'],
    ['a third level', '### Các bước'],
    ['a line that belongs to the step above', '1. Mở ứng dụng,\nbấm nút.'],
    ['a list right below a sentence', 'Làm như sau\n1. Mở ứng dụng.'],
    ['a second paragraph in a step', '1. Mở ứng dụng.\n\n   Rồi bấm nút.'],
    ['two spaces at the end of a line', 'Mở ứng dụng,  \nbấm nút.'],
  ])('leaves %s to the parser', (_what, body) => {
    expect(readPlainMarkdown(body)).toBeUndefined();
    expect(readMarkdown(body).length).toBeGreaterThan(0);
  });

  it('agrees with the parser on any body it takes', () => {
    const words = fc.constantFrom(
      'Mở ứng dụng',
      '"Xong"',
      '{Bác} bấm',
      '7 ngày',
      '3.',
      '12) b',
      '- c',
      '> d',
      '## E',
      'e #',
      'f  ',
    );
    const lead = fc.constantFrom('', '', '', '## ', '> ', '1. ', '2. ', '   - ', '- ', '   ', '> - ', '---');
    const line = fc.oneof(
      fc.constant(''),
      fc.tuple(lead, words).map(([a, b]) => a + b),
    );
    let taken = 0;
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const body = lines.join('\n');
        const plain = readPlainMarkdown(body);
        if (!plain) return;
        taken++;
        expect(plain.map((node) => outline(node))).toEqual(fromMarkdown(body).children.map((node) => outline(node)));
      }),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(100);
  });
});
