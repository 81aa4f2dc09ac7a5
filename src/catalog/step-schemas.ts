import * as z from 'zod';
import { limits } from './limits.ts';
import {
  duration,
  expires,
  id,
  links,
  maybeExpression,
  mustBeExpression,
  stepName,
  text,
  title,
  tries,
  value,
  variable,
  when,
  words,
} from './schema-parts.ts';

const choice = z.strictObject({ title, value, words: words.optional(), next: stepName });
const plainChoice = z.strictObject({ title, value, words: words.optional() });

const limit = z.union([z.number(), z.literal('today'), z.iso.date('expected a number, today, or a day as YYYY-MM-DD')]);

const say = z.strictObject({
  type: z.literal('say'),
  text,
  variants: z.array(z.strictObject({ when, text })).min(1).max(10).optional(),
  ab: z.array(text).min(1).max(4).optional(),
  picture: z
    .union([
      z.strictObject({ url: z.url({ protocol: /^https$/u, error: 'expected a full https:// address' }) }),
      z.strictObject({
        file: z.string().regex(/^[a-z0-9][a-z0-9-]*\.(?:jpg|jpeg|png|gif)$/u, 'expected the name of a picture file'),
      }),
    ])
    .optional(),
  links: links.optional(),
  next: stepName,
});

const ask = z.strictObject({
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
function askProblem(step: AskInputFields): { path: string; message: string } | undefined {
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

const question = z
  .strictObject({
    text,
    choices: z.array(plainChoice).min(2).max(limits.buttons),
    answer: value,
    explain: text.optional(),
  })
  .refine(({ choices, answer }) => choices.some((one) => one.value === answer), {
    error: 'is the value of none of the choices',
    path: ['answer'],
  });

const quiz = z.strictObject({
  type: z.literal('quiz'),
  questions: z.array(question).min(1).max(20),
  pass: z.int().min(1).max(20).optional(),
  save: variable.optional(),
  passed: text.optional(),
  notPassed: text.optional(),
  certificate: z
    .strictObject({ title: z.string().trim().min(1).max(limits.titleCharacters), name: variable.optional() })
    .optional(),
  next: stepName,
  failed: stepName.optional(),
  retry: text.optional(),
  tries: tries.optional(),
  giveUp: stepName,
  expires: expires.optional(),
});

const poll = z.strictObject({
  type: z.literal('poll'),
  text,
  choices: z
    .array(z.strictObject({ ...plainChoice.shape, next: stepName.optional() }))
    .min(2)
    .max(limits.buttons),
  next: stepName,
  tries: tries.optional(),
  giveUp: stepName.optional(),
  expires: expires.optional(),
});

const profile = z.strictObject({
  type: z.literal('profile'),
  address: maybeExpression.max(200).optional(),
  segment: maybeExpression.max(200).optional(),
  largeSteps: z.union([z.boolean(), mustBeExpression]).optional(),
  next: stepName,
});

const quantity = z.union([z.int().min(1).max(1000), mustBeExpression]);

/** One step of a flow, as authors write it: expressions are still texts. */
export const stepSchema = z
  .discriminatedUnion('type', [
    say,
    ask,
    z.strictObject({
      type: z.literal('branch'),
      cases: z.array(z.strictObject({ when, next: stepName })).min(1),
      else: stepName,
    }),
    z.strictObject({ type: z.literal('set'), var: variable, value: maybeExpression.max(300), next: stepName }),
    z.strictObject({ type: z.literal('guide'), card: id, next: stepName, stuck: stepName.optional() }),
    z.strictObject({ type: z.literal('call'), flow: id, next: stepName }),
    z.strictObject({ type: z.literal('record'), outcome: id, quantity: quantity.optional(), next: stepName }),
    quiz,
    poll,
    z.strictObject({ type: z.literal('remind'), after: duration, text, next: stepName }),
    z.strictObject({ type: z.literal('wait'), expires, next: stepName.optional() }),
    profile,
    z.strictObject({ type: z.literal('handover'), reason: z.string().min(1).max(100), text: text.optional() }),
    z.strictObject({ type: z.literal('end'), text: text.optional() }),
  ])
  .superRefine((step, context) => {
    if (step.type === 'quiz' && step.pass !== undefined && step.pass > step.questions.length) {
      const message = `${step.pass} right answers of ${step.questions.length} questions cannot be reached`;
      context.addIssue({ code: 'custom', path: ['pass'], message });
    }
    const problem = step.type === 'ask' ? askProblem(step) : undefined;
    if (problem) context.addIssue({ code: 'custom', path: [problem.path], message: problem.message });
  });
