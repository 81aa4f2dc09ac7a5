import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type * as z from 'zod';
import type { Problem } from './problems.ts';

/** A path inside a YAML document, as zod reports it. */
export type Path = readonly PropertyKey[];

/** A YAML text with the line of every node. */
export interface YamlSource {
  readonly value: unknown;
  /** Line of the node at `path`, or of the nearest parent that exists. 1-based. */
  readonly lineOf: (path: Path) => number;
  readonly problems: readonly Problem[];
}

/** Aliases may repeat a node; more of them than this is a file made to exhaust memory. */
const maxAliases = 100;

/** The value of a document. Three times as fast as the library's `toJS`, which also keeps anchors and custom tags. */
function valueOf(document: Document.Parsed): unknown {
  let aliases = 0;
  const read = (node: unknown): unknown => {
    if (isScalar(node)) return node.value;
    if (isMap(node)) {
      const entries = node.items.map(({ key, value }): [string, unknown] => [
        isScalar(key) ? String(key.value) : String(key),
        read(value),
      ]);
      // `__proto__` as a key stays a key.
      return Object.fromEntries(entries);
    }
    if (isSeq(node)) return node.items.map(read);
    if (isAlias(node) && ++aliases <= maxAliases) return read(node.resolve(document));
    return null;
  };
  return read(document.contents);
}

/** Parses YAML. `file` is named in problems; text that YAML refuses has value undefined and one problem each. */
export function readYaml(file: string, text: string): YamlSource {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const lineAt = (offset: number): number => Math.max(1, lineCounter.linePos(offset).line);
  const problems = document.errors.map((error): Problem => {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    const twice = error.code === 'DUPLICATE_KEY';
    return {
      file,
      line: Math.max(1, line),
      column: Math.max(1, col),
      problem: twice ? 'a field is written twice' : `not readable as YAML: ${error.message}`,
      fix: twice ? 'keep one of the two' : 'correct the indentation or put the text in double quotes',
      rule: twice ? 'duplicate-field' : 'yaml-syntax',
    };
  });
  const lineOf = (path: Path): number => {
    let node: unknown = document.contents;
    let line = lineAt((document.contents as Node | null)?.range?.[0] ?? 0);
    for (const part of path) {
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
        if (!pair) break;
        line = lineAt((pair.key as Node).range?.[0] ?? 0);
        node = pair.value;
      } else if (isSeq(node)) {
        const item = node.items[Number(part)] as Node | undefined;
        if (!item) break;
        line = lineAt(item.range?.[0] ?? 0);
        node = item;
      } else break;
    }
    return line;
  };
  return { value: problems.length > 0 ? undefined : valueOf(document), lineOf, problems };
}

type Issue = z.core.$ZodIssue;

function fixFor(issue: Issue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'remove it, or correct its spelling (docs/content-format.md lists the fields)';
    case 'too_big':
      return `shorten it to at most ${issue.maximum}`;
    case 'too_small':
      return `write at least ${issue.minimum}`;
    case 'invalid_union':
      return 'use one of the kinds in docs/content-format.md';
    case 'invalid_value':
      return `write one of: ${issue.values.map(String).join(', ')}`;
    default:
      return 'write it as in docs/content-format.md';
  }
}

/** Fields whose text is, or may be, an expression of the flow language. */
const expressionFields: ReadonlySet<PropertyKey | undefined> = new Set([
  'when',
  'quantity',
  'value',
  'address',
  'segment',
  'largeSteps',
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

/** What is wrong; of a union, in the words of the part with a check of ours. */
function messageOf(issue: Issue, name: string): string {
  if (issue.code === 'unrecognized_keys') return `"${issue.keys[0] ?? ''}" is no field of ${name}`;
  if (issue.code !== 'invalid_union') return `${name}: ${issue.message}`;
  const own = issue.errors.flat().find(({ code }) => code === 'custom');
  return `${name}: ${own?.message ?? issue.message}`;
}

/** True when the issue is that nothing stands at `path`. */
function isMissing(value: unknown, path: Path): boolean {
  let at: unknown = value;
  for (const part of path) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, part)) return true;
    at = (at as Record<PropertyKey, unknown>)[part];
  }
  return false;
}

/** What a schema refused, as problems with lines. One a field: the first reason is the one to act on. */
export function schemaProblems(file: string, source: YamlSource, error: z.ZodError): Problem[] {
  const seen = new Set<string>();
  return error.issues.flatMap((issue) => {
    const name = issue.path.map(String).join('.') || 'the file';
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
    const key = JSON.stringify(path.map(String));
    if (seen.has(key)) return [];
    seen.add(key);
    const missing = issue.code !== 'unrecognized_keys' && isMissing(source.value, issue.path);
    return [
      {
        file,
        line: source.lineOf(path),
        problem: missing ? `${name} is missing` : messageOf(issue, name),
        fix: missing ? `add ${name} as in docs/content-format.md` : fixFor(issue),
        rule: missing ? 'missing-field' : ruleOf(issue),
      },
    ];
  });
}
