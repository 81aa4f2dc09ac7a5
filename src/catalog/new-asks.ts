import { fold } from '../shared/vietnamese.ts';
import { addAsks } from './asks-text.ts';
import { buildCatalogue } from './build.ts';
import type { Catalogue } from './catalogue.ts';
import { commandWords, stopWords } from './command-words.ts';
import type { PictureFile } from './picture-files.ts';
import type { LintProblem } from './problems.ts';
import type { SourceFile } from './sources.ts';

/** What became of one wording. */
export type AskOutcome =
  | { readonly ask: string; readonly result: 'added' }
  /** The card has it already, or another of the new ones says the same. */
  | { readonly ask: string; readonly result: 'present'; readonly why: string }
  | { readonly ask: string; readonly result: 'refused'; readonly why: string };

/** New ways to ask for a card, checked, and the file as it would be. */
export interface NewAsks {
  readonly file: string;
  /** The file's new text; absent when nothing is to be added. */
  readonly text?: string;
  /** One for each wording that was given, in their order. */
  readonly outcomes: readonly AskOutcome[];
}

/** The content that a card's new ways to ask are checked against. */
export interface ContentNow {
  readonly catalogue: Pick<Catalogue, 'entries'>;
  readonly sources: readonly SourceFile[];
  readonly pictures?: ReadonlyMap<string, PictureFile>;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** As many as the schema of a card takes, in characters. */
const MAX_CHARACTERS = 300;
/** One word alone means many things. */
const LEAST_WORDS = 2;
/** So many at once can be read before they are served. */
const AT_ONCE = 30;

/** Who is asked for with these words now: by a way to ask, or by a title. */
function ownersOf(catalogue: ContentNow['catalogue']): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const { id, title, asks } of catalogue.entries()) {
    for (const words of [...asks, title].map(fold)) if (!owners.has(words)) owners.set(words, id);
  }
  return owners;
}

function judge(slug: string, asks: readonly string[], owners: ReadonlyMap<string, string>): AskOutcome[] {
  const fresh = new Set<string>();
  return asks.map((ask): AskOutcome => {
    const words = fold(ask);
    const owner = owners.get(words);
    const refused = (why: string): AskOutcome => ({ ask, result: 'refused', why });
    if (fresh.has(words)) return { ask, result: 'present', why: 'trùng với một câu vừa thêm' };
    if (owner === slug) return { ask, result: 'present', why: 'thẻ này đã có' };
    if (owner !== undefined) return refused(`đã là câu hỏi của "${owner}"`);
    if (words.split(' ').length < LEAST_WORDS || words === '') return refused('quá ngắn, chưa rõ muốn hỏi gì');
    if (ask.length > MAX_CHARACTERS) return refused(`dài quá ${MAX_CHARACTERS} chữ cái`);
    if (commandWords.has(words) || stopWords.has(words)) return refused('là lệnh trợ lý làm ngay');
    if (fresh.size === AT_ONCE) return refused(`mỗi lần thêm nhiều nhất ${AT_ONCE} câu, để lần sau`);
    fresh.add(words);
    return { ask, result: 'added' };
  });
}

const sameProblem = ({ file, problem, rule }: LintProblem): string => JSON.stringify([file, rule, problem]);

function problemsOf({ sources, today, pictures }: ContentNow): readonly LintProblem[] {
  const { problems, warnings } = buildCatalogue(sources, today, 'all', pictures);
  return [...problems, ...warnings];
}

/** Refuses whatever the linter objects to, by its line or its words; what is left is checked again. */
function lint(content: ContentNow, source: SourceFile, outcomes: readonly AskOutcome[]): readonly AskOutcome[] {
  const known = new Set(problemsOf(content).map(sameProblem));
  for (let checked = outcomes; ; ) {
    const added = checked.filter(({ result }) => result === 'added').map(({ ask }) => ask);
    if (added.length === 0) return checked;
    const { text, lines } = addAsks(source.file, source.text, added);
    const sources = content.sources.map((one) => (one === source ? { file: one.file, text } : one));
    const found = problemsOf({ ...content, sources }).filter((problem) => !known.has(sameProblem(problem)));
    const problemOf = (ask: string): LintProblem | undefined =>
      found.find(
        ({ file, line, problem }) =>
          problem.includes(`"${ask}"`) || (file === source.file && line === lines[added.indexOf(ask)]),
      );
    const before = checked;
    checked = before.map((outcome) => {
      const problem = outcome.result === 'added' ? problemOf(outcome.ask) : undefined;
      return problem ? { ask: outcome.ask, result: 'refused', why: problem.problem } : outcome;
    });
    if (checked.every((outcome, index) => outcome === before[index])) return checked;
  }
}

/**
 * Checks wordings as new ways to ask for the card `slug`: against what every card and flow is asked by, and with the
 * linter over the whole content. Undefined when there is no such card file. Writes nothing. Throws CATALOG_INVALID when
 * the card's list of asks cannot be added to.
 */
export function planNewAsks(content: ContentNow, slug: string, asks: readonly string[]): NewAsks | undefined {
  const source = content.sources.find(
    ({ file }) => file.startsWith('content/answers/') && file.endsWith(`/${slug}.md`),
  );
  if (!source) return undefined;
  const outcomes = lint(content, source, judge(slug, asks, ownersOf(content.catalogue)));
  const added = outcomes.filter(({ result }) => result === 'added').map(({ ask }) => ask);
  if (added.length === 0) return { file: source.file, outcomes };
  return { file: source.file, outcomes, text: addAsks(source.file, source.raw ?? source.text, added).text };
}
