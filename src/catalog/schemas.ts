import * as z from 'zod';
import { topics } from './catalogue.ts';
import { limits } from './limits.ts';
import { id, links, stepName, title } from './schema-parts.ts';
import { stepSchema } from './step-schemas/index.ts';

const day = z.iso.date('expected a day as YYYY-MM-DD');
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

/** A flow file. */
export const flowSchema = z.strictObject({
  id,
  topic: z.enum(topics),
  title,
  asks,
  start: stepName,
  steps: z.record(stepName, stepSchema),
});

/** `content/outcomes.yaml`: what the teams' figures count. */
export const outcomesSchema = z.record(
  id,
  z.strictObject({ title: z.string().min(1).max(200), unit: z.string().min(1).max(60) }),
);
