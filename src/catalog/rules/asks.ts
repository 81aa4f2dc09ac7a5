import { coreOf } from '../../flow-engine/index.ts';
import type { Choice } from '../../flow-engine/types.ts';
import { fold } from '../../shared/vietnamese.ts';
import type { CardFile } from '../card-file.ts';
import type { FlowFile } from '../flow-file.ts';
import { limits } from '../limits.ts';
import type { Problem } from '../problems.ts';
import type { Path } from '../yaml-source.ts';

interface Asking {
  readonly file: string;
  readonly id: string;
  readonly asks: readonly string[];
  readonly least: number;
  readonly lineOf: (path: Path) => number;
}

function tooFew({ file, asks, least, lineOf }: Asking): Problem[] {
  const different = new Set(asks.map(fold)).size;
  if (different >= least) return [];
  const problem = `asks holds ${different} different way(s) to ask (marks and capitals do not count)`;
  return [{ file, line: lineOf(['asks']), problem, fix: `write at least ${least}, in the words people really use` }];
}

function shared(askings: readonly Asking[]): Problem[] {
  const firstOf = new Map<string, Asking>();
  const problems: Problem[] = [];
  for (const asking of askings) {
    for (const [index, ask] of asking.asks.entries()) {
      const folded = fold(ask);
      const first = firstOf.get(folded);
      if (!first) firstOf.set(folded, asking);
      else if (first.id !== asking.id) {
        const problem = `"${ask}" is also an ask of "${first.id}" (${first.file})`;
        const fix = 'keep it where it belongs and make the other one say what is special about it';
        problems.push({ file: asking.file, line: asking.lineOf(['asks', index]), problem, fix });
      }
    }
  }
  return problems;
}

/** Words that would choose two choices of one ask, so that neither can be chosen by typing. */
function ambiguousWords(choices: readonly Choice[]): { index: number; word: string; other: Choice }[] {
  const owner = new Map<string, Choice>();
  return choices.flatMap((choice, index) => {
    const words = new Set(
      [choice.title, choice.value, ...(choice.words ?? [])].flatMap((word) => [fold(word), coreOf(word)]),
    );
    return [...words].flatMap((word) => {
      const other = owner.get(word);
      owner.set(word, other ?? choice);
      return other ? [{ index, word, other }] : [];
    });
  });
}

function choiceWords({ file, flow, lineOf }: FlowFile): Problem[] {
  return Object.entries(flow.steps).flatMap(([name, step]) =>
    step.type !== 'ask'
      ? []
      : ambiguousWords(step.choices ?? []).map(({ index, word, other }) => ({
          file,
          line: lineOf(['steps', name, 'choices', index]),
          problem: `ask "${name}": "${word}" means this choice and "${other.title}" (polite words around it do not count)`,
          fix: 'let each word, title and value belong to one choice only',
        })),
  );
}

/** Rules on what residents say: enough ways to ask, none shared by two entries, no word that means two choices. */
export function checkAsks(cards: readonly CardFile[], flows: readonly FlowFile[]): Problem[] {
  const askings: Asking[] = [
    ...cards.map(({ file, card, lineOf }) => ({
      file,
      id: card.slug,
      asks: card.asks,
      least: limits.cardAsks,
      lineOf,
    })),
    ...flows.map(({ file, flow, lineOf }) => ({ file, id: flow.id, asks: flow.asks, least: limits.flowAsks, lineOf })),
  ];
  return [...askings.flatMap(tooFew), ...shared(askings), ...flows.flatMap(choiceWords)];
}
