import * as z from 'zod';
import { segments } from '../flow-engine/steps/profile.ts';
import { topics } from './catalogue.ts';
import { limits } from './limits.ts';
import { says } from './schema-message.ts';
import { id, links, stepName, title } from './schema-parts.ts';
import { stepSchema } from './step-schemas/index.ts';

const day = z.iso.date(says('ngày chưa đúng kiểu', 'viết năm-tháng-ngày, như: 2026-11-22'));
const asks = z.array(z.string().trim().min(1).max(300));

const label = z.string().trim().min(1).max(limits.screenLabelCharacters);

/** A schematic phone screen. */
const screen = z.strictObject({
  app: z.string().trim().min(1).max(limits.screenAppCharacters),
  title: label,
  fields: z.array(label).max(limits.screenFields).optional(),
  items: z.array(label).max(limits.screenItems).optional(),
  press: label,
});

const stepNumber = z.string().regex(/^[1-7]$/u, says('chưa phải số của bước', 'viết số từ 1 đến 7'));

const stepText = z.string().trim().min(1).max(limits.stepCharacters);

const variant = z
  .strictObject({
    segment: z.enum(segments),
    answer: z.string().trim().min(1).max(limits.textCharacters).optional(),
    steps: z.record(stepNumber, stepText).optional(),
  })
  .refine(({ answer, steps }) => answer !== undefined || steps !== undefined, {
    error: says('chưa đổi lời nào', 'viết answer hoặc steps cho nhóm này'),
  });

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
  screens: z.record(stepNumber, screen).optional(),
  variants: z.array(variant).max(segments.length).optional(),
});

/** A flow file. */
export const flowSchema = z.strictObject({
  id,
  topic: z.enum(topics),
  title,
  asks,
  card: id.optional(),
  start: stepName,
  steps: z.record(stepName, stepSchema),
});

/** `content/outcomes.yaml`: what the teams' figures count. */
export const outcomesSchema = z.record(
  id,
  z.strictObject({ title: z.string().min(1).max(200), unit: z.string().min(1).max(60) }),
);
