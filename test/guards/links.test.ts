import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, readRepositoryFile, ROOT } from './repository.ts';

interface Link {
  readonly file: string;
  readonly target: string;
}

/** Links and pictures to places in this repository; code is not read. */
function relativeLinks(file: string): Link[] {
  const text = readRepositoryFile(file)
    .replaceAll(/^```[\s\S]*?^```/gmu, '')
    .replaceAll(/`[^`\n]*`/gu, '');
  return [...text.matchAll(/(?:\]\(<?|<img src=")([^)\s>"]+)/gu)]
    .map(([, target = '']) => ({ file, target }))
    .filter(({ target }) => !/^[a-z][a-z0-9+.-]*:/iu.test(target));
}

/** The anchors GitHub gives to the headings of a page. */
function anchorsOf(path: string): string[] {
  const headings = readFileSync(path, 'utf8').match(/^#+ .*$/gmu) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /u, '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\- ]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function isBroken({ file, target }: Link): boolean {
  const [path = '', anchor] = target.split('#');
  const full = path === '' ? join(ROOT, file) : join(ROOT, dirname(file), decodeURIComponent(path));
  if (!existsSync(full)) return true;
  return anchor !== undefined && full.endsWith('.md') && !anchorsOf(full).includes(anchor);
}

describe('Markdown', () => {
  const pages = listFiles().filter(
    (file) => file.endsWith('.md') && !file.startsWith('content/answers/') && !file.startsWith('test/fixtures/'),
  );

  it('links only to files and headings that exist', () => {
    const links = pages.flatMap(relativeLinks);
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter(isBroken).map(({ file, target }) => `${file}: ${target}`)).toEqual([]);
  });

  it('names in its code only files of the repository that exist', () => {
    const named = pages.flatMap((file) =>
      [...readRepositoryFile(file).matchAll(/`((?:src|test|docs|content|flows|\.ci)\/[\w./-]+)`/gu)].map(
        ([, path = '']) => ({ file, path }),
      ),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(
      named.filter(({ path }) => !existsSync(join(ROOT, path))).map(({ file, path }) => `${file}: ${path}`),
    ).toEqual([]);
  });
});
