import { inFileOrder, type LintProblem, type Problem } from './problems.ts';
import { rules } from './rules/index.ts';
import type { Content, Finding, Rule } from './rules/rule.ts';
import type { SourceFile } from './sources.ts';

const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));

/** True for a problem with which content is not served. */
export const stopsStart = ({ rule }: LintProblem): boolean => ruleOf.get(rule)?.stopsStart !== false;

/** How far below its first line a text is searched for the words that were found. */
const linesOfText = 40;

/** Finds the exact place of a problem in its file. */
function createLocator(sources: readonly SourceFile[]): (finding: Finding) => { line: number; column: number } {
  const textOf = new Map(sources.map(({ file, text }) => [file, text]));
  const linesOf = new Map<string, readonly string[]>();
  const linesIn = (file: string): readonly string[] => {
    const known = linesOf.get(file);
    if (known) return known;
    const lines = (textOf.get(file) ?? '').split('\n');
    linesOf.set(file, lines);
    return lines;
  };
  return ({ file, line, column, quote }) => {
    if (column !== undefined) return { line, column };
    const lines = linesIn(file);
    if (quote !== undefined && quote !== '') {
      for (let at = line; at < line + linesOfText && at <= lines.length; at++) {
        const found = lines[at - 1]?.indexOf(quote) ?? -1;
        if (found >= 0) return { line: at, column: found + 1 };
      }
    }
    const indent = lines[line - 1]?.search(/\S/u) ?? 0;
    return { line, column: Math.max(0, indent) + 1 };
  };
}

/** What one run over the content found. */
function* findings(content: Content, chosen: readonly Rule[]): Generator<Finding & { readonly rule: string }> {
  for (const { id, check } of chosen) {
    if (check) for (const found of check(content)) yield { ...found, rule: id };
  }
  const ofTexts = chosen.flatMap(({ id, checkText }) => (checkText ? [{ id, checkText }] : []));
  for (const textFile of content.texts) {
    for (const text of textFile.texts) {
      for (const { id, checkText } of ofTexts) {
        for (const found of checkText(text, textFile, content)) {
          yield { ...found, file: textFile.file, line: text.line, rule: id };
        }
      }
    }
  }
}

/**
 * Applies the rules to what was read and reports everything in the order of files and lines. `read`: what the readers
 * of the files found already. `all: false` leaves out the rules that no start depends on.
 */
export function lintContent(content: Content, read: readonly Problem[], all: boolean): LintProblem[] {
  const locate = createLocator(content.sources);
  const chosen = all ? rules : rules.filter(({ stopsStart }) => stopsStart);
  const report = (found: Finding): LintProblem => {
    // A reader that names no rule found a file whose name or folder contradicts what stands in it.
    const rule = found.rule ?? 'misplaced-file';
    const severity = ruleOf.get(rule)?.severity ?? 'error';
    const { quote: _quote, ...problem } = found;
    return { ...problem, ...locate(found), rule, severity };
  };
  return inFileOrder([...read, ...findings(content, chosen)].map(report));
}
