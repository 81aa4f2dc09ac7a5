import type { Topic } from '../../catalog/catalogue.ts';
import { type Canvas, createCanvas, type Drawing } from './canvas.ts';
import { bubbleIcon, topicIcon } from './icons.ts';
import { colours, topicColours } from './palette.ts';
import { fit } from './text-layout.ts';

/** The size pages are shown with when their link is pasted into a chat (Open Graph), px. */
const WIDTH = 1200;
const HEIGHT = 630;
const MARGIN = 64;

/** Who speaks. */
export const BRAND = 'Trợ lý số';

/** Cover of a card: its subject, its title. */
export function drawCover(title: string, topic: Topic, topicTitle: string): Drawing {
  const canvas = createCanvas(WIDTH, HEIGHT, colours.paper);
  const colour = topicColours[topic];
  canvas.rect({ x: 0, y: 0, width: WIDTH, height: 138 }, { fill: colour });
  canvas.raw(topicIcon(topic, MARGIN, 27, 84, colours.paper));
  const name = { x: MARGIN + 112, y: 0, width: WIDTH - 2 * MARGIN - 112, height: 138 };
  canvas.text(fit(topicTitle, 700, { widthPx: name.width, heightPx: 120 }, 58), name, {
    weight: 700,
    fill: colours.paper,
  });
  const body = { x: MARGIN, y: 158, width: WIDTH - 2 * MARGIN, height: 340 };
  canvas.text(fit(title, 700, { widthPx: body.width, heightPx: body.height }, 92), body, {
    weight: 700,
    fill: colours.ink,
  });
  drawBrand(canvas, colours.ground, colours.ink, colour);
  return canvas.finish();
}

/** Cover of a subject. */
export function drawTopic(topic: Topic, topicTitle: string): Drawing {
  const colour = topicColours[topic];
  const canvas = createCanvas(WIDTH, HEIGHT, colour);
  canvas.raw(topicIcon(topic, MARGIN + 6, 130, 250, colours.paper));
  const body = { x: 400, y: 40, width: WIDTH - 400 - MARGIN, height: 450 };
  canvas.text(fit(topicTitle, 700, { widthPx: body.width, heightPx: body.height }, 116), body, {
    weight: 700,
    fill: colours.paper,
  });
  drawBrand(canvas, colours.ground, colours.ink, colour);
  return canvas.finish();
}

function drawBrand(canvas: Canvas, ground: string, ink: string, colour: string): void {
  const band = { x: 0, y: HEIGHT - 116, width: WIDTH, height: 116 };
  canvas.rect(band, { fill: ground });
  canvas.raw(bubbleIcon(MARGIN, band.y + 24, 72, colour, colours.paper));
  const words = { x: MARGIN + 96, y: band.y, width: WIDTH - 2 * MARGIN - 96, height: band.height };
  const room = { widthPx: words.width, heightPx: words.height };
  canvas.text(fit(`${BRAND} – chỉ dẫn từng bước`, 600, room, 50), words, { weight: 600, fill: ink });
}
