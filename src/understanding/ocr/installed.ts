import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What to install where pictures cannot be read. */
export const OCR_MISSING = 'npm install tesseract.js @tesseract.js-data/vie (optional dependencies of package.json)';

/** Of the two sets of the package the one for this engine alone: 1.4 MB instead of 3.8, read alike (measured 2026-11-22). */
const DATA_SET = '4.0.0_best_int';

/**
 * Folder with `vie.traineddata.gz`, when the reader and its Vietnamese language data are installed; otherwise undefined.
 * Loads nothing of them. `from` is where they are looked for; default: this file.
 */
export function findLanguageData(from: string | URL = import.meta.url): string | undefined {
  const require = createRequire(from);
  try {
    require.resolve('tesseract.js');
    const folder = join(dirname(require.resolve('@tesseract.js-data/vie/package.json')), DATA_SET);
    return existsSync(join(folder, 'vie.traineddata.gz')) ? folder : undefined;
  } catch {
    return undefined;
  }
}
