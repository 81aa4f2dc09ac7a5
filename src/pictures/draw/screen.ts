import type { Screen } from '../../flow-engine/types.ts';
import { type Box, type Canvas, createCanvas, type Drawing, px } from './canvas.ts';
import { handIcon } from './icons.ts';
import { colours } from './palette.ts';
import { fit } from './text-layout.ts';
import { layOutScreen, type Row, type ScreenLayout } from './screen-layout.ts';

/** What one step's picture shows. */
export interface ScreenPicture {
  /** From 1, as residents count. */
  readonly step: number;
  readonly screen: Screen;
  /** Colour of the bar on top. */
  readonly topicColour: string;
}

const WIDTH = 1280;
const HEIGHT = 720;

/** The words beside the phone. */
const CAPTION = { x: 36, width: 372 } as const;
/** The phone; it goes on below the picture. */
const PHONE: Box = { x: 476, y: 16, width: 776, height: 900 };
const BEZEL = 16;
const INSIDE: Box = {
  x: PHONE.x + BEZEL,
  y: PHONE.y + BEZEL,
  width: PHONE.width - 2 * BEZEL,
  height: PHONE.height - 2 * BEZEL,
};
const APP_BAR: Box = { x: INSIDE.x, y: INSIDE.y, width: INSIDE.width, height: 76 };
const TITLE_BAR: Box = { x: INSIDE.x, y: INSIDE.y + 76, width: INSIDE.width, height: 74 };
/** Rows lie here, above the lower edge of the picture. */
const CONTENT: Box = { x: INSIDE.x + 34, y: INSIDE.y + 164, width: INSIDE.width - 68, height: 514 };
const CORNER = 44;
const RING_PX = 9;

/** A schematic phone screen: what stands on it, and what is pressed. Never a screenshot, never anybody's data. */
export function drawScreen({ step, screen, topicColour }: ScreenPicture): Drawing {
  const canvas = createCanvas(WIDTH, HEIGHT, colours.ground);
  canvas.rect(PHONE, { fill: colours.frame, radius: CORNER + BEZEL });
  canvas.rect(INSIDE, { fill: colours.paper, radius: CORNER });
  drawBars(canvas, screen, topicColour);
  const layout = layOutScreen(screen, CONTENT);
  for (const bar of layout.words) canvas.rect(bar, { fill: colours.band, radius: bar.height / 2 });
  for (const row of layout.rows) drawRow(canvas, row, layout);
  drawCaption(canvas, step, screen.press);
  return canvas.finish();
}

function drawBars(canvas: Canvas, { app, title }: Screen, topicColour: string): void {
  const { x, y, width, height } = APP_BAR;
  const top = `M${x} ${y + height}V${y + CORNER}a${CORNER} ${CORNER} 0 0 1 ${CORNER} ${-CORNER}h${width - 2 * CORNER}a${CORNER} ${CORNER} 0 0 1 ${CORNER} ${CORNER}V${y + height}Z`;
  canvas.raw(`<path d="${top}" fill="${topicColour}"/>`);
  barText(canvas, app, APP_BAR, colours.paper, 46);
  canvas.rect(TITLE_BAR, { fill: colours.band });
  const middle = TITLE_BAR.y + TITLE_BAR.height / 2;
  canvas.raw(
    `<path d="M${TITLE_BAR.x + 34} ${middle - 16}l-16 16 16 16" fill="none" stroke="${colours.ink}" stroke-width="7" stroke-linecap="round" stroke-linejoin="round"/>`,
  );
  barText(canvas, title, TITLE_BAR, colours.ink, 46);
}

function barText(canvas: Canvas, text: string, bar: Box, fill: string, largestPx: number): void {
  const box = { x: bar.x + 46, y: bar.y, width: bar.width - 92, height: bar.height };
  const room = { widthPx: box.width, heightPx: box.height - 8 };
  canvas.text(fit(text, 700, room, largestPx), box, { weight: 700, fill, anchor: 'middle' });
}

function drawRow(canvas: Canvas, row: Row, layout: ScreenLayout): void {
  if (row.marked) return drawMarked(canvas, row, layout);
  if (row.kind === 'field') {
    canvas.text(row.text, row.label, { weight: 600, fill: colours.ink });
    if (row.input) canvas.rect(row.input, { fill: colours.paper, radius: 8, stroke: colours.softInk, strokeWidth: 4 });
    return;
  }
  canvas.rect(row.box, { fill: colours.paper, radius: 18, stroke: colours.line, strokeWidth: 3 });
  canvas.text(row.text, row.label, { weight: 600, fill: colours.ink });
  drawChevron(canvas, row.box, colours.softInk);
}

function drawMarked(canvas: Canvas, row: Row, { sizePx, tag }: ScreenLayout): void {
  const isItem = row.kind === 'item';
  const { x, y, width, height } = tag;
  // The tag hangs behind the ring, so that both are one mark.
  const tagTop = { x, y: y - 30, width, height: height + 30 };
  canvas.rect(tagTop, { fill: colours.ring, radius: 20 });
  canvas.rect(row.box, {
    fill: colours.marked,
    radius: isItem ? 20 : Math.min(44, row.box.height / 2),
    stroke: colours.ring,
    strokeWidth: RING_PX,
  });
  canvas.text(row.text, row.label, { weight: 700, fill: colours.ink, anchor: isItem ? 'start' : 'middle' });
  if (isItem) drawChevron(canvas, row.box, colours.ink);
  const handPx = sizePx * 1.1;
  canvas.raw(handIcon(x + 22, y + (height - handPx) / 2, handPx, colours.paper));
  const words = { x: x + 22 + handPx + 10, y, width: width - handPx - 54, height };
  const tagRoom = { widthPx: words.width, heightPx: words.height };
  canvas.text(fit(PRESS_HERE, 700, tagRoom, sizePx), words, { weight: 700, fill: colours.paper });
  drawArrow(canvas, row.box);
}

/** Said under what is pressed. */
export const PRESS_HERE = 'Bấm vào đây';

function drawChevron(canvas: Canvas, { x, y, width, height }: Box, colour: string): void {
  const half = Math.min(15, height / 4);
  canvas.raw(
    `<path d="M${px(x + width - 40)} ${px(y + height / 2 - half)}l${px(half)} ${px(half)}-${px(half)} ${px(half)}" fill="none" stroke="${colour}" stroke-width="${px(half * 0.4)}" stroke-linecap="round" stroke-linejoin="round"/>`,
  );
}

/** From the words beside the phone to the ring. */
function drawArrow(canvas: Canvas, { x, y, height }: Box): void {
  const tip = x - RING_PX / 2 - 2;
  const middle = y + height / 2;
  const from = CAPTION.x + CAPTION.width + 12;
  const path = `M${from} ${px(middle - 15)}H${px(tip - 40)}V${px(middle - 38)}L${px(tip)} ${px(middle)}L${px(tip - 40)} ${px(middle + 38)}V${px(middle + 15)}H${from}Z`;
  canvas.raw(
    `<path d="${path}" fill="${colours.ring}" stroke="${colours.paper}" stroke-width="5" stroke-linejoin="round"/>`,
  );
}

function drawCaption(canvas: Canvas, step: number, press: string): void {
  const { x, width } = CAPTION;
  const stepBox = { x, y: 40, width, height: 96 };
  canvas.rect(stepBox, { fill: colours.ink, radius: 24 });
  const stepRoom = { widthPx: width - 24, heightPx: stepBox.height };
  canvas.text(fit(`Bước ${step}`, 700, stepRoom, 64), stepBox, { weight: 700, fill: colours.paper, anchor: 'middle' });
  const verbBox = { x, y: 160, width, height: 76 };
  canvas.text(fit('Bấm', 600, { widthPx: width, heightPx: verbBox.height }, 56), verbBox, {
    weight: 600,
    fill: colours.ink,
  });
  const what = fit(`“${press}”`, 700, { widthPx: width, heightPx: 330 }, 64);
  const whatBox = { x, y: verbBox.y + verbBox.height, width, height: what.heightPx };
  canvas.text(what, whatBox, { weight: 700, fill: colours.ink });
  const noteBox = { x, y: 592, width, height: 92 };
  canvas.rect(noteBox, { fill: 'none', radius: 18, stroke: colours.softInk, strokeWidth: 4, dash: '14 10' });
  const noteRoom = { widthPx: width - 20, heightPx: noteBox.height };
  canvas.text(fit(ILLUSTRATION, 600, noteRoom, 48), noteBox, { weight: 600, fill: colours.softInk, anchor: 'middle' });
}

/** Stands on every schematic screen: nobody is to take it for their own phone. */
export const ILLUSTRATION = 'hình minh họa';
