import { widthsOf, type Weight } from './fonts.ts';

/** From one line to the next, in letter sizes: two marks above a capital must not touch the line before. */
export const LINE = 1.28;

/** A text broken into lines at a size at which it fits. */
export interface FittedText {
  readonly lines: readonly string[];
  readonly sizePx: number;
  /** Width of the longest line, px. */
  readonly widthPx: number;
  /** All lines, px. */
  readonly heightPx: number;
}

/** Room for letters that the font sets apart; the worst are rows of W, 1.2 % (measured 2026-11-22). */
const KERNING = 1.013;

export const textWidth = (text: string, weight: Weight, sizePx: number): number =>
  widthsOf(weight).widthOf(text, sizePx) * KERNING;

/** Breaks between words; a word that is wider than a line is broken inside. */
export function wrap(text: string, weight: Weight, sizePx: number, maxWidthPx: number): string[] {
  const fits = (line: string): boolean => textWidth(line, weight, sizePx) <= maxWidthPx;
  const lines: string[] = [];
  let line = '';
  for (const word of words(text)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (!fits(line)) {
      const head = headOf(line, fits);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** As many letters as fit, at least one. A letter is cut from its marks nowhere. */
function headOf(word: string, fits: (line: string) => boolean): string {
  const letters = Array.from(new Intl.Segmenter('vi').segment(word), ({ segment }) => segment);
  let head = letters[0] ?? word;
  for (const letter of letters.slice(1)) {
    if (!fits(head + letter)) break;
    head += letter;
  }
  return head;
}

/** Text at this size in lines of at most `maxWidthPx`, about equally long: no single word is left over for the last. */
export function layOut(text: string, weight: Weight, sizePx: number, maxWidthPx: number): FittedText {
  const lines = balanced(wrap(text, weight, sizePx, maxWidthPx), text, weight, sizePx, maxWidthPx);
  const widthPx = Math.max(0, ...lines.map((line) => textWidth(line, weight, sizePx)));
  return { lines, sizePx, widthPx, heightPx: lines.length * LINE * sizePx };
}

/** The same number of lines in the narrowest width that needs no more of them. */
function balanced(first: string[], text: string, weight: Weight, sizePx: number, maxWidthPx: number): string[] {
  let lines = first;
  let tooNarrow = maxWidthPx / 2;
  let wideEnough = maxWidthPx;
  if (lines.length < 2 || lines.join(' ') !== words(text).join(' ')) return lines;
  while (wideEnough - tooNarrow > sizePx / 4) {
    const middle = (tooNarrow + wideEnough) / 2;
    const narrower = wrap(text, weight, sizePx, middle);
    if (narrower.length <= lines.length && narrower.join(' ') === lines.join(' ')) {
      lines = narrower;
      wideEnough = middle;
    } else {
      tooNarrow = middle;
    }
  }
  return lines;
}

const words = (text: string): string[] => text.split(/\s+/u).filter((part) => part !== '');

/** Room for a text, px. */
export interface Room {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Letters are never smaller than this, not even for words no author would write. */
const SMALLEST_PX = 10;

/** The largest size from `largestPx` down at which the whole text fits into the room; nothing is ever left out. */
export function fit(text: string, weight: Weight, room: Room, largestPx: number): FittedText {
  return (
    largestThatFits(largestPx, (sizePx) => {
      const laid = layOut(text, weight, sizePx, room.widthPx);
      return laid.heightPx <= room.heightPx && !breaksWord(text, laid) ? laid : undefined;
    }) ??
    largestThatFits(largestPx, (sizePx) => {
      const laid = layOut(text, weight, sizePx, room.widthPx);
      return laid.heightPx <= room.heightPx ? laid : undefined;
    }) ??
    layOut(text, weight, SMALLEST_PX, room.widthPx)
  );
}

/** Words are broken only where no readable size keeps them whole. */
const WHOLE_WORDS_FROM_PX = 30;

const breaksWord = (text: string, { lines, sizePx }: FittedText): boolean =>
  sizePx < WHOLE_WORDS_FROM_PX || lines.join(' ') !== words(text).join(' ');

/** The first result from the largest size down, whole pixels; undefined when even the smallest does not fit. */
export function largestThatFits<Result>(
  largestPx: number,
  attempt: (sizePx: number) => Result | undefined,
): Result | undefined {
  for (let sizePx = largestPx; sizePx >= SMALLEST_PX; sizePx--) {
    const result = attempt(sizePx);
    if (result !== undefined) return result;
  }
  return undefined;
}
