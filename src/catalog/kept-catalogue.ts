import path from 'node:path';
import { keptName, readKept, writeKept } from '../shared/kept-file.ts';
import type { CatalogueParts } from './catalogue-of.ts';
import type { SourceFile } from './sources.ts';

/** Rooms whose code decides what becomes of the sources. */
const codeFolders = [import.meta.dirname, path.join(import.meta.dirname, '../flow-engine')];

const prefix = 'catalogue-';

/**
 * The parts of a catalogue as they were built from exactly these sources by exactly this code, from `folder`; otherwise
 * built now and kept. One catalogue is kept: the one read last.
 */
export async function keptCatalogue(
  folder: string,
  sources: readonly SourceFile[],
  build: () => Promise<CatalogueParts>,
): Promise<CatalogueParts> {
  const texts = sources.flatMap(({ file, text }) => [file, text]);
  const name = keptName(prefix, '.json', codeFolders, texts);
  const known = readKept(folder, name, (bytes) => JSON.parse(bytes.toString()) as CatalogueParts);
  if (known) return known;
  const parts = await build();
  writeKept(folder, prefix, name, JSON.stringify(parts));
  return parts;
}
