import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { Problem } from './problems.ts';
import { yamlFault } from './yaml-faults.ts';

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
    const [problem, fix] = yamlFault(error);
    return {
      file,
      line: Math.max(1, line),
      column: Math.max(1, col),
      problem,
      fix,
      rule: error.code === 'DUPLICATE_KEY' ? 'duplicate-field' : 'yaml-syntax',
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
