import { fold } from '../../shared/vietnamese.ts';
import type { CardFile } from '../card-file.ts';
import { jargon, unexplained } from '../jargon.ts';
import { limits } from '../limits.ts';
import type { Problem } from '../problems.ts';
import { lint, stop, type Content, type Rule } from './rule.ts';

function lengths(parts: readonly string[], most: number): (card: CardFile) => Problem[] {
  return ({ file, texts }) =>
    texts.flatMap(({ part, text, line }) => {
      if (!parts.includes(part) || text.length <= most) return [];
      const problem = `${part} has ${text.length} characters`;
      return [{ file, line, problem, fix: `shorten it to at most ${most}, or make two steps of it` }];
    });
}

function withoutAnswer({ file, card, lineOf }: CardFile): Problem[] {
  if (card.answer !== '') return [];
  const fix = 'write one or two sentences before "## Các bước"';
  return [{ file, line: lineOf(['title']), problem: 'the card has no answer', fix }];
}

function withoutSteps({ file, card, lineOf }: CardFile): Problem[] {
  if (card.steps.length > 0) return [];
  const fix = 'write "## Các bước" and a numbered list';
  return [{ file, line: lineOf(['title']), problem: 'the card has no steps', fix }];
}

function tooManySteps({ file, card, stepLines }: CardFile): Problem[] {
  if (card.steps.length <= limits.steps) return [];
  const line = stepLines[limits.steps] ?? 1;
  const fix = `keep at most ${limits.steps}; make a second card of the rest and name it in related`;
  return [{ file, line, problem: `the card has ${card.steps.length} steps`, fix }];
}

function reviewBeforeCheck({ file, card, lineOf }: CardFile): Problem[] {
  if (card.reviewAfter >= card.checkedOn) return [];
  const problem = `reviewAfter ${card.reviewAfter} is before checkedOn ${card.checkedOn}`;
  return [{ file, line: lineOf(['reviewAfter']), problem, fix: 'write a day after checkedOn' }];
}

const dayMs = 86_400_000;

/** Days since the review was due. A review before the check is a slip of the pen, not a stale card: 0. */
function daysOverdue({ card }: CardFile, today: string): number {
  if (card.reviewAfter < card.checkedOn) return 0;
  return Math.round((Date.parse(today) - Date.parse(card.reviewAfter)) / dayMs);
}

function checkedInFuture({ file, card, lineOf }: CardFile, today: string): Problem[] {
  if (card.checkedOn <= today) return [];
  const problem = `checkedOn ${card.checkedOn} has not come yet (today is ${today})`;
  return [{ file, line: lineOf(['checkedOn']), problem, fix: 'write the day the facts were really compared' }];
}

const review = (file: CardFile, problem: string): Problem => ({
  file: file.file,
  line: file.lineOf(['reviewAfter']),
  problem,
  fix: 'compare the facts with the sources, then move checkedOn and reviewAfter',
});

function reviewDue(card: CardFile, today: string): Problem[] {
  const days = daysOverdue(card, today);
  if (days <= 0 || days > limits.overdueDays) return [];
  return [review(card, `the facts were to be checked again by ${card.card.reviewAfter}`)];
}

function reviewOverdue(card: CardFile, today: string): Problem[] {
  const days = daysOverdue(card, today);
  if (days <= limits.overdueDays) return [];
  return [review(card, `the facts were to be checked again ${days} days ago, by ${card.card.reviewAfter}`)];
}

/** A host, the number of a law or decision, or at least a year: something to look it up by. */
const citable = /(?:[a-z0-9-]+\.)+(?:vn|com|org|net)(?![\w-])|\d+\/(?:\d{4}|[A-ZĐ]{2,})|(?<!\d)20\d\d(?!\d)/u;

function malformedSources({ file, card, lineOf }: CardFile): Problem[] {
  // What everybody knows has no source; the card says so with its confidence.
  if (card.confidence === 'bg') return [];
  return card.sources.flatMap((source, index) => {
    if (citable.test(source)) return [];
    const problem = `the source "${source}" cannot be looked up`;
    const fix = 'name the web page, the number of the law or decision, or the document and its year';
    return [{ file, line: lineOf(['sources', index]), problem, fix }];
  });
}

const answerSentences = (text: string): number => text.split(/(?<=[.!?…])\s+(?=\p{Lu}|\{)/u).filter(Boolean).length;

function longAnswer({ file, card, texts }: CardFile): Problem[] {
  const count = answerSentences(card.answer);
  if (count <= limits.answerSentences) return [];
  const line = texts.find(({ part }) => part === 'answer')?.line ?? 1;
  const fix = `keep ${limits.answerSentences}; move the rest to the steps`;
  return [{ file, line, problem: `the answer has ${count} sentences`, fix }];
}

/** Facts that change with time: prices, short numbers of call centres, time limits. */
const changingFact = /\d[\d.]*\s?(?:đồng|nghìn|triệu|ngày làm việc)|(?<!\d)1[89]00[ .]?\d/u;

function changingFacts({ file, card, texts }: CardFile): Problem[] {
  if (card.changes) return [];
  return texts.flatMap(({ part, text, line }) => {
    if (part === 'doorstep' || !changingFact.test(text)) return [];
    const problem = 'a price, number or time limit on a card that "never changes"';
    return [{ file, line, problem, fix: 'write changes: true, so that residents see when it was checked' }];
  });
}

/** What a resident reads of a card, in the order it is shown. */
const residentTexts = ({ texts }: CardFile): CardFile['texts'] =>
  texts.filter(({ part }) => part !== 'doorstep' && part !== 'title');

const riskyWords =
  /tài khoản ngân hàng|thẻ ngân hàng|ngân hàng|chuyển (?:tiền|khoản)|trả tiền|đặt cọc|mật khẩu|OTP|VNeID|căn cước|khuôn mặt|vân tay/u;

/** True for a card in which a mistake costs money or an identity. */
function isRisky(card: CardFile): boolean {
  const { topic, title, steps, answer } = card.card;
  if (topic === 'e-payments') return true;
  return riskyWords.test([title, answer, ...steps.map(({ text }) => text)].join('\n'));
}

function missingWarning(card: CardFile): Problem[] {
  if (card.card.warning !== undefined || !isRisky(card)) return [];
  const line = card.texts.find(({ part }) => part === 'answer')?.line ?? 1;
  const problem = 'the card touches money or identity and has no warning';
  return [{ file: card.file, line, problem, fix: 'write "> Cảnh báo: …" below the answer: what to beware of' }];
}

function warningLead({ file, card, texts }: CardFile): Problem[] {
  if (card.warning === undefined || card.warning.startsWith('Cảnh báo: ')) return [];
  const line = texts.find(({ part }) => part === 'warning')?.line ?? 1;
  return [{ file, line, problem: 'the warning does not begin with "Cảnh báo: "', fix: 'write "> Cảnh báo: …"' }];
}

function missingAdvice(card: CardFile): Problem[] {
  if (!isRisky(card)) return [];
  return card.card.steps.flatMap(({ ifStuck }, index) => {
    if (ifStuck !== undefined) return [];
    const problem = `step ${index + 1} does not say what to do when it cannot be done`;
    const fix = 'write "   - Nếu không làm được: …" below it: another way, or where to go';
    return [{ file: card.file, line: card.stepLines[index] ?? 1, problem, fix }];
  });
}

function missingGloss(card: CardFile): Problem[] {
  const texts = residentTexts(card);
  const words = texts.map(({ text }) => text);
  return jargon.flatMap((term) => {
    const found = unexplained(term, words);
    if (!found) return [];
    const problem = `"${found.words}" is not explained in this card`;
    const fix = `write it once with its meaning: ${found.words} (${term.gloss})`;
    return [{ file: card.file, line: texts[found.index]?.line ?? 1, problem, fix, quote: found.words }];
  });
}

const each =
  (check: (card: CardFile, today: string) => Problem[]): ((content: Content) => Problem[]) =>
  ({ cards, today }) =>
    cards.flatMap((card) => check(card, today));

/** Rules on single cards. */
/** Numbers of screens and variants that no step has. */
function partsWithoutStep({ file, card, numbered, lineOf }: CardFile): Problem[] {
  return numbered.flatMap((path) => {
    const number = Number(path.at(-1));
    if (number <= card.steps.length) return [];
    const problem = `"${String(path[0])}" names step ${number}, but the card has ${card.steps.length}`;
    return [{ file, line: lineOf(path), problem, fix: 'write the number of the step it belongs to' }];
  });
}

const quoted = /["“](?<name>[^"”]+)["”]/gu;

/** The marked button has to be the one the step names: a picture that shows another one misleads. */
function pressNotNamed({ file, card, lineOf }: CardFile): Problem[] {
  return card.steps.flatMap(({ text, screen }, index) => {
    if (!screen) return [];
    const names = [...text.matchAll(quoted)].map((match) => fold(match.groups?.['name'] ?? ''));
    if (names.includes(fold(screen.press))) return [];
    const problem = `the picture of step ${index + 1} marks "${screen.press}", which the step does not name in quotes`;
    const fix = 'let press be a button the step names, or name it in the step';
    return [{ file, line: lineOf(['screens', String(index + 1)]), problem, fix }];
  });
}

export const cardRules: readonly Rule[] = [
  stop('answer-missing', each(withoutAnswer)),
  stop('steps-missing', each(withoutSteps)),
  stop('too-many-steps', each(tooManySteps)),
  stop('step-too-long', each(lengths(['step', 'ifStuck'], limits.stepCharacters))),
  stop('part-too-long', each(lengths(['answer', 'warning', 'help', 'doorstep'], limits.textCharacters))),
  stop('review-before-check', each(reviewBeforeCheck)),
  lint('checked-in-future', 'error', each(checkedInFuture)),
  lint('review-due', 'warning', each(reviewDue)),
  lint('review-overdue', 'error', each(reviewOverdue)),
  lint('source-malformed', 'error', each(malformedSources)),
  lint('answer-too-long', 'warning', each(longAnswer)),
  lint('changing-fact', 'warning', each(changingFacts)),
  lint('warning-missing', 'error', each(missingWarning)),
  lint('warning-lead', 'warning', each(warningLead)),
  lint('stuck-advice-missing', 'error', each(missingAdvice)),
  stop('part-without-step', each(partsWithoutStep)),
  lint('screen-press-not-named', 'error', each(pressNotNamed)),
  lint('jargon-without-gloss', 'error', each(missingGloss)),
];
