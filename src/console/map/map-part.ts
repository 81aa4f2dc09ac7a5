import { type Html, html, Html as Markup } from '../../shared/html.ts';
import { type Drawing, layOut } from './drawing.ts';
import { readOutlines } from './outlines.ts';

/** How a commune stands to its target. `none`: it has none. */
export type Standing = 'good' | 'near' | 'low' | 'none';

/** What the map says of one commune. */
export interface MapUnit {
  readonly code: string;
  /** "Xã Bình Phước" */
  readonly name: string;
  readonly standing: Standing;
  /** Behind the name: "62% chỉ tiêu, đúng tiến độ". */
  readonly words: string;
  /** Where a press leads, below `/console`; undefined = nowhere (another's commune). */
  readonly to?: `/${string}`;
}

const drawings = new Map<string, Drawing>();

/** The drawing of a province, made once: an installation serves one or two. Undefined for a code that is none. */
export function drawingOf(rootDir: string, provinceCode: string): Drawing | undefined {
  const known = drawings.get(provinceCode);
  if (known) return known;
  const outlines = readOutlines(rootDir, provinceCode);
  if (outlines.length === 0) return undefined;
  const drawing = layOut(outlines);
  if (drawings.size >= 4) drawings.clear();
  drawings.set(provinceCode, drawing);
  return drawing;
}

/** Colour and pattern; the pattern says it to who sees no colour. */
const FILLS: Readonly<Record<Standing, string>> = {
  good: 'url(#m-good)',
  near: 'url(#m-near)',
  low: 'url(#m-low)',
  none: 'url(#m-none)',
};

const PATTERNS = html`<defs>
<pattern id="m-good" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="m-good" width="8" height="8"/></pattern>
<pattern id="m-near" width="9" height="9" patternUnits="userSpaceOnUse"><rect class="m-near" width="9" height="9"/><circle class="m-ink" cx="4.5" cy="4.5" r="1.5"/></pattern>
<pattern id="m-low" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="m-low" width="7" height="7"/><rect class="m-ink" width="2" height="7"/></pattern>
<pattern id="m-none" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="m-none" width="8" height="8"/></pattern>
</defs>`;

/**
 * The map as part of a page: a link a commune, in reading order from north-west, with its name and standing as label.
 * Communes the data knows and the page does not are drawn as without a target.
 */
export function mapPart(drawing: Drawing, units: readonly MapUnit[], label: string): Html {
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  return html`<div class="map"><svg viewBox="0 0 ${drawing.width} ${drawing.height}" role="group" aria-label="${label}" data-arrows>${PATTERNS}${drawing.insets.map(
    ({ x, y, width, height, codes }) =>
      html`<g aria-hidden="true"><rect class="m-frame" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/><text class="m-name" x="${x + 10}" y="${y + 22}">${codes.map((code) => byCode.get(code)?.name ?? '').join(', ')}</text></g>`,
  )}${drawing.communes.map(({ code, path }) => communePart(byCode.get(code), path))}</svg></div>`;
}

function communePart(unit: MapUnit | undefined, path: string): Html {
  // A path holds digits and letters of ours alone.
  const d = new Markup(path);
  if (unit === undefined) return html`<path class="m-unit" fill="${FILLS.none}" d="${d}"/>`;
  const words = `${unit.name}: ${unit.words}`;
  const shape = html`<path class="m-unit" fill="${FILLS[unit.standing]}" d="${d}"/>`;
  return unit.to === undefined
    ? html`<g role="img" aria-label="${words}"><title>${words}</title>${shape}</g>`
    : html`<a href="/console${unit.to}" aria-label="${words}"><title>${words}</title>${shape}</a>`;
}

/** What the colours and patterns mean. */
export const mapLegend = (meanings: Readonly<Record<Standing, string>>): Html =>
  html`<ul class="map-legend">${(['good', 'near', 'low', 'none'] as const).map(
    (standing) =>
      html`<li><svg class="m-swatch" viewBox="0 0 28 20" aria-hidden="true"><rect class="m-unit" fill="${FILLS[standing]}" x="1" y="1" width="26" height="18"/></svg> ${meanings[standing]}</li>`,
  )}</ul>`;
