import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkContent } from '../../../src/catalog/check.ts';
import { loadCatalogue } from '../../../src/catalog/load.ts';
import { formatProblem, type LintProblem } from '../../../src/catalog/problems.ts';
import { rules } from '../../../src/catalog/rules/index.ts';
import { rootDir } from '../../support/shipped-content.ts';
import { englishIn } from './finding-language.ts';

const brokenDir = path.join(rootDir, 'test/fixtures/broken-content');
const cases = readdirSync(brokenDir);
const today = '2026-11-22';
const scratch = mkdtempSync(path.join(tmpdir(), 'broken-content-'));

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Sound content with the files of `overlays` over it. */
function contentWith(name: string, ...overlays: string[]): string {
  const dir = path.join(scratch, name);
  cpSync(path.join(rootDir, 'test/fixtures/sound-content'), dir, { recursive: true });
  cpSync(path.join(rootDir, 'content/messages.yaml'), path.join(dir, 'content/messages.yaml'));
  for (const overlay of overlays) cpSync(overlay, dir, { recursive: true });
  return dir;
}

interface Expected {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: LintProblem['severity'];
  /** Parts of what is said. */
  readonly problem: string;
  readonly fix: string;
  /** A file that must be missing. */
  readonly remove?: string;
}

function broken(name: string): { dir: string; expected: Expected } {
  const expected = parse(readFileSync(path.join(brokenDir, name, 'expected.yaml'), 'utf8')) as Expected;
  const dir = contentWith(name, path.join(brokenDir, name));
  if (expected.remove !== undefined) rmSync(path.join(dir, expected.remove));
  return { dir, expected };
}

/** `choice-ambiguous--polite` is a further case of `choice-ambiguous`. */
const ruleOf = (name: string): string => name.split('--')[0] ?? '';

async function everything(dir: string, day: string = today): Promise<LintProblem[]> {
  const { errors, warnings } = await checkContent(dir, day);
  return [...errors, ...warnings];
}

describe('checkContent', () => {
  it('finds nothing in the sound content under the broken overlays', async () => {
    const { errors, warnings, counts } = await checkContent(contentWith('sound'), today);
    expect([...errors, ...warnings].map(formatProblem)).toEqual([]);
    expect(counts).toEqual({ cards: 2, flows: 2, steps: 18, asks: 26 });
  });

  it('finds nothing in the shipped content', async () => {
    expect((await everything(rootDir)).map(formatProblem)).toEqual([]);
  });

  it('is tried on at least forty planted faults', () => {
    expect(cases.length).toBeGreaterThanOrEqual(40);
  });

  it.each(cases)('finds exactly the planted fault, at its place, and says it in Vietnamese: %s', async (name) => {
    const { dir, expected } = broken(name);
    const found = await everything(dir);
    expect(found.map(({ rule, file, line, column, severity }) => ({ rule, file, line, column, severity }))).toEqual([
      {
        rule: ruleOf(name),
        file: expected.file,
        line: expected.line,
        column: expected.column,
        severity: expected.severity,
      },
    ]);
    expect(found[0]?.problem).toContain(expected.problem);
    expect(found[0]?.fix).toContain(expected.fix);
    expect(expected.fix).not.toBe('');
    expect(englishIn(`${found[0]?.problem}\n${found[0]?.fix}`)).toEqual([]);
  });

  it('lists every problem of several files at once', async () => {
    const dir = contentWith(
      'several',
      path.join(brokenDir, 'unknown-outcome'),
      path.join(brokenDir, 'dangling-next'),
      path.join(brokenDir, 'call-cycle'),
    );
    expect((await everything(dir)).map(({ rule }) => rule)).toEqual(['unknown-outcome', 'dangling-next', 'call-cycle']);
  });

  it('refuses a folder without any content', async () => {
    const { errors } = await checkContent(path.join(scratch, 'nowhere'), today);
    expect(errors.map(({ file, rule }) => `${rule} ${file}`)).toEqual([
      'file-missing content/field-log.yaml',
      'file-missing content/messages.yaml',
      'file-missing content/outcomes.yaml',
    ]);
  });

  it('warns about a card from the day after its review, and makes it an error 90 days later', async () => {
    const dir = contentWith('stale');
    const rulesOn = async (day: string): Promise<string[]> => [
      ...new Set((await everything(dir, day)).map(({ rule, severity }) => `${severity} ${rule}`)),
    ];
    expect(await rulesOn('2027-05-22')).toEqual([]);
    expect(await rulesOn('2027-05-23')).toEqual(['warning review-due']);
    expect(await rulesOn('2027-08-20')).toEqual(['warning review-due']);
    expect(await rulesOn('2027-08-21')).toEqual(['error review-overdue']);
  });
});

describe('loadCatalogue', () => {
  const stopping = new Set(rules.filter(({ stopsStart }) => stopsStart).map(({ id }) => id));

  it.each(cases.filter((name) => stopping.has(ruleOf(name))))('refuses to serve: %s', async (name) => {
    const { dir, expected } = broken(name);
    await expect(loadCatalogue(dir)).rejects.toMatchObject({
      code: 'CATALOG_INVALID',
      message: expect.stringContaining(`${expected.file}:${expected.line}: `) as string,
    });
  });

  it.each(cases.filter((name) => !stopping.has(ruleOf(name))))('serves in spite of: %s', async (name) => {
    const catalogue = await loadCatalogue(broken(name).dir);
    expect(catalogue.card('make-account')?.steps).not.toEqual([]);
  });
});
