import type { Screen } from '../../flow-engine/types.ts';
import type { Box } from './canvas.ts';
import { type FittedText, largestThatFits, layOut } from './text-layout.ts';

/** One thing on the screen, placed. */
export interface Row {
  readonly kind: 'field' | 'item' | 'button';
  /** What is pressed. */
  readonly marked: boolean;
  readonly text: FittedText;
  /** The whole row; of a field, label and box. */
  readonly box: Box;
  /** Where the words stand. */
  readonly label: Box;
  /** The empty box of a field. */
  readonly input?: Box;
}

export interface ScreenLayout {
  readonly rows: readonly Row[];
  /** Letter size of the rows. */
  readonly sizePx: number;
  /** Where "press here" hangs below the marked row. */
  readonly tag: Box;
  /** Grey bars in place of what else is written there, on a screen that has nothing but a button. */
  readonly words: readonly Box[];
}

const LARGEST_PX = 56;
/** Room of a menu line for the sign that it leads on. */
const CHEVRON_PX = 56;
const PADDING_PX = 26;

/** Height of an empty box, in letter sizes: flatter where there are many. */
const INPUT = 0.9;
const FLAT_INPUT = 0.6;
const MANY_ROWS = 5;
/** Width of "press here" with its hand, in letter sizes. */
const TAG = 9.2;

interface Part {
  readonly kind: Row['kind'];
  readonly text: string;
  readonly marked: boolean;
}

/** Fields, menu lines and, where what is pressed is none of those lines, a button: from top to bottom. */
function partsOf({ fields = [], items = [], press }: Screen): Part[] {
  const pressedItem = items.indexOf(press);
  return [
    ...fields.map((text): Part => ({ kind: 'field', text, marked: false })),
    ...items.map((text, index): Part => ({ kind: 'item', text, marked: index === pressedItem })),
    ...(pressedItem >= 0 ? [] : [{ kind: 'button', text: press, marked: true } as const]),
  ];
}

/** Places everything inside `content` with the largest letters at which it fits; nothing is left out. */
export function layOutScreen(screen: Screen, content: Box): ScreenLayout {
  const parts = partsOf(screen);
  const layout = largestThatFits(LARGEST_PX, (sizePx) => {
    const measured = measure(parts, content.width, sizePx);
    return measured.heightPx <= content.height ? place(measured, content, sizePx) : undefined;
  });
  return layout ?? place(measure(parts, content.width, 10), content, 10);
}

interface Measured {
  readonly rows: readonly { readonly part: Part; readonly text: FittedText; readonly heightPx: number }[];
  readonly gapPx: number;
  readonly tagPx: number;
  readonly heightPx: number;
}

function measure(parts: readonly Part[], widthPx: number, sizePx: number): Measured {
  const gapPx = 0.2 * sizePx;
  const tagPx = 1.32 * sizePx;
  const inputPx = (parts.length >= MANY_ROWS ? FLAT_INPUT : INPUT) * sizePx;
  const rows = parts.map((part) => {
    const room = part.kind === 'field' ? widthPx : widthPx - 2 * PADDING_PX - (part.kind === 'item' ? CHEVRON_PX : 0);
    const text = layOut(part.text, part.marked ? 700 : 600, sizePx, room);
    const heightPx = text.heightPx + (part.kind === 'field' ? inputPx : 0.4 * sizePx);
    return { part, text, heightPx };
  });
  const rowsPx = rows.reduce((sum, row) => sum + row.heightPx, 0);
  return { rows, gapPx, tagPx, heightPx: rowsPx + gapPx * rows.length + tagPx };
}

function place({ rows, gapPx, tagPx, heightPx }: Measured, content: Box, sizePx: number): ScreenLayout {
  const left = Math.max(0, content.height - heightPx);
  const isAlone = rows.length === 1;
  // What is left over stands mostly below, as on a real screen; a button alone stands below words.
  let y = content.y + left * (isAlone ? 0.75 : 0.3);
  const words = isAlone ? wordBars(content, left * 0.75) : [];
  let tag: Box = { x: content.x, y, width: 0, height: 0 };
  const placed = rows.map(({ part, text, heightPx: height }): Row => {
    const isButton = part.kind === 'button';
    const width = isButton ? Math.min(content.width, Math.max(text.widthPx + 140, TAG * sizePx + 60)) : content.width;
    const box: Box = { x: content.x + (content.width - width) / 2, y, width, height };
    y += height + gapPx;
    if (part.marked) {
      const tagWidth = Math.min(content.width, TAG * sizePx);
      tag = { x: content.x + (content.width - tagWidth) / 2, y: box.y + height, width: tagWidth, height: tagPx };
      y += tagPx;
    }
    return { kind: part.kind, marked: part.marked, text, box, ...insideOf(part.kind, box, text, sizePx) };
  });
  return { rows: placed, sizePx, tag, words };
}

const BAR_PX = 26;

function wordBars({ x, y, width }: Box, heightPx: number): Box[] {
  const count = Math.min(4, Math.floor(heightPx / (BAR_PX * 2)) - 1);
  return [1, 0.92, 0.97, 0.55]
    .slice(0, Math.max(0, count))
    .map((part, index) => ({ x, y: y + (index + 0.5) * BAR_PX * 2, width: width * part, height: BAR_PX }));
}

function insideOf(kind: Row['kind'], box: Box, text: FittedText, sizePx: number): Pick<Row, 'label' | 'input'> {
  const { x, y, width, height } = box;
  switch (kind) {
    case 'field':
      return {
        label: { x, y: y - 0.04 * sizePx, width, height: text.heightPx },
        input: { x: x + 2, y: y + text.heightPx + 2, width: width - 4, height: height - text.heightPx - 4 },
      };
    case 'item':
      return { label: { x: x + PADDING_PX, y, width: width - 2 * PADDING_PX - CHEVRON_PX, height } };
    case 'button':
      return { label: { x: x + PADDING_PX, y, width: width - 2 * PADDING_PX, height } };
  }
}
