import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
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

/** Parses YAML. `file` is named in problems; text that YAML refuses has value undefined and one problem each. */
export function readYaml(file: string, text: string): YamlSource {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const lineAt = (offset: number): number => Math.max(1, lineCounter.linePos(offset).line);
  const problems = document.errors.map((error) => ({
    file,
    line: lineAt(error.pos[0]),
    problem: `not readable as YAML: ${error.message}`,
    fix: 'correct the indentation or put the text in double quotes',
  }));
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
  return { value: problems.length > 0 ? undefined : (document.toJS() as unknown), lineOf, problems };
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

/** What a schema refused, as problems with lines. */
export function schemaProblems(file: string, source: YamlSource, error: z.ZodError): Problem[] {
  return error.issues.map((issue) => {
    const name = issue.path.map(String).join('.') || 'the file';
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
    const missing = issue.code === 'invalid_type' && issue.message.includes('received undefined');
    return {
      file,
      line: source.lineOf(path),
      problem: missing ? `${name} is missing` : `${name}: ${issue.message}`,
      fix: missing ? `add ${name} as in docs/content-format.md` : fixFor(issue),
    };
  });
}
