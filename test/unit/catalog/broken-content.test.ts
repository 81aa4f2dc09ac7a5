import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkContent, formatProblem, loadCatalogue } from '../../../src/catalog/index.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const brokenDir = path.join(root, 'test/fixtures/broken-content');
const scratch = mkdtempSync(path.join(tmpdir(), 'broken-content-'));

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Sound content with the files of `overlays` over it. */
function contentWith(name: string, ...overlays: string[]): string {
  const dir = path.join(scratch, name);
  cpSync(path.join(root, 'test/fixtures/content'), dir, { recursive: true });
  cpSync(path.join(root, 'content/messages.yaml'), path.join(dir, 'content/messages.yaml'));
  for (const overlay of overlays) cpSync(overlay, dir, { recursive: true });
  return dir;
}

interface Expected {
  readonly file: string;
  readonly line: number;
  readonly problem: string;
  readonly fix: string;
}

describe('checkContent', () => {
  it('finds nothing wrong with the sound content under the broken overlays', async () => {
    const { errors, counts } = await checkContent(contentWith('sound'), '2026-11-22');
    expect(errors.map(formatProblem)).toEqual([]);
    expect(counts).toEqual({ cards: 2, flows: 2, steps: 18, asks: 26 });
  });

  it.each(readdirSync(brokenDir))('names file, line and fix for: %s', async (rule) => {
    const dir = contentWith(rule, path.join(brokenDir, rule));
    const expected = parse(readFileSync(path.join(brokenDir, rule, 'expected.yaml'), 'utf8')) as Expected;
    const { errors } = await checkContent(dir, '2026-11-22');
    const found = errors.filter((error) => error.problem.includes(expected.problem) && error.file === expected.file);
    expect(found, errors.map(formatProblem).join('\n')).not.toEqual([]);
    expect(found.map(({ line }) => line)).toContain(expected.line);
    expect(found[0]?.fix).toContain(expected.fix);
    expect(found[0]?.fix).not.toBe('');
    await expect(loadCatalogue(dir)).rejects.toMatchObject({
      code: 'CATALOG_INVALID',
      message: expect.stringContaining(`${expected.file}:${expected.line}: `) as string,
    });
  });

  it('lists every problem of several files at once', async () => {
    const dir = contentWith(
      'several',
      path.join(brokenDir, 'card-unknown-outcome'),
      path.join(brokenDir, 'flow-dangling-next'),
      path.join(brokenDir, 'outcome-without-unit'),
    );
    const files = new Set((await checkContent(dir, '2026-11-22')).errors.map(({ file }) => file));
    expect(files).toEqual(
      new Set([
        'content/answers/public-services/make-account.md',
        'content/outcomes.yaml',
        'flows/public-services/open-account.yaml',
      ]),
    );
  });

  it('refuses content without the bot’s own sentences', async () => {
    const dir = contentWith('no-messages');
    rmSync(path.join(dir, 'content/messages.yaml'));
    const { errors } = await checkContent(dir, '2026-11-22');
    expect(errors.map(formatProblem)).toEqual([
      'content/messages.yaml:1: the file is missing — create it as in docs/content-format.md',
    ]);
  });

  it('refuses a folder without any content', async () => {
    const { errors } = await checkContent(path.join(scratch, 'nowhere'), '2026-11-22');
    expect(errors.map(({ file }) => file)).toEqual(['content/messages.yaml', 'content/outcomes.yaml']);
  });

  it('warns about a card past its review day and still serves it', async () => {
    const dir = contentWith('stale');
    const { errors, warnings } = await checkContent(dir, '2027-05-23');
    expect(errors).toEqual([]);
    expect(warnings.map(formatProblem)).toContainEqual(
      expect.stringMatching(/first-hour\.md:17: the facts were to be checked again by 2027-05-22 — /u),
    );
    expect((await checkContent(dir, '2027-05-22')).warnings).toEqual([]);
  });
});
