import { createRequire } from 'node:module';
import { type FontWidths, readFontWidths } from './font-widths.ts';

/** Be Vietnam Pro: made for Vietnamese, so marks above capitals and below letters have their room. Licence OFL-1.1. */
export const FONT_FAMILY = 'Be Vietnam Pro';

/** Weights that are shipped: text, emphasis, titles. */
export type Weight = 400 | 600 | 700;

const FILES: Readonly<Record<Weight, string>> = {
  400: '400Regular/BeVietnamPro_400Regular.ttf',
  600: '600SemiBold/BeVietnamPro_600SemiBold.ttf',
  700: '700Bold/BeVietnamPro_700Bold.ttf',
};

const require = createRequire(import.meta.url);

const fileOf = (weight: Weight): string => require.resolve(`@expo-google-fonts/be-vietnam-pro/${FILES[weight]}`);

/** The font files for the renderer, wherever npm put the package. */
export const fontFiles = (): string[] => ([400, 600, 700] as const).map(fileOf);

const widths = new Map<Weight, FontWidths>();

/** Letter widths of a weight; the file is read at first use. */
export function widthsOf(weight: Weight): FontWidths {
  const known = widths.get(weight);
  if (known) return known;
  const fresh = readFontWidths(fileOf(weight));
  widths.set(weight, fresh);
  return fresh;
}
