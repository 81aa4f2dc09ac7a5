import { askRules } from './asks.ts';
import { cardRules } from './cards.ts';
import { flowGraphRules } from './flow-graph.ts';
import { letterRules } from './letters.ts';
import { linkRules } from './links.ts';
import { pictureRules } from './pictures.ts';
import { reminderRules } from './reminders.ts';
import { referenceRules } from './references.ts';
import { stop, type Rule } from './rule.ts';
import { safetyRules } from './safety.ts';
import { styleRules } from './style.ts';
import { variableRules } from './variables.ts';

/** What whoever reads a file finds: YAML, the schemas, the body of a card. */
const readerRules: readonly Rule[] = [
  'file-missing',
  'yaml-syntax',
  'duplicate-field',
  'front-matter-missing',
  'unknown-field',
  'missing-field',
  'wrong-type',
  'wrong-value',
  'field-empty',
  'source-missing',
  'text-too-long',
  'title-too-long',
  'too-many-buttons',
  'unknown-step-type',
  'step-contradiction',
  'bad-expression',
  'bad-duration',
  'reserved-name',
  'misplaced-file',
  'card-heading-unknown',
  'card-heading-twice',
  'card-answer-shape',
  'card-steps-shape',
  'card-step-shape',
  'card-advice-lead',
].map((id) => stop(id));

/** Every rule, in the order of docs/lint-rules.md. A new one needs a row there and a fixture; a guard test says so. */
export const rules: readonly Rule[] = [
  ...readerRules,
  ...referenceRules,
  ...flowGraphRules,
  ...reminderRules,
  ...variableRules,
  ...askRules,
  ...cardRules,
  ...safetyRules,
  ...linkRules,
  ...styleRules,
  ...letterRules,
  ...pictureRules,
];
