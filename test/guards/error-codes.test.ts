import { describe, expect, it } from 'vitest';
import { errorRegistry } from '../../src/shared/errors.ts';
import { listFiles, readRepositoryFile, ROOT } from './repository.ts';

/** Codes named in the first column of a table of docs/errors.md, under the heading `## <heading>`. */
function documented(heading: string): string[] {
  const section = readRepositoryFile('docs/errors.md')
    .split(/^## /mu)
    .find((part) => part.startsWith(heading));
  return [...(section ?? '').matchAll(/^\| `([A-Z_]+)` \|/gmu)].map(([, code]) => code ?? '').toSorted();
}

/** Stable codes with one of the prefixes that the sources under `folders` raise. */
function raised(prefix: string, folders: readonly string[]): string[] {
  const pattern = new RegExp(`['"\`](${prefix}_[A-Z_]+)(?:['"]|: )`, 'gu');
  const codes = folders
    .flatMap((folder) => listFiles(`${ROOT}/${folder}`))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => [...readRepositoryFile(file).matchAll(pattern)].map(([, code]) => code ?? ''));
  return [...new Set(codes)].toSorted();
}

describe('docs/errors.md', () => {
  it('documents every code of the registry and no other', () => {
    expect(documented('Trợ lý số')).toEqual(Object.keys(errorRegistry).toSorted());
  });

  it('documents every code of the SDK and no other', () => {
    expect(documented('zalo-oa-sdk')).toEqual(raised('ZALO', ['src/zalo-oa-sdk']));
  });

  it('documents every code of the emulator and no other', () => {
    expect(documented('zalo-emulator')).toEqual(raised('EMULATOR', ['src/zalo-emulator']));
  });

  it('documents every code of the benchmarks and chaos runs and no other', () => {
    expect(documented('Benchmarks')).toEqual(raised('LOAD', ['test/bench', 'test/chaos', 'test/support/load']));
  });

  it('says for each code what happened and what to do', () => {
    const rows = readRepositoryFile('docs/errors.md').match(/^\| `[A-Z_]+` \|.*$/gmu) ?? [];
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter((row) => !/^\| `\w+` \|[^|]{15,}\|[^|]{10,}\|$/u.test(row))).toEqual([]);
  });

  it('gives the HTTP status of every code a client may meet', () => {
    const page = readRepositoryFile('docs/errors.md');
    const clientCodes = Object.entries(errorRegistry).filter(([code]) => /^(WEBHOOK_|NOT_FOUND)/u.test(code));
    const rowOf = (code: string): string => page.match(new RegExp(`^\\| \`${code}\` \\|.*$`, 'mu'))?.[0] ?? '';
    expect(
      clientCodes.filter(([code, { httpStatus }]) => !rowOf(code).includes(`(${httpStatus})`)).map(([code]) => code),
    ).toEqual([]);
  });
});
