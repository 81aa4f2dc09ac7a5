import type { ChartBar, ChartPicture } from '../chart.ts';
import { createCanvas, type Canvas, type Drawing, px } from './canvas.ts';
import { colours } from './palette.ts';
import { fit, textWidth } from './text-layout.ts';

const SIZE = 1080;
const MARGIN = 48;
const WIDTH = SIZE - 2 * MARGIN;
const FIRST_BAR_Y = 240;
const GROUP = 228;
const BAR_HEIGHT = 58;
const BAR_GAP = 14;
const NAME_HEIGHT = 70;
/** The longest bar; behind it stands its number. */
const LONGEST = 560;
/** A figure above 0 is always seen. */
const SHORTEST = 8;
const LETTERS = 40;

/** Said below every chart. */
export const CHART_NOTE = 'Lượt trò chuyện không phải kết quả ngoài đời. Các phần không cộng vào nhau.';

/**
 * Bars of this month and the last one, square, to be read at the width of a phone. This month is solid, last month is
 * striped, a target is a pole with its number: nothing is told by colour alone, and every bar has its number.
 */
export function drawChart({ title, period, now, before, bars }: ChartPicture): Drawing {
  const canvas = createCanvas(SIZE, SIZE, colours.paper);
  canvas.raw(STRIPES);
  const line = (text: string, y: number, height: number, largestPx: number, weight: 400 | 700): void => {
    const box = { x: MARGIN, y, width: WIDTH, height };
    canvas.text(fit(text, weight, { widthPx: WIDTH, heightPx: height }, largestPx), box, { weight, fill: colours.ink });
  };
  line(title, 32, 128, 58, 700);
  line(`Kết quả ${period}`, 164, 60, 44, 400);
  for (const [index, bar] of bars.entries()) drawBar(canvas, FIRST_BAR_Y + index * GROUP, bar, { now, before });
  line(CHART_NOTE, 946, 112, LETTERS, 400);
  return canvas.finish();
}

/** A pattern with dark stripes on white, for the month before. */
const STRIPES = `<defs><pattern id="stripes" width="16" height="16" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="16" height="16" fill="${colours.paper}"/><rect width="7" height="16" fill="${colours.softInk}"/></pattern></defs>`;

function drawBar(
  canvas: Canvas,
  y: number,
  bar: ChartBar,
  labels: { readonly now: string; readonly before: string },
): void {
  const { name, now, before, target } = bar;
  const most = Math.max(now, before, target ?? 0, 1);
  const lengthOf = (value: number): number => (value <= 0 ? 0 : Math.max(SHORTEST, (LONGEST * value) / most));
  const heading = target === undefined ? name : `${name} – chỉ tiêu ${numberText(target)}`;
  const box = { x: MARGIN, y, width: WIDTH, height: NAME_HEIGHT };
  canvas.text(fit(heading, 700, { widthPx: WIDTH, heightPx: NAME_HEIGHT }, 42), box, {
    weight: 700,
    fill: colours.ink,
  });
  const rows = [
    { value: now, label: labels.now, fill: colours.ink, weight: 700 },
    { value: before, label: labels.before, fill: 'url(#stripes)', weight: 400 },
  ] as const;
  for (const [index, { value, label, fill, weight }] of rows.entries()) {
    const top = y + NAME_HEIGHT + index * (BAR_HEIGHT + BAR_GAP);
    const length = lengthOf(value);
    if (length > 0) {
      const shape = { x: MARGIN, y: top, width: length, height: BAR_HEIGHT };
      canvas.rect(shape, { fill, stroke: colours.ink, strokeWidth: 3 });
    }
    const text = `${numberText(value)} · ${label}`;
    // Beyond the pole of the target, so that no number is struck through.
    const pole = target === undefined ? 0 : lengthOf(target);
    const isNearPole = pole >= length && pole < length + 24 + textWidth(text, weight, LETTERS);
    const x = MARGIN + (isNearPole ? pole : length) + 20;
    const room = { x, y: top, width: SIZE - MARGIN - x, height: BAR_HEIGHT };
    canvas.text(fit(text, weight, { widthPx: room.width, heightPx: BAR_HEIGHT }, LETTERS), room, {
      weight,
      fill: colours.ink,
    });
  }
  if (target !== undefined) drawPole(canvas, MARGIN + lengthOf(target), y + NAME_HEIGHT - 6);
}

/** Where the target is: a pole over both bars with a flag on top. */
function drawPole(canvas: Canvas, x: number, y: number): void {
  const height = 2 * BAR_HEIGHT + BAR_GAP + 12;
  canvas.raw(
    `<path d="M${px(x)} ${px(y)}v${px(height)}" stroke="${colours.paper}" stroke-width="12"/>` +
      `<path d="M${px(x)} ${px(y)}v${px(height)}" stroke="${colours.ring}" stroke-width="6" stroke-dasharray="14 8"/>`,
  );
}

const numberText = (value: number): string => value.toLocaleString('vi-VN');
