import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalogue } from '../catalog/catalogue.ts';
import type { Pictures } from './create.ts';
import { allPictures, type DrawnRef } from './refs.ts';

export interface DrawAllOptions {
  readonly pictures: Pictures;
  readonly catalogue: Catalogue;
  /** Folder for copies of all pictures. Default: none, they are only drawn and kept where `pictures` keeps them. */
  readonly out?: string;
  /** Called after each picture. */
  onProgress?(done: number, total: number): void;
}

/** What was drawn: how many pictures, and the largest of them. */
export interface AllDrawn {
  readonly count: number;
  readonly totalBytes: number;
  readonly largest: { readonly name: string; readonly bytes: number };
}

/** Pictures asked for together, so that the renderer is not put away and fetched again for each. */
const AT_ONCE = 16;

/** Draws every picture of the content: for print, to be looked at, or so that the server need not draw them. */
export async function drawAll({ pictures, catalogue, out, onProgress }: DrawAllOptions): Promise<AllDrawn> {
  if (out !== undefined) await mkdir(out, { recursive: true });
  const refs = allPictures(catalogue);
  let largest = { name: '', bytes: 0 };
  let totalBytes = 0;
  let done = 0;
  const drawOne = async (ref: DrawnRef): Promise<void> => {
    const name = pictures.fileName(ref) ?? '';
    const png = await pictures.read(name);
    if (png) {
      totalBytes += png.length;
      if (png.length > largest.bytes) largest = { name, bytes: png.length };
      if (out !== undefined) await writeFile(join(out, name), png);
    }
    done += 1;
    onProgress?.(done, refs.length);
  };
  for (let from = 0; from < refs.length; from += AT_ONCE) {
    await Promise.all(refs.slice(from, from + AT_ONCE).map(drawOne));
  }
  return { count: refs.length, totalBytes, largest };
}
