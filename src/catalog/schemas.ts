import * as z from 'zod';
import { topics } from './catalogue.ts';
import { limits } from './limits.ts';

const text = z.string().trim().min(1).max(limits.textCharacters);
const title = z.string().trim().min(1).max(limits.titleCharacters);
const id = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u, 'expected lower-case letters, digits and single hyphens');
const stepName = z
  .string()
  .max(40)
  .regex(/^[a-z][A-Za-z0-9_-]*$/u, 'expected a letter, then letters, digits, - or _');
const day = z.iso.date('expected a day as YYYY-MM-DD');
const link = z.strictObject({ title, url: z.string().min(1).max(500) });
const links = z.array(link).max(limits.buttons);
const asks = z.array(z.string().trim().min(1).max(300));

/** The part of a card between the `---` lines. */
export const cardFrontSchema = z.strictObject({
  slug: id,
  topic: z.enum(topics),
  title: z.string().trim().min(1).max(limits.cardTitleCharacters),
  asks,
  sources: z.array(z.string().trim().min(1)).min(1),
  checkedOn: day,
  reviewAfter: day,
  confidence: z.enum(['H', 'M', 'L', 'bg']),
  changes: z.boolean().default(false),
  outcome: id.optional(),
  links: links.optional(),
  related: z.array(id).default([]),
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

const choice = z.strictObject({
  title,
  value: z.string().regex(/^[A-Za-z0-9-]{1,40}$/u, 'expected 1-40 letters, digits or hyphens'),
  words: z.array(z.string().trim().min(1)).optional(),
  next: stepName,
});

const step = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('say'), text, links: links.optional(), next: stepName }),
  z.strictObject({
    type: z.literal('ask'),
    text,
    save: stepName.optional(),
    choices: z.array(choice).min(1).max(limits.buttons).optional(),
    next: stepName.optional(),
    retry: text.optional(),
    tries: z.int().min(1).max(5).optional(),
    giveUp: stepName,
  }),
  z.strictObject({
    type: z.literal('branch'),
    cases: z.array(z.strictObject({ when: condition, next: stepName })).min(1),
    else: stepName,
  }),
  z.strictObject({ type: z.literal('set'), var: stepName, value: z.string().max(200), next: stepName }),
  z.strictObject({ type: z.literal('guide'), card: id, next: stepName, stuck: stepName.optional() }),
  z.strictObject({ type: z.literal('call'), flow: id, next: stepName }),
  z.strictObject({
    type: z.literal('record'),
    outcome: id,
    quantity: z.int().min(1).max(1000).optional(),
    next: stepName,
  }),
  z.strictObject({ type: z.literal('handover'), reason: z.string().min(1).max(100), text: text.optional() }),
  z.strictObject({ type: z.literal('end'), text: text.optional() }),
]);

/** A flow file. */
export const flowSchema = z.strictObject({
  id,
  topic: z.enum(topics),
  title,
  asks,
  start: stepName,
  steps: z.record(stepName, step),
});

/** `content/outcomes.yaml`: what the teams' figures count. */
export const outcomesSchema = z.record(
  id,
  z.strictObject({ title: z.string().min(1).max(200), unit: z.string().min(1).max(60) }),
);
