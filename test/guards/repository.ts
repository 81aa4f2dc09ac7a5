import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/u, '');

/** Folders and files that are made here and never committed; `.gitignore` names them. */
const NOT_OURS = new Set([
  '.git',
  'node_modules',
  'data',
  'coverage',
  'dist',
  'reports',
  '.stryker-tmp',
  'screenshots',
  '.env',
  'secrets',
]);

/** Paths of every file of ours, relative to the root, sorted. */
export function listFiles(folder = ROOT): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !NOT_OURS.has(entry.name) && !entry.name.endsWith('.log'))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? listFiles(path) : [relative(ROOT, path)];
    })
    .toSorted();
}

/** The text of one file of the repository. */
export function readRepositoryFile(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** What the guards need of a `package.json`. */
export interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly workspaces: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
}

export function readManifest(): Manifest {
  return JSON.parse(readRepositoryFile('package.json')) as Manifest;
}

/** The code between the fences of a Markdown text whose language is `language`, joined. */
export function codeBlocks(markdown: string, language: string): string {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```/gmu)]
    .filter(([, found]) => found === language)
    .map(([, , code]) => code)
    .join('\n');
}
