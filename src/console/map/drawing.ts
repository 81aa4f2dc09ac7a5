import { geoPath, geoTransform } from 'd3-geo';
import type { Outline } from './outlines.ts';

/** One commune as a path of the picture. */
export interface DrawnCommune {
  readonly code: string;
  readonly path: string;
}

/** A part of the province that lies far off, in a frame of its own, not at its true place. */
export interface Inset {
  readonly codes: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A province ready to be drawn, in units of the picture. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly communes: readonly DrawnCommune[];
  readonly insets: readonly Inset[];
}

type Box = readonly [west: number, south: number, east: number, north: number];
interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const WIDTH = 760;
const MOST_HEIGHT = 860;
const MARGIN = 6;
const INSET = { width: 190, height: 150, gap: 14 } as const;
/** Communes nearer to each other than this many degrees (about 40 km) belong to one part. */
const NEAR_DEGREES = 0.35;
/** Smaller than this, a commune gets a mark that can be seen and pressed. */
const SMALL = 9;
/** Single islands smaller than this get a dot. */
const TINY = 2.4;

/**
 * Lays a province out: the mainland as large as fits, and parts that lie far off (Hoàng Sa, Trường Sa, Côn Đảo, Phú Quý,
 * Bạch Long Vĩ, Thổ Châu) in frames beside it, because to scale the mainland would be a spot. Pure.
 */
export function layOut(outlines: readonly Outline[]): Drawing {
  const [main = [], ...far] = partsOf(outlines);
  const mainWidth = far.length === 0 ? WIDTH : WIDTH - INSET.width - INSET.gap;
  const box = boxOf(main);
  const [wide, high] = extentOf(box);
  const scale = Math.min(mainWidth / wide, MOST_HEIGHT / high);
  const frame: Frame = { x: 0, y: 0, width: wide * scale, height: high * scale };
  const stack = far.length * (INSET.height + INSET.gap);
  const insets = far.map((part, index): Inset & { readonly part: readonly Outline[] } => ({
    ...{ part, codes: part.map(({ code }) => code), x: frame.width + INSET.gap, width: INSET.width },
    ...{ y: index * (INSET.height + INSET.gap), height: INSET.height },
  }));
  const communes = [
    ...drawPart(main, box, frame),
    ...insets.flatMap((inset) => {
      const inside = { ...inset, x: inset.x + 14, y: inset.y + 30, width: inset.width - 28, height: inset.height - 44 };
      return drawPart(inset.part, boxOf(inset.part), inside);
    }),
  ];
  return {
    width: Math.ceil(frame.width + (far.length === 0 ? 0 : INSET.gap + INSET.width)),
    height: Math.ceil(Math.max(frame.height, stack)),
    communes: communes.toSorted((a, b) => (a.code < b.code ? -1 : 1)),
    insets: insets.map(({ part: _part, ...inset }) => inset),
  };
}

/** Communes that lie together, the largest part first. */
function partsOf(outlines: readonly Outline[]): (readonly Outline[])[] {
  const boxes = outlines.map(({ polygons }) => polygons.map((polygon) => boxOfRing(polygon[0] ?? [])));
  const partOf = outlines.map((_, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (partOf[at] !== at) at = partOf[at] ?? at;
    return at;
  };
  for (let a = 0; a < outlines.length; a++) {
    for (let b = 0; b < a; b++) {
      if (root(a) !== root(b) && areNear(boxes[a] ?? [], boxes[b] ?? [])) partOf[root(a)] = root(b);
    }
  }
  const parts = Map.groupBy(outlines, (_, index) => root(index));
  return [...parts.values()].toSorted((a, b) => b.length - a.length);
}

const areNear = (some: readonly Box[], others: readonly Box[]): boolean =>
  some.some((a) =>
    others.some(
      (b) =>
        Math.max(a[0], b[0]) - Math.min(a[2], b[2]) < NEAR_DEGREES &&
        Math.max(a[1], b[1]) - Math.min(a[3], b[3]) < NEAR_DEGREES,
    ),
  );

function boxOfRing(ring: readonly (readonly number[])[]): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x = 0, y = 0] of ring) {
    [west, south, east, north] = [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)];
  }
  return [west, south, east, north];
}

function boxOf(outlines: readonly Outline[]): Box {
  const boxes = outlines.flatMap(({ polygons }) => polygons.map((polygon) => boxOfRing(polygon[0] ?? [])));
  return [
    Math.min(...boxes.map(([west]) => west)),
    Math.min(...boxes.map(([, south]) => south)),
    Math.max(...boxes.map(([, , east]) => east)),
    Math.max(...boxes.map(([, , , north]) => north)),
  ];
}

/** A degree of longitude is shorter than one of latitude. */
const squeezeOf = ([, south, , north]: Box): number => Math.cos((((south + north) / 2) * Math.PI) / 180);

const extentOf = (box: Box): readonly [number, number] => [
  Math.max((box[2] - box[0]) * squeezeOf(box), 1e-6),
  Math.max(box[3] - box[1], 1e-6),
];

/** Draws communes into a frame of the picture, keeping their shape. */
function drawPart(part: readonly Outline[], box: Box, frame: Frame): DrawnCommune[] {
  const [wide, high] = extentOf(box);
  const scale = Math.min((frame.width - 2 * MARGIN) / wide, (frame.height - 2 * MARGIN) / high);
  const left = frame.x + (frame.width - wide * scale) / 2;
  const top = frame.y + (frame.height - high * scale) / 2;
  const toX = (longitude: number): number => left + (longitude - box[0]) * squeezeOf(box) * scale;
  const toY = (latitude: number): number => top + (box[3] - latitude) * scale;
  const plane = geoTransform({
    point(longitude, latitude) {
      this.stream.point(toX(longitude), toY(latitude));
    },
  });
  const draw = geoPath(plane).digits(1);
  return part.map((outline) => {
    const { code, polygons } = outline;
    const path = draw({ type: 'MultiPolygon', coordinates: polygons as number[][][][] }) ?? '';
    return { code, path: path + marksOf(outline, toX, toY) };
  });
}

/** What makes small islands visible: a dot for each, and a mark for a commune that is nothing else. */
function marksOf({ polygons }: Outline, toX: (longitude: number) => number, toY: (latitude: number) => number): string {
  const boxes = polygons.map((polygon) => boxOfRing(polygon[0] ?? []));
  const sizes = boxes.map((box) => Math.max(toX(box[2]) - toX(box[0]), toY(box[1]) - toY(box[3])));
  const square = ([west, south, east, north]: Box, size: number): string => {
    const [x, y] = [toX((west + east) / 2), toY((south + north) / 2)];
    return `M${(x - size / 2).toFixed(1)},${(y - size / 2).toFixed(1)}h${size}v${size}h${-size}Z`;
  };
  if (boxes.length > 0 && Math.max(...sizes) < SMALL && boxes.length === 1) return square(boxes[0] as Box, SMALL);
  return boxes.map((box, index) => ((sizes[index] ?? 0) < TINY ? square(box, TINY) : '')).join('');
}
