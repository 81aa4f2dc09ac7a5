import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CatalogueParts } from './catalogue-of.ts';
import type { SourceFile } from './sources.ts';

/** Rooms whose code decides what becomes of the sources. */
const codeFolders = [import.meta.dirname, path.join(import.meta.dirname, '../flow-engine')];

const prefix = 'catalogue-';

/** Changes with every edit of the code that reads content: what another version checked is not believed. */
async function codeMark(): Promise<string> {
  const files = await Promise.all(
    codeFolders.map(async (folder) => {
      const names = await readdir(folder, { recursive: true });
      return names.filter((name) => name.endsWith('.ts')).map((name) => path.join(folder, name));
    }),
  );
  const marks = await Promise.all(
    files.flat().map(async (file) => {
      const { mtimeMs, size } = await stat(file);
      return `${file} ${mtimeMs} ${size}`;
    }),
  );
  return marks.toSorted().join('\n');
}

async function fileNameFor(sources: readonly SourceFile[]): Promise<string> {
  const hash = createHash('sha256').update(await codeMark());
  for (const { file, text } of sources) hash.update(`\n${file}\n${text.length}\n${text}`);
  return `${prefix}${hash.digest('hex').slice(0, 32)}.json`;
}

async function read(file: string): Promise<CatalogueParts | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as CatalogueParts;
  } catch {
    return undefined;
  }
}

/** Whatever goes wrong here costs the next start some time, nothing else. */
async function keep(folder: string, name: string, parts: CatalogueParts): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const draft = path.join(folder, `${name}.${process.pid}.draft`);
    await writeFile(draft, JSON.stringify(parts));
    await rename(draft, path.join(folder, name));
    const old = (await readdir(folder)).filter((other) => other.startsWith(prefix) && other !== name);
    await Promise.all(old.map((other) => rm(path.join(folder, other), { force: true })));
  } catch {
    // A folder that cannot be written keeps nothing.
  }
}

/**
 * The parts of a catalogue as they were built from exactly these sources by exactly this code, from `folder`; otherwise
 * built now and kept. One catalogue is kept: the one read last.
 */
export async function keptCatalogue(
  folder: string,
  sources: readonly SourceFile[],
  build: () => Promise<CatalogueParts>,
): Promise<CatalogueParts> {
  const name = await fileNameFor(sources);
  const known = await read(path.join(folder, name));
  if (known) return known;
  const parts = await build();
  await keep(folder, name, parts);
  return parts;
}
