import type * as z from 'zod';
import type { Problem } from './problems.ts';
import { partsOf } from './schema-message.ts';
import { missingWords, nullWords, wordsFor } from './schema-words.ts';
import type { Path, YamlSource } from './yaml-source.ts';

type Issue = z.core.$ZodIssue;

/** Fields whose text is, or may be, an expression of the flow language. */
const expressionFields: ReadonlySet<PropertyKey | undefined> = new Set([
  'when',
  'quantity',
  'value',
  'address',
  'segment',
  'largeSteps',
  'commune',
  'team',
  'announcements',
  'counting',
]);

/** Fields that name a variable. */
const nameFields: ReadonlySet<PropertyKey | undefined> = new Set(['save', 'var', 'name']);

function sizeRule(issue: Issue & { readonly code: 'too_big' | 'too_small' }, last: PropertyKey | undefined): string {
  if (issue.origin === 'number' || issue.origin === 'int') return 'wrong-value';
  if (issue.code === 'too_small') return last === 'sources' ? 'source-missing' : 'field-empty';
  if (issue.origin === 'string') return last === 'title' ? 'title-too-long' : 'text-too-long';
  return last === 'choices' || last === 'links' ? 'too-many-buttons' : 'wrong-value';
}

/** What a check of our own refused: the field tells which. */
function customRule(last: PropertyKey | undefined): string {
  if (expressionFields.has(last)) return 'bad-expression';
  if (nameFields.has(last)) return 'reserved-name';
  // Of the field log: two kinds with one word, too many on one screen.
  if (last === 'words' || last === 'section') return 'wrong-value';
  return last === 'after' ? 'bad-duration' : 'step-contradiction';
}

/** The rule an issue of a schema breaks. */
function ruleOf(issue: Issue): string {
  const last = issue.path.at(-1);
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'unknown-field';
    case 'invalid_type':
      return 'wrong-type';
    case 'too_big':
    case 'too_small':
      return sizeRule(issue, last);
    case 'invalid_union':
      if (last === 'type') return 'unknown-step-type';
      return last === 'when' ? 'bad-expression' : 'wrong-type';
    case 'custom':
      return customRule(last);
    default:
      return last === 'after' ? 'bad-duration' : 'wrong-value';
  }
}

/** What a check of ours said: of the issue itself, of a key, or of the part of a union that has one. */
function ownWords(issue: Issue): ReturnType<typeof partsOf> {
  const own =
    issue.code === 'invalid_union'
      ? issue.errors.flat().find(({ code }) => code === 'custom')
      : issue.code === 'invalid_key'
        ? issue.issues[0]
        : issue;
  return own && partsOf(own.message);
}

/** What stands at `path`; undefined where nothing does. */
function valueAt(value: unknown, path: Path): unknown {
  let at: unknown = value;
  for (const part of path) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[part];
  }
  return at;
}

/** What a schema refused, as problems with lines. One a field: the first reason is the one to act on. */
export function schemaProblems(file: string, source: YamlSource, error: z.ZodError): Problem[] {
  const seen = new Set<string>();
  return error.issues.flatMap((issue) => {
    const unknown = issue.code === 'unrecognized_keys';
    const path = unknown ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
    const key = JSON.stringify(path.map(String));
    if (seen.has(key)) return [];
    seen.add(key);
    const value = valueAt(source.value, issue.path);
    const field = { file, path: issue.path, value };
    const at = { file, line: source.lineOf(path) };
    if (!unknown && value === undefined) return [{ ...at, ...missingWords(field), rule: 'missing-field' }];
    const words = value === null ? nullWords(field, ownWords(issue)) : wordsFor(issue, field, ownWords(issue));
    return [{ ...at, ...words, rule: ruleOf(issue) }];
  });
}
