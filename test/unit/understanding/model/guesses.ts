import { createClassifier, type LinearModel } from '../../../../src/understanding/model/linear-model.ts';

/** Every label with its probability, the best first. */
export function guessesOf(
  model: LinearModel,
  words: readonly string[],
  temperature = 1,
): readonly { readonly label: string; readonly probability: number }[] {
  const probabilities = createClassifier(model, temperature)(words);
  return model.labels
    .map((label, index) => ({ label, probability: probabilities[index] ?? 0 }))
    .toSorted((a, b) => b.probability - a.probability);
}
