import { describe, expect, test } from 'vitest';
import { trainModel } from '../../../../src/understanding/model/train.ts';
import { guessesOf } from './guesses.ts';
import { toyExamples } from './toy-examples.ts';

const best = (model: ReturnType<typeof trainModel>, text: string): string | undefined =>
  guessesOf(model, text.split(' '))[0]?.label;

describe('fitting a model', () => {
  test('gives the same model for the same examples, to the last bit', () =>
    expect(trainModel(toyExamples)).toEqual(trainModel(toyExamples)));

  test('gives another model for other examples', () =>
    expect(trainModel(toyExamples.slice(1)).weights).not.toEqual(trainModel(toyExamples).weights));

  test('learns every example of a small set', () => {
    const model = trainModel(toyExamples);
    for (const { label, words } of toyExamples) expect(best(model, words.join(' '))).toBe(label);
  });

  test.each([
    ['mo tai khoan', 'account'],
    ['toi bi mat can cuoc roi', 'identity'],
    ['ban rau tren mang', 'shop'],
    ['shope', 'shop'],
    ['cancuoc', 'identity'],
  ])('carries over to %j, which nobody wrote before', (text, label) =>
    expect(best(trainModel(toyExamples), text)).toBe(label),
  );

  test('with no rounds still tells the labels apart by their means', () => {
    const model = trainModel(toyExamples, { rounds: 0 });
    for (const { label, words } of toyExamples) expect(best(model, words.join(' '))).toBe(label);
  });

  test('with neither rounds nor means knows nothing', () => {
    const { weights, bias } = trainModel(toyExamples, { rounds: 0, meanWeight: 0 });
    expect([...new Set(weights), ...new Set(bias)]).toEqual([0, 0]);
  });

  test('of one label is always sure of it', () =>
    expect(guessesOf(trainModel([{ label: 'only', words: ['mot'] }]), ['khac'])).toEqual([
      { label: 'only', probability: 1 },
    ]));

  test('of nothing knows no label', () => {
    const model = trainModel([]);
    expect(model.labels).toEqual([]);
    expect(guessesOf(model, ['mo'])).toEqual([]);
  });
});
