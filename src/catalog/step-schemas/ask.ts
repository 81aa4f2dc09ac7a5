import * as z from 'zod';
import { limits } from '../limits.ts';
import { choice, expires, stepName, text, tries, variable } from '../schema-parts.ts';

const limit = z.union([z.number(), z.literal('today'), z.iso.date('expected a number, today, or a day as YYYY-MM-DD')]);

/** Schema of `ask`, field by field; `askProblem` says what does not go together. */
export const ask = z.strictObject({
  type: z.literal('ask'),
  text,
  input: z.enum(['choice', 'text', 'number', 'money', 'date', 'phone', 'place', 'photo', 'location']).optional(),
  save: variable.optional(),
  choices: z.array(choice).min(1).max(limits.buttons).optional(),
  next: stepName.optional(),
  min: limit.optional(),
  max: limit.optional(),
  unit: z.string().trim().min(1).max(20).optional(),
  retry: text.optional(),
  tries: tries.optional(),
  giveUp: stepName,
  expires: expires.optional(),
});

type AskInputFields = z.infer<typeof ask>;

/** Fields of an ask that its kind of answer cannot use. */
export function askProblem(step: AskInputFields): { path: string; message: string } | undefined {
  const input = step.input ?? (step.choices ? 'choice' : 'text');
  if (step.choices && !['choice', 'photo', 'location'].includes(input)) {
    return { path: 'choices', message: `an ask for ${input} has no choices: its numbers would be taken for answers` };
  }
  if (input === 'choice' && !step.choices) return { path: 'input', message: 'an ask for a choice needs choices' };
  for (const path of ['min', 'max'] as const) {
    const given = step[path];
    if (given === undefined) continue;
    if (!['number', 'money', 'date', 'text'].includes(input))
      return { path, message: `an ask for ${input} has no ${path}` };
    if ((input === 'date') !== (typeof given === 'string')) {
      return { path, message: input === 'date' ? 'expected today or a day as YYYY-MM-DD' : 'expected a number' };
    }
  }
  if (typeof step.min === 'number' && typeof step.max === 'number' && step.min > step.max) {
    return { path: 'min', message: `${step.min} is more than max ${step.max}: nothing could be answered` };
  }
  return step.unit !== undefined && input !== 'number'
    ? { path: 'unit', message: `an ask for ${input} has no unit` }
    : undefined;
}
