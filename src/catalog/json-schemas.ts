import * as z from 'zod';
import { fieldLogSchema } from './field-log.ts';
import { lessonsSchema } from './lessons.ts';
import { messagesSchema } from './messages.ts';
import { cardFrontSchema, flowSchema, outcomesSchema } from './schemas.ts';

/** JSON Schema of every kind of content file, by file name below `schemas/`. */
export type ContentSchemas = Readonly<Record<string, object>>;

const published = {
  'card.schema.json': [cardFrontSchema, 'Card: the fields between the --- lines of content/answers/<topic>/<slug>.md'],
  'flow.schema.json': [flowSchema, 'Flow: flows/<topic>/<id>.yaml'],
  'messages.schema.json': [messagesSchema, "Messages: the bot's own sentences, content/messages.yaml"],
  'outcomes.schema.json': [outcomesSchema, 'Outcomes: what the teams count, content/outcomes.yaml'],
  'field-log.schema.json': [fieldLogSchema, 'Field log: what team members log themselves, content/field-log.yaml'],
  'lessons.schema.json': [lessonsSchema, 'Lessons: what team members learn, by subject, content/lessons.yaml'],
} as const;

/**
 * The schemas content is read with, for editors (draft 2020-12): completion, and red lines under unknown fields and
 * wrong types. What zod cannot say in JSON Schema (expressions, names of the profile) is left to the linter.
 */
export function contentSchemas(): ContentSchemas {
  return Object.fromEntries(
    Object.entries(published).map(([name, [schema, title]]) => {
      const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
      return [name, { ...json, title }];
    }),
  );
}
