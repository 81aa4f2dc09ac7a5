import type { CardFile } from '../card-file.ts';
import { limits } from '../limits.ts';
import type { Problem } from '../problems.ts';

const partLimits: Readonly<Record<string, number>> = {
  step: limits.stepCharacters,
  ifStuck: limits.stepCharacters,
};

function lengths({ file, texts }: CardFile): Problem[] {
  return texts.flatMap(({ part, text, line }) => {
    const most = partLimits[part] ?? limits.textCharacters;
    if (text.length <= most) return [];
    const problem = `${part} has ${text.length} characters`;
    return [{ file, line, problem, fix: `shorten it to at most ${most}, or make two steps of it` }];
  });
}

function parts({ file, card, lineOf }: CardFile): Problem[] {
  const problems: Problem[] = [];
  if (card.answer === '') {
    const fix = 'write one or two sentences before "## Các bước"';
    problems.push({ file, line: lineOf(['title']), problem: 'the card has no answer', fix });
  }
  if (card.steps.length === 0) {
    const fix = 'write "## Các bước" and a numbered list';
    problems.push({ file, line: lineOf(['title']), problem: 'the card has no steps', fix });
  }
  return problems;
}

function tooManySteps({ file, card, stepLines }: CardFile): Problem[] {
  if (card.steps.length <= limits.steps) return [];
  const line = stepLines[limits.steps] ?? 1;
  const fix = `keep at most ${limits.steps}; make a second card of the rest and name it in related`;
  return [{ file, line, problem: `the card has ${card.steps.length} steps`, fix }];
}

function dates({ file, card, lineOf }: CardFile): Problem[] {
  if (card.reviewAfter >= card.checkedOn) return [];
  const problem = `reviewAfter ${card.reviewAfter} is before checkedOn ${card.checkedOn}`;
  return [{ file, line: lineOf(['reviewAfter']), problem, fix: 'write a day after checkedOn' }];
}

/** Rules on single cards that stop the start. */
export function checkCards(cards: readonly CardFile[]): Problem[] {
  return cards.flatMap((card) => [...parts(card), ...tooManySteps(card), ...lengths(card), ...dates(card)]);
}

const sentencesOf = (text: string): string[] => text.split(/(?<=[.!?…])\s+(?=\p{Lu}|\{)/u).filter(Boolean);

const syllables = (text: string): number => text.split(/\s+/u).length;

/** Facts that change with time: prices, short numbers of call centres, time limits. */
const changingFact = /\d[\d.]*\s?(?:đồng|nghìn|triệu|ngày làm việc)|(?<!\d)1[89]00[ .]?\d/u;

/** Things an author should look at; none stops the start. `today` is `YYYY-MM-DD`. */
export function warnAboutCards(cards: readonly CardFile[], today: string): Problem[] {
  return cards.flatMap(({ file, card, texts, lineOf }) => {
    const warnings: Problem[] = [];
    if (card.reviewAfter < today) {
      const problem = `the facts were to be checked again by ${card.reviewAfter}`;
      const fix = 'compare them with the sources, then move checkedOn and reviewAfter';
      warnings.push({ file, line: lineOf(['reviewAfter']), problem, fix });
    }
    const count = sentencesOf(card.answer).length;
    if (count > limits.answerSentences) {
      const line = texts.find(({ part }) => part === 'answer')?.line ?? 1;
      warnings.push({
        file,
        line,
        problem: `the answer has ${count} sentences`,
        fix: 'keep two; move the rest to the steps',
      });
    }
    for (const { part, text, line } of texts) {
      if (part === 'doorstep') continue;
      const longest = Math.max(...sentencesOf(text).map(syllables));
      if (longest > limits.sentenceSyllables) {
        warnings.push({ file, line, problem: `a sentence has ${longest} syllables`, fix: 'make two sentences of it' });
      }
      if (!card.changes && changingFact.test(text)) {
        const fix = 'write changes: true, so that residents see when it was checked';
        warnings.push({ file, line, problem: 'a price, number or time limit on a card that "never changes"', fix });
      }
    }
    return warnings;
  });
}
