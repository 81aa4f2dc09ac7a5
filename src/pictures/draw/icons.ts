import type { Topic } from '../../catalog/catalogue.ts';
import { px } from './canvas.ts';

/** Shapes on a square of 100; strokes and fills take `colour`. */
const shapes: Readonly<Record<Topic, (colour: string) => string>> = {
  'public-services': (c) =>
    `<path d="M50 10 92 36H8Z" fill="${c}"/><path d="M20 44v30M40 44v30M60 44v30M80 44v30" stroke="${c}" stroke-width="9"/><path d="M10 86h80" stroke="${c}" stroke-width="12" stroke-linecap="round"/>`,
  'e-payments': (c) =>
    `<g fill="none" stroke="${c}" stroke-width="9"><rect x="12" y="12" width="28" height="28" rx="5"/><rect x="60" y="12" width="28" height="28" rx="5"/><rect x="12" y="60" width="28" height="28" rx="5"/></g><g fill="${c}"><rect x="56" y="56" width="14" height="14"/><rect x="78" y="56" width="14" height="14"/><rect x="67" y="67" width="14" height="14"/><rect x="56" y="78" width="14" height="14"/><rect x="78" y="78" width="14" height="14"/></g>`,
  'e-commerce': (c) =>
    `<path d="M18 34h64l7 54H11Z" fill="none" stroke="${c}" stroke-width="9" stroke-linejoin="round"/><path d="M34 46V28a16 16 0 0 1 32 0v18" fill="none" stroke="${c}" stroke-width="9" stroke-linecap="round"/>`,
  'scam-safety': (c) =>
    `<path d="M50 8 86 22v26c0 22-15 36-36 44C29 84 14 70 14 48V22Z" fill="none" stroke="${c}" stroke-width="9" stroke-linejoin="round"/><path d="m33 50 12 13 23-27" fill="none" stroke="${c}" stroke-width="10" stroke-linecap="round" stroke-linejoin="round"/>`,
  'other-platforms': (c) =>
    `<path d="M50 26C38 16 24 14 8 16v62c16-2 30 0 42 10 12-10 26-12 42-10V16c-16-2-30 0-42 10Zm0 0v62" fill="none" stroke="${c}" stroke-width="9" stroke-linejoin="round"/>`,
};

const placed = (svg: string, x: number, y: number, sizePx: number): string =>
  `<g transform="translate(${px(x)} ${px(y)}) scale(${px(sizePx / 100)})">${svg}</g>`;

/** The sign of a subject, `sizePx` wide and high, with its left top corner at x, y. */
export const topicIcon = (topic: Topic, x: number, y: number, sizePx: number, colour: string): string =>
  placed(shapes[topic](colour), x, y, sizePx);

/** A hand whose finger points up, about 80 of 100 wide. */
export const handIcon = (x: number, y: number, sizePx: number, colour: string): string =>
  placed(
    `<path d="M42 12a9 9 0 0 1 18 0v32l20 5c9 2 13 8 12 16l-3 20c-1 9-6 13-14 13H48c-6 0-10-2-14-7L12 62c-4-5-3-11 1-14 5-3 10-2 13 2l16 16Z" fill="${colour}"/>`,
    x,
    y,
    sizePx,
  );

/** A speech bubble with two lines: the sign of the assistant. */
export const bubbleIcon = (x: number, y: number, sizePx: number, colour: string, ground: string): string =>
  placed(
    `<path d="M14 12h72a12 12 0 0 1 12 12v40a12 12 0 0 1-12 12H46L26 94V76H14A12 12 0 0 1 2 64V24a12 12 0 0 1 12-12Z" fill="${colour}"/><path d="M24 36h52M24 54h32" stroke="${ground}" stroke-width="9" stroke-linecap="round"/>`,
    x,
    y,
    sizePx,
  );

/** A bell that rings. */
export const bellIcon = (x: number, y: number, sizePx: number, fill: string, line: string): string =>
  placed(
    `<path d="M50 12c-20 0-29 15-29 34 0 18-5 25-11 31h80c-6-6-11-13-11-31 0-19-9-34-29-34Z" fill="${fill}" stroke="${line}" stroke-width="5" stroke-linejoin="round"/><path d="M40 80a10 10 0 0 0 20 0Z" fill="${line}"/><circle cx="50" cy="9" r="6" fill="${line}"/><path d="M12 22C6 28 3 36 3 44M88 22c6 6 9 14 9 22" fill="none" stroke="${line}" stroke-width="5" stroke-linecap="round"/>`,
    x,
    y,
    sizePx,
  );
