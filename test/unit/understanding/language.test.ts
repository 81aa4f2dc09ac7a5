import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fold } from '../../../src/shared/vietnamese.ts';
import { loadLanguage, noLanguage } from '../../../src/understanding/language.ts';
import { rootDir, shippedCatalogue } from '../../support/shipped-content.ts';

const { examples, shortForms } = loadLanguage(rootDir);

/** Rows of a folder of `label`, style and text, with the file each stands in. */
function rowsOf(folder: string): { file: string; columns: string[] }[] {
  return readdirSync(path.join(rootDir, folder)).flatMap((file) =>
    readFileSync(path.join(rootDir, folder, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => ({ file, columns: line.split('\t') })),
  );
}

const trained = rowsOf('content/language/examples');
// Pasted messages are judged by the scam check, which learns from none of these examples.
const held = rowsOf('test/fixtures/understanding').filter(({ file }) => !file.startsWith('scam-messages'));

describe('the language the product ships', () => {
  test('has short forms and examples of every shipped card', () => {
    expect(shortForms.size).toBeGreaterThan(100);
    const exampled = new Set(examples.map(({ label }) => label));
    expect(
      shippedCatalogue()
        .cards()
        .map(({ slug }) => slug)
        .filter((slug) => !exampled.has(slug)),
    ).toEqual([]);
  });

  test('labels every example with a shipped card, out-of-scope or smalltalk', () => {
    const labels = new Set([
      'out-of-scope',
      'smalltalk',
      ...shippedCatalogue()
        .cards()
        .map(({ slug }) => slug),
    ]);
    expect(examples.filter(({ label }) => !labels.has(label))).toEqual([]);
  });

  test('has a label, a style and a text in every row', () => {
    expect(trained.filter(({ columns }) => columns.length !== 3 || columns.includes(''))).toEqual([]);
    expect(examples.length).toBe(trained.length);
  });

  test('keeps the examples of a topic in the file of that topic', () => {
    const topicOf = new Map(
      shippedCatalogue()
        .cards()
        .map(({ slug, topic }) => [slug, topic as string]),
    );
    const strayed = trained.filter(({ file, columns: [label = ''] }) => `${topicOf.get(label) ?? label}.tsv` !== file);
    expect(strayed).toEqual([]);
  });

  test('trains on no message that it is judged by', () => {
    expect(held.length).toBeGreaterThan(3_000);
    const judged = new Set(held.map(({ columns }) => fold(columns[2] ?? '')).filter((text) => text !== ''));
    expect(trained.filter(({ columns }) => judged.has(fold(columns[2] ?? '')))).toEqual([]);
  });

  test('is a part of the product: a folder without it is refused', () => {
    expect(() => loadLanguage(mkdtempSync(path.join(tmpdir(), 'no-language-')))).toThrow(/short-forms\.tsv/u);
  });

  test('can be none, for the catalogue of a test', () => {
    expect([noLanguage.shortForms.size, noLanguage.examples.length]).toEqual([0, 0]);
  });
});
