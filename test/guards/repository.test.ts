import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listFiles, readRepositoryFile, ROOT } from './repository.ts';

const TEXT =
  /\.(ts|mjs|js|json|jsonl|md|yaml|yml|css|html|svg|csv|tsv|example)$|(^|\/)(Dockerfile|run|\.[a-z]+(ignore|rc)?)$/u;
/** Marks of work put off, spelled apart so that this file does not carry them. */
const PUT_OFF = new RegExp(
  `\\b(${['TO', 'FIX'].map((start) => `${start}${start === 'TO' ? 'DO' : 'ME'}`).join('|')})\\b`,
  'u',
);
/** A path of somebody's machine. A URL may contain such a folder; a path starts after a space, quote or bracket. */
const MACHINE_PATH = /(?<![\w./}-])\/(work|home|root|Users)\/[\w.-]/u;

function linesMatching(pattern: RegExp): string[] {
  return listFiles()
    .filter((file) => TEXT.test(file) && file !== 'package-lock.json')
    .flatMap((file) =>
      readRepositoryFile(file)
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
    );
}

describe('the repository', () => {
  it('contains no path of the machine somebody worked on', () => {
    expect(linesMatching(MACHINE_PATH)).toEqual([]);
  });

  it('notices such a path in code, in a comment and in a table', () => {
    const slash = '/';
    for (const before of ["readFileSync('", 'see ', '(', '`'])
      expect(`${before}${slash}home${slash}an/x`).toMatch(MACHINE_PATH);
    expect('https://dichvucong.gov.vn/p/home/dvc.html').not.toMatch(MACHINE_PATH);
  });

  it('contains no mark of work put off: it is an issue, or it is done', () => {
    expect(linesMatching(PUT_OFF)).toEqual([]);
  });

  it('keeps every text file in UTF-8 with Unix line ends and a line end at its end', () => {
    const wrong = listFiles()
      .filter((file) => TEXT.test(file))
      .filter((file) => {
        const bytes = readFileSync(`${ROOT}/${file}`);
        const text = bytes.toString('utf8');
        return !Buffer.from(text).equals(bytes) || text.includes('\r\n') || (text !== '' && !text.endsWith('\n'));
      });
    expect(wrong).toEqual([]);
  });
});
