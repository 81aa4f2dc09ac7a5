import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';

/** One file as read: path below the root with `/`, text in NFC with `\n`. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
  /** The text as it stands on disk, where that differs from `text`. */
  readonly raw?: string;
}

/** Hosts that may be linked to and named; one a line behind a header, tab-separated. */
export const officialDomainsFile = 'content/official-domains.tsv';

const wanted =
  /^(?:flows\/.+\.ya?ml|content\/answers\/.+\.md|content\/(?:messages|outcomes|field-log|lessons)\.yaml|content\/official-domains\.tsv)$/u;

/** Where content lives below the root. */
const folders = ['content', 'flows'] as const;

const clean = (text: string): string =>
  text
    .replace(/^\uFEFF/u, '')
    .replace(/\r\n?/gu, '\n')
    .normalize('NFC');

function sourceOf(file: string, raw: string): SourceFile {
  const text = clean(raw);
  return text === raw ? { file, text } : { file, text, raw };
}

const select = (folder: string, names: readonly string[]): string[] =>
  names
    .map((name) => `${folder}/${name.split(path.sep).join('/')}`)
    .filter((file) => wanted.test(file))
    .toSorted();

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** All content files below `rootDir`, in a stable order; a folder that does not exist is empty. */
export async function readSources(rootDir: string): Promise<SourceFile[]> {
  const lists = await Promise.all(
    folders.map(async (folder) => {
      try {
        return select(folder, await readdir(path.join(rootDir, folder), { recursive: true }));
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    }),
  );
  return Promise.all(
    lists.flat().map(async (file) => sourceOf(file, await readFile(path.join(rootDir, file), 'utf8'))),
  );
}

/** As `readSources`, blocking. */
export function readSourcesSync(rootDir: string): SourceFile[] {
  const files = folders.flatMap((folder) => {
    try {
      return select(folder, readdirSync(path.join(rootDir, folder), { recursive: true, encoding: 'utf8' }));
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  });
  return files.map((file) => sourceOf(file, readFileSync(path.join(rootDir, file), 'utf8')));
}

/** Content hash: the first 12 hex characters of SHA-256. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
