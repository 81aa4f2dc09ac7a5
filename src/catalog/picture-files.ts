import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** A ready-made picture of the authors. */
export interface PictureFile {
  readonly bytes: number;
  /** What it is by its first bytes; undefined for anything but these. */
  readonly format: 'png' | 'jpg' | 'gif' | undefined;
}

/** Where they lie below the root. */
export const pictureFolder = 'content/pictures';

/** Pictures by name; none where there is no folder. */
export async function readPictureFiles(rootDir: string): Promise<ReadonlyMap<string, PictureFile>> {
  const folder = path.join(rootDir, pictureFolder);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = await Promise.all(
    names.map(async (name): Promise<[string, PictureFile]> => [name, await look(path.join(folder, name))]),
  );
  return new Map(files);
}

async function look(file: string): Promise<PictureFile> {
  const { size, isFile } = await stat(file).then((found) => ({ size: found.size, isFile: found.isFile() }));
  return { bytes: size, format: isFile ? await formatOf(file) : undefined };
}

async function formatOf(file: string): Promise<PictureFile['format']> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    const head = buffer.toString('latin1');
    if (head === '\x89PNG') return 'png';
    if (head.startsWith('\xff\xd8\xff')) return 'jpg';
    return head === 'GIF8' ? 'gif' : undefined;
  } finally {
    await handle.close();
  }
}
