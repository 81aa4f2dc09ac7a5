import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Changes with every edit of the code in these folders: what another version made is not believed. */
function codeMark(folders: readonly string[]): string {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.join(folder, name)),
  );
  const marks = files.map((file) => {
    const { mtimeMs, size } = statSync(file);
    return `${file} ${mtimeMs} ${size}`;
  });
  return marks.toSorted().join('\n');
}

/** The name of what the code in `codeFolders` makes of exactly these sources: `<prefix><32 hex characters><ending>`. */
export function keptName(
  prefix: string,
  ending: string,
  codeFolders: readonly string[],
  sources: Iterable<string>,
): string {
  const hash = createHash('sha256').update(codeMark(codeFolders));
  // With its length in front, so that no two lists of sources are one text.
  for (const source of sources) hash.update(`\n${source.length}\n${source}`);
  return `${prefix}${hash.digest('hex').slice(0, 32)}${ending}`;
}

/** What a file kept for the next start holds, as `read` makes it out; undefined where it is missing or unreadable. */
export function readKept<T>(folder: string, name: string, read: (bytes: Buffer) => T | undefined): T | undefined {
  try {
    return read(readFileSync(path.join(folder, name)));
  } catch {
    return undefined;
  }
}

/**
 * Keeps what can be made again at any time as `<prefix><rest of name>`, whole or not at all, in place of every other
 * file with this prefix. Whatever goes wrong costs the next start some time, nothing else: a folder that cannot be
 * written keeps nothing.
 */
export function writeKept(folder: string, prefix: string, name: string, bytes: Buffer | string): void {
  try {
    mkdirSync(folder, { recursive: true });
    const draft = path.join(folder, `${name}.${process.pid}.draft`);
    writeFileSync(draft, bytes);
    renameSync(draft, path.join(folder, name));
    for (const other of readdirSync(folder)) {
      if (other.startsWith(prefix) && other !== name) rmSync(path.join(folder, other), { force: true });
    }
  } catch {
    // See above.
  }
}
