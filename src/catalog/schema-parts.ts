import * as z from 'zod';
import { durationMs, maxWaitDays } from '../flow-engine/timers.ts';
import { checkExpression, isExpressionText } from './expressions.ts';
import { limits } from './limits.ts';

/** A message residents read. */
export const text = z.string().trim().min(1).max(limits.textCharacters);

/** A button's title. */
export const title = z.string().trim().min(1).max(limits.titleCharacters);

/** Names of files: cards, flows, outcomes. */
export const id = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u, 'expected lower-case letters, digits and single hyphens');

/** Names of steps and variables. */
export const stepName = z
  .string()
  .max(40)
  .regex(/^[a-z][A-Za-z0-9_-]*$/u, 'expected a letter, then letters, digits, - or _');

/** Link buttons under a message. */
export const links = z.array(z.strictObject({ title, url: z.string().min(1).max(500) })).max(limits.buttons);

/** Names of the resident's own: an expression reads them, so no variable may be called so. */
export const variable = stepName.refine((name) => !['segment', 'largeSteps', 'assisted', 'address'].includes(name), {
  error: 'is a name of the resident\'s profile, kept by the step "profile"; choose another name',
});

type ConditionInput =
  | { var: string; equals: string }
  | { var: string; in: string[] }
  | { not: ConditionInput }
  | { all: ConditionInput[] }
  | { any: ConditionInput[] };

const condition: z.ZodType<ConditionInput> = z.lazy(() =>
  z.union([
    z.strictObject({ var: stepName, equals: z.string() }),
    z.strictObject({ var: stepName, in: z.array(z.string()).min(1) }),
    z.strictObject({ not: condition }),
    z.strictObject({ all: z.array(condition).min(1) }),
    z.strictObject({ any: z.array(condition).min(1) }),
  ]),
);

/** A text that has to be an expression. */
const expression = z.string().superRefine((source, context) => {
  const message = checkExpression(source);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

/** A text that is an expression when it begins with `=`. */
export const maybeExpression = z.string().superRefine((source, context) => {
  const message = isExpressionText(source) ? checkExpression(source.slice(1)) : undefined;
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

/** A text that begins with `=` and is an expression behind it. */
export const mustBeExpression = maybeExpression.refine(isExpressionText, { error: 'an expression begins with "="' });

/** What a case or variant depends on: an expression, or the old object form. */
export const when = z.union([expression, condition]);

/** How long is waited. */
export const duration = z
  .string()
  .regex(/^[1-9]\d{0,4}[mhdw]$/u, 'expected a number and m, h, d or w (minutes, hours, days, weeks), for example 2d')
  .refine((after) => durationMs(after) !== undefined, { error: `is longer than ${maxWaitDays} days` });

/** A limit on waiting. */
export const expires = z.strictObject({ after: duration, next: stepName.optional() });

/** What a choice saves. */
export const value = z.string().regex(/^[A-Za-z0-9-]{1,40}$/u, 'expected 1-40 letters, digits or hyphens');
/** Other ways to say a choice. */
export const words = z.array(z.string().trim().min(1));
/** Unclear answers before giving up. */
export const tries = z.int().min(1).max(5);

/** A choice that leads somewhere. */
export const choice = z.strictObject({ title, value, words: words.optional(), next: stepName });
/** A choice that only says something. */
export const plainChoice = z.strictObject({ title, value, words: words.optional() });
