import path from 'node:path';
import { catalogueOf } from './catalogue-of.ts';
import type { Catalogue } from './catalogue.ts';
import { readCardFile } from './card-file.ts';
import { fieldLogFile, fieldLogSchema, unknownFieldOutcomes } from './field-log.ts';
import { readFlowFile } from './flow-file.ts';
import { lessonProblems, lessonsFile, lessonsSchema } from './lessons.ts';
import { messagesSchema, type Messages } from './messages.ts';
import { lintContent, stopsStart } from './lint.ts';
import type { PictureFile } from './picture-files.ts';
import type { LintProblem, Problem } from './problems.ts';
import { readHosts } from './rules/links.ts';
import type { Content, TextFile } from './rules/rule.ts';
import { addresses, flowPlaceholders, placeholdersIn } from './rules/variables.ts';
import { outcomesSchema } from './schemas.ts';
import { officialDomainsFile, type SourceFile } from './sources.ts';
import { schemaProblems } from './schema-problems.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';
import type * as z from 'zod';

/** What was read: the catalogue when nothing is wrong, and every problem and warning. */
export interface Built {
  /** Missing when something stands in the way of serving it. */
  readonly catalogue?: Catalogue;
  /** Of severity error. */
  readonly problems: readonly LintProblem[];
  readonly warnings: readonly LintProblem[];
}

interface Settings<T> {
  readonly value?: T;
  readonly texts: TextFile;
  readonly problems: readonly Problem[];
  readonly lineOf?: YamlSource['lineOf'];
}

function readSettings<T>(sources: readonly SourceFile[], file: string, schema: z.ZodType<T>): Settings<T> {
  const source = sources.find((one) => one.file === file);
  const noTexts: TextFile = { file, kind: 'messages', texts: [], placeholders: new Set<string>() };
  if (!source) {
    const fix = 'tạo tệp theo mẫu trong docs/content-format.md';
    return { texts: noTexts, problems: [{ file, line: 1, problem: 'chưa có tệp này', fix, rule: 'file-missing' }] };
  }
  const yaml = readYaml(file, source.text);
  if (yaml.problems.length > 0) return { texts: noTexts, problems: yaml.problems };
  const parsed = schema.safeParse(yaml.value);
  if (!parsed.success) return { texts: noTexts, problems: schemaProblems(file, yaml, parsed.error) };
  const texts = Object.entries(parsed.data as Record<string, unknown>).flatMap(([key, text]) =>
    typeof text === 'string' ? [{ part: 'message' as const, text, line: yaml.lineOf([key]) }] : [],
  );
  // What the other rooms put in place of is checked where they do it.
  const used = texts.flatMap(({ text }) => placeholdersIn(text));
  const { lineOf } = yaml;
  return { value: parsed.data, texts: { ...noTexts, texts, placeholders: new Set(used) }, problems: [], lineOf };
}

/** `card vneid-register-level-2`, `flow pay-by-qr`: what a file is called, whatever stands in it. */
const nameOf = (file: string): string =>
  `${file.startsWith('flows/') ? 'flow' : 'card'} ${path.posix.basename(file).replace(/\.(?:md|ya?ml)$/u, '')}`;

/** What the files hold, before any rule. */
interface Read {
  readonly content: Content;
  readonly problems: readonly Problem[];
  readonly messages?: Messages;
  readonly outcomes?: Catalogue['outcomes'];
  readonly fieldLog?: Catalogue['fieldLog'];
  readonly lessons?: Catalogue['lessons'];
}

function read(sources: readonly SourceFile[], today: string): Read {
  const cardResults = sources.filter(({ file }) => file.endsWith('.md')).map(readCardFile);
  const flowResults = sources.filter(({ file }) => file.startsWith('flows/')).map(readFlowFile);
  const messages = readSettings(sources, 'content/messages.yaml', messagesSchema);
  const outcomes = readSettings(sources, 'content/outcomes.yaml', outcomesSchema);
  const fieldLog = readSettings(sources, fieldLogFile, fieldLogSchema);
  const lessons = sources.some(({ file }) => file === lessonsFile)
    ? readSettings(sources, lessonsFile, lessonsSchema)
    : undefined;
  const cards = cardResults.flatMap(({ card }) => (card ? [card] : []));
  const flows = flowResults.flatMap(({ flow }) => (flow ? [flow] : []));
  const placeholders = flowPlaceholders(flows);
  const content: Content = {
    today,
    sources,
    cards,
    flows,
    cardOf: new Map(cards.map((card) => [card.card.slug, card])),
    flowOf: new Map(flows.map((flow) => [flow.flow.id, flow])),
    outcomes: outcomes.value && new Set(Object.keys(outcomes.value)),
    fileNames: new Set(sources.map(({ file }) => nameOf(file))),
    officialHosts: readHosts(sources.find(({ file }) => file === officialDomainsFile)?.text ?? ''),
    texts: [
      ...cards.map(({ file, texts }): TextFile => ({ file, kind: 'card', texts, placeholders: addresses })),
      ...flows.map(({ file, texts }): TextFile => ({ file, kind: 'flow', texts, placeholders })),
      messages.texts,
    ],
  };
  return {
    content,
    problems: [
      ...[...cardResults, ...flowResults, messages, outcomes, fieldLog].flatMap((result) => result.problems),
      ...(fieldLog.value && fieldLog.lineOf && content.outcomes
        ? unknownFieldOutcomes(fieldLog.value, content.outcomes, fieldLog.lineOf)
        : []),
      ...(lessons?.problems ?? []),
      ...(lessons?.value && lessons.lineOf
        ? lessonProblems(lessons.value, (name) => content.fileNames.has(name), lessons.lineOf)
        : []),
    ],
    ...(messages.value && { messages: messages.value }),
    ...(outcomes.value && { outcomes: outcomes.value }),
    ...(fieldLog.value && { fieldLog: fieldLog.value }),
    ...(lessons?.value && { lessons: lessons.value }),
  };
}

/**
 * Turns files into the catalogue. Collects all problems rather than stopping at the first. `rules`: `start` applies
 * those that content must keep to be served, `all` every rule of the linter. `today` (`YYYY-MM-DD`) only decides which
 * cards are past their review. Content with errors that no start depends on still gives a catalogue.
 * `pictures`: the authors' ready-made ones, to be checked too.
 */
export function buildCatalogue(
  sources: readonly SourceFile[],
  today: string,
  rules: 'start' | 'all' = 'all',
  pictures?: ReadonlyMap<string, PictureFile>,
): Built {
  const { content, problems: found, messages, outcomes, fieldLog, lessons } = read(sources, today);
  const reported = lintContent(pictures ? { ...content, pictures } : content, found, rules === 'all');
  const problems = reported.filter(({ severity }) => severity === 'error');
  const warnings = reported.filter(({ severity }) => severity === 'warning');
  if (!messages || !outcomes || !fieldLog || problems.some(stopsStart)) return { problems, warnings };
  const parts = {
    cards: content.cards.map(({ card }) => card),
    flows: content.flows.map(({ flow }) => flow),
    messages,
    outcomes,
    fieldLog,
    ...(lessons && { lessons }),
  };
  return { catalogue: catalogueOf(parts), problems, warnings };
}
