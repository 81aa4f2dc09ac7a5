import { serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createClassifier, readModel, vectorOf, writeModel } from '../../../../src/understanding/model/linear-model.ts';
import { trainModel } from '../../../../src/understanding/model/train.ts';
import { guessesOf } from './guesses.ts';
import { toyExamples } from './toy-examples.ts';

const model = trainModel(toyExamples);
const anyWords = fc.array(
  fc.oneof(fc.constantFrom(...toyExamples.flatMap(({ words }) => words)), fc.string({ unit: 'binary' })),
  { maxLength: 40 },
);

describe('a classifier', () => {
  const classify = createClassifier(model, 1);

  test('gives every label a probability; they sum to 1', () =>
    fc.assert(
      fc.property(anyWords, (words) => {
        const probabilities = [...classify(words)];
        expect(probabilities).toHaveLength(model.labels.length);
        expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
        expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(0);
      }),
    ));

  test('is surer the higher its temperature, of the same label', () => {
    const words = ['mo', 'tai', 'khoan'];
    const [calm, , bold] = [0.5, 1, 2].map((temperature) => guessesOf(model, words, temperature)[0]);
    expect(bold?.label).toBe(calm?.label);
    expect(bold?.probability).toBeGreaterThan(calm?.probability ?? 1);
  });

  test('adds up rows of any number of features as one by one', () => {
    const { labels, vocabulary, idf, scale, weights, bias } = model;
    const numberOf = new Map(vocabulary.map((feature, index) => [feature, index]));
    for (const words of [
      ['mo'],
      ['mo', 'the'],
      ['ca', 'phe'],
      ['lam', 'lai', 'can', 'cuoc'],
      ['can', 'gi', 'o', 'dau'],
    ]) {
      const { features, values } = vectorOf(words, numberOf, idf);
      const scores = labels.map((label, index) => {
        const products = [...features].map(
          (feature, at) => (weights[feature * labels.length + index] ?? 0) * (values[at] ?? 0) * (scale[feature] ?? 0),
        );
        return { label, score: products.reduce((sum, product) => sum + product, bias[index] ?? 0) };
      });
      const [first, second] = scores.toSorted((a, b) => b.score - a.score);
      const [best, next] = guessesOf(model, words);
      expect([best?.label, next?.label]).toEqual([first?.label, second?.label]);
      expect(Math.log((best?.probability ?? 0) / (next?.probability ?? 1))).toBeCloseTo(
        (first?.score ?? 0) - (second?.score ?? 0),
        9,
      );
    }
  });
});

describe('a vector', () => {
  const numberOf = new Map(model.vocabulary.map((feature, index) => [feature, index]));

  test('has length 1 and only features that are known', () => {
    const { features, values } = vectorOf(['mo', 'the', 'qqqqq'], numberOf, model.idf);
    expect(features.length).toBe(values.length);
    expect(features.every((feature) => feature < model.vocabulary.length)).toBe(true);
    expect(Math.hypot(...values)).toBeCloseTo(1, 5);
  });

  test('of unknown words is empty', () => expect(vectorOf(['qqqqq'], numberOf, model.idf).features).toHaveLength(0));
});

describe('a model as bytes', () => {
  test('is the same model when it is read', () => {
    const read = readModel(writeModel(model));
    expect(read).toEqual(model);
    const classify = createClassifier(read ?? trainModel([]), 1);
    expect(classify(['mo', 'the'])).toEqual(createClassifier(model, 1)(['mo', 'the']));
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('{"labels":[]}')],
    ['half of a file', writeModel(model).subarray(0, 500)],
    ['another value', serialize('model')],
    ['no value', serialize(null)],
    ['an empty object', serialize({})],
    ['too few weights', serialize({ ...model, weights: model.weights.subarray(1) })],
    ['too few features', serialize({ ...model, idf: model.idf.subarray(1) })],
    ['too few labels', serialize({ ...model, bias: model.bias.subarray(1) })],
    ['no scale', serialize({ ...model, scale: new Float32Array(0) })],
  ])('is none when there is %s', (_what, bytes) => expect(readModel(bytes)).toBeUndefined());

  test('is none or whole, whatever byte is broken', () =>
    fc.assert(
      fc.property(fc.nat(), fc.nat(255), (at, value) => {
        const bytes = Buffer.from(writeModel(model));
        bytes[at % bytes.length] = value;
        const read = readModel(bytes);
        expect(read === undefined || read.weights.length === read.vocabulary.length * read.labels.length).toBe(true);
      }),
    ));
});
