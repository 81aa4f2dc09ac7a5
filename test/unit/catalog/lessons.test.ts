import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../../src/catalog/build.ts';
import { topics } from '../../../src/catalog/catalogue.ts';
import { lessonsFile } from '../../../src/catalog/lessons.ts';
import { readSourcesSync } from '../../../src/catalog/sources.ts';
import { rootDir, shippedCatalogue } from '../../support/shipped-content.ts';

const sources = readSourcesSync(rootDir);
const withLessons = (change: (text: string) => string | undefined) =>
  buildCatalogue(
    sources.flatMap((source) => {
      if (source.file !== lessonsFile) return [source];
      const text = change(source.text);
      return text === undefined ? [] : [{ file: source.file, text }];
    }),
    '2026-11-22',
    'start',
  );
const found = (change: (text: string) => string) =>
  withLessons(change).problems.map(({ file, rule, problem }) => ({ file, rule, problem }));

describe('the lesson paths', () => {
  it('lead in each of the five subjects over 6 to 10 guides to its quiz', () => {
    const { lessons } = shippedCatalogue();
    expect(Object.keys(lessons).toSorted()).toEqual([...topics].toSorted());
    for (const topic of topics) {
      const { cards = [], quiz } = lessons[topic] ?? {};
      expect(cards.length).toBeGreaterThanOrEqual(6);
      expect(cards.length).toBeLessThanOrEqual(10);
      expect(quiz).toBe(`quiz-${topic}`);
      expect(shippedCatalogue().flow(`quiz-${topic}`)?.topic).toBe(topic);
    }
  });

  it('name only guides and quizzes that exist, each guide once', () => {
    expect(found((text) => text.replace('- vneid-what-is', '- vneid-nothing'))).toEqual([
      { file: lessonsFile, rule: 'unknown-card', problem: expect.stringContaining('"vneid-nothing"') },
    ]);
    expect(found((text) => text.replace('quiz: quiz-e-payments', 'quiz: quiz-nothing'))).toEqual([
      { file: lessonsFile, rule: 'unknown-flow', problem: expect.stringContaining('"quiz-nothing"') },
    ]);
    expect(found((text) => text.replace('- dvc-track-dossier', '- vneid-what-is'))).toEqual([
      { file: lessonsFile, rule: 'wrong-value', problem: expect.stringContaining('hai lần') },
    ]);
  });

  it('are long enough to be worth a certificate', () => {
    expect(found((text) => text.replace(/ {4}- (?:zalo-basics|ai-tools-safely)\n/gu, ''))).toHaveLength(1);
  });

  it('may be missing: then there are none', () => {
    const { catalogue, problems } = withLessons(() => undefined);
    expect({ lessons: catalogue?.lessons, problems }).toEqual({ lessons: {}, problems: [] });
  });
});
