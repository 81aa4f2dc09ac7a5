import { isScalar, isSeq, parseDocument, Scalar, stringify, type YAMLSeq } from 'yaml';
import { AppError } from '../shared/errors.ts';

const FRONT_MATTER = /^(?<open>\uFEFF?---\r?\n)(?<front>[\s\S]*?)\r?\n---(?:\r?\n|$)/u;

/** A card's text with more ways to ask. */
export interface AskedMore {
  readonly text: string;
  /** Line of each added way to ask, 1-based, in their order. */
  readonly lines: readonly number[];
}

const seqOf = (front: string): YAMLSeq | undefined => {
  const document = parseDocument(front, { prettyErrors: false });
  const node = document.errors.length === 0 ? document.get('asks', true) : undefined;
  return isSeq(node) ? node : undefined;
};

const valuesOf = (seq: YAMLSeq | undefined): unknown[] =>
  (seq?.items ?? []).map((item) => (isScalar(item) ? item.value : undefined));

const rangeOf = (node: unknown): readonly [number, number] => {
  const range = isScalar(node) ? node.range : undefined;
  return range ? [range[0], range[1]] : [0, 0];
};

/** As YAML writes it on one line, in quotes only where it has to be. */
const scalar = (ask: string): string => stringify(ask, { lineWidth: 0 }).trimEnd();

function quoted(ask: string): string {
  const node = new Scalar(ask);
  node.type = Scalar.QUOTE_DOUBLE;
  return stringify(node, { lineWidth: 0 }).trimEnd();
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** `asks: [a, b]`: behind the last one, on its line. */
function intoList(seq: YAMLSeq, asks: readonly string[]): Insertion {
  const last = seq.items.at(-1);
  const added = asks.map(quoted).join(', ');
  if (last === undefined) return { at: (seq.range?.[0] ?? 0) + 1, text: added };
  return { at: rangeOf(last)[1], text: `, ${added}` };
}

/** One line each, led in as those before. */
function intoLines(front: string, seq: YAMLSeq, asks: readonly string[], lineEnd: string): Insertion | undefined {
  const [start] = rangeOf(seq.items[0]);
  const lead = front.slice(front.lastIndexOf('\n', start - 1) + 1, start);
  if (!/^ *- +$/u.test(lead)) return undefined;
  const [, end] = rangeOf(seq.items.at(-1));
  const lineEndAt = front.slice(end - 1).search(/\r?\n/u);
  const at = lineEndAt < 0 ? front.length : end - 1 + lineEndAt;
  return { at, text: asks.map((ask) => `${lineEnd}${lead}${scalar(ask)}`).join('') };
}

/**
 * The text of a card with these ways to ask behind its own; every other byte stays as it is. Throws CATALOG_INVALID for a
 * card whose front matter has no list `asks` that can be read and added to.
 */
export function addAsks(file: string, text: string, asks: readonly string[]): AskedMore {
  const match = FRONT_MATTER.exec(text);
  const { open = '', front = '' } = match?.groups ?? {};
  const seq = match ? seqOf(front) : undefined;
  const insertion =
    seq && (seq.flow ? intoList(seq, asks) : intoLines(front, seq, asks, open.endsWith('\r\n') ? '\r\n' : '\n'));
  const extended = insertion && front.slice(0, insertion.at) + insertion.text + front.slice(insertion.at);
  const expected = [...valuesOf(seq), ...asks];
  const read = extended === undefined ? [] : valuesOf(seqOf(extended));
  if (
    !insertion ||
    extended === undefined ||
    read.length !== expected.length ||
    read.some((ask, i) => ask !== expected[i])
  ) {
    throw new AppError(
      'CATALOG_INVALID',
      `Không thêm được cách hỏi vào ${file}: phần asks không phải danh sách mỗi dòng một câu. Viết lại phần asks theo docs/content-format.md rồi chạy lại.`,
    );
  }
  const firstLine = (open + front.slice(0, insertion.at)).split('\n').length + (seq?.flow === true ? 0 : 1);
  return {
    text: open + extended + text.slice(open.length + front.length),
    lines: asks.map((_ask, index) => firstLine + (seq?.flow === true ? 0 : index)),
  };
}
