import { fold } from '../../shared/vietnamese.ts';
import type { CardFile } from '../card-file.ts';
import { partNames } from '../field-words.ts';
import { jargon, unexplained } from '../jargon.ts';
import { limits } from '../limits.ts';
import type { Problem } from '../problems.ts';
import { lint, stop, type Content, type Rule } from './rule.ts';

function lengths(parts: readonly string[], most: number): (card: CardFile) => Problem[] {
  return ({ file, texts }) =>
    texts.flatMap(({ part, text, line }) => {
      if (!parts.includes(part) || text.length <= most) return [];
      const problem = `${partNames[part]} dài ${text.length} chữ cái`;
      const split = part === 'step' ? ', hoặc tách làm hai bước' : '';
      return [{ file, line, problem, fix: `rút ngắn còn nhiều nhất ${most} chữ cái${split}` }];
    });
}

function withoutAnswer({ file, card, lineOf }: CardFile): Problem[] {
  if (card.answer !== '') return [];
  const fix = 'viết một, hai câu trước "## Các bước"';
  return [{ file, line: lineOf(['title']), problem: 'thẻ chưa có câu trả lời', fix }];
}

function withoutSteps({ file, card, lineOf }: CardFile): Problem[] {
  if (card.steps.length > 0) return [];
  const fix = 'viết "## Các bước", rồi mỗi bước một dòng: "1. …"';
  return [{ file, line: lineOf(['title']), problem: 'thẻ chưa có bước nào', fix }];
}

function tooManySteps({ file, card, stepLines }: CardFile): Problem[] {
  if (card.steps.length <= limits.steps) return [];
  const line = stepLines[limits.steps] ?? 1;
  const fix = `giữ nhiều nhất ${limits.steps} bước; phần còn lại làm thẻ thứ hai và ghi vào related`;
  return [{ file, line, problem: `thẻ có ${card.steps.length} bước`, fix }];
}

function reviewBeforeCheck({ file, card, lineOf }: CardFile): Problem[] {
  if (card.reviewAfter >= card.checkedOn) return [];
  const problem = `reviewAfter ${card.reviewAfter} đứng trước checkedOn ${card.checkedOn}`;
  return [{ file, line: lineOf(['reviewAfter']), problem, fix: 'viết ngày sau checkedOn' }];
}

const dayMs = 86_400_000;

/** Days since the review was due. A review before the check is a slip of the pen, not a stale card: 0. */
function daysOverdue({ card }: CardFile, today: string): number {
  if (card.reviewAfter < card.checkedOn) return 0;
  return Math.round((Date.parse(today) - Date.parse(card.reviewAfter)) / dayMs);
}

function checkedInFuture({ file, card, lineOf }: CardFile, today: string): Problem[] {
  if (card.checkedOn <= today) return [];
  const problem = `checkedOn ${card.checkedOn} chưa tới (hôm nay là ${today})`;
  return [{ file, line: lineOf(['checkedOn']), problem, fix: 'ghi ngày anh chị thật sự đã so với nguồn' }];
}

const review = (file: CardFile, problem: string): Problem => ({
  file: file.file,
  line: file.lineOf(['reviewAfter']),
  problem,
  fix: 'so lại với nguồn, rồi đổi checkedOn và reviewAfter',
});

function reviewDue(card: CardFile, today: string): Problem[] {
  const days = daysOverdue(card, today);
  if (days <= 0 || days > limits.overdueDays) return [];
  return [review(card, `đã qua ngày phải xem lại thẻ: ${card.card.reviewAfter}`)];
}

function reviewOverdue(card: CardFile, today: string): Problem[] {
  const days = daysOverdue(card, today);
  if (days <= limits.overdueDays) return [];
  return [review(card, `đã trễ ${days} ngày so với ngày phải xem lại thẻ: ${card.card.reviewAfter}`)];
}

/** A host, the number of a law or decision, or at least a year: something to look it up by. */
const citable = /(?:[a-z0-9-]+\.)+(?:vn|com|org|net)(?![\w-])|\d+\/(?:\d{4}|[A-ZĐ]{2,})|(?<!\d)20\d\d(?!\d)/u;

function malformedSources({ file, card, lineOf }: CardFile): Problem[] {
  // What everybody knows has no source; the card says so with its confidence.
  if (card.confidence === 'bg') return [];
  return card.sources.flatMap((source, index) => {
    if (citable.test(source)) return [];
    const problem = `nguồn "${source}" không tra lại được`;
    const fix = 'ghi địa chỉ trang, số văn bản, hoặc tên tài liệu và năm';
    return [{ file, line: lineOf(['sources', index]), problem, fix }];
  });
}

const answerSentences = (text: string): number => text.split(/(?<=[.!?…])\s+(?=\p{Lu}|\{)/u).filter(Boolean).length;

function longAnswer({ file, card, texts }: CardFile): Problem[] {
  const count = answerSentences(card.answer);
  if (count <= limits.answerSentences) return [];
  const line = texts.find(({ part }) => part === 'answer')?.line ?? 1;
  const fix = `giữ ${limits.answerSentences} câu; chuyển phần còn lại xuống các bước`;
  return [{ file, line, problem: `câu trả lời có ${count} câu`, fix }];
}

/** Facts that change with time: prices, short numbers of call centres, time limits. */
const changingFact = /\d[\d.]*\s?(?:đồng|nghìn|triệu|ngày làm việc)|(?<!\d)1[89]00[ .]?\d/u;

function changingFacts({ file, card, texts }: CardFile): Problem[] {
  if (card.changes) return [];
  return texts.flatMap(({ part, text, line }) => {
    if (part === 'doorstep' || !changingFact.test(text)) return [];
    const problem = 'có giá tiền, số tổng đài hay thời hạn, mà thẻ chưa ghi là hay thay đổi';
    return [{ file, line, problem, fix: 'thêm dòng changes: true, để bà con thấy ngày cập nhật' }];
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
  const problem = 'thẻ nói về tiền hoặc giấy tờ mà chưa có lời cảnh báo';
  return [{ file: card.file, line, problem, fix: 'viết dưới câu trả lời: "> Cảnh báo: …", nói điều cần tránh' }];
}

function warningLead({ file, card, texts }: CardFile): Problem[] {
  if (card.warning === undefined || card.warning.startsWith('Cảnh báo: ')) return [];
  const line = texts.find(({ part }) => part === 'warning')?.line ?? 1;
  return [{ file, line, problem: 'lời cảnh báo chưa mở đầu bằng "Cảnh báo: "', fix: 'viết "> Cảnh báo: …"' }];
}

function missingAdvice(card: CardFile): Problem[] {
  if (!isRisky(card)) return [];
  return card.card.steps.flatMap(({ ifStuck }, index) => {
    if (ifStuck !== undefined) return [];
    const problem = `bước ${index + 1} chưa nói phải làm gì khi không làm được`;
    const fix = 'thêm dưới bước: "   - Nếu không làm được: …", nói cách khác hoặc nơi tới nhờ';
    return [{ file: card.file, line: card.stepLines[index] ?? 1, problem, fix }];
  });
}

function missingGloss(card: CardFile): Problem[] {
  const texts = residentTexts(card);
  const words = texts.map(({ text }) => text);
  return jargon.flatMap((term) => {
    const found = unexplained(term, words);
    if (!found) return [];
    const problem = `"${found.words}" chưa được giải thích trong thẻ này`;
    const fix = `giải thích một lần: ${found.words} (${term.gloss})`;
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
    const problem = `"${String(path[0])}" nhắc tới bước ${number}, nhưng thẻ chỉ có ${card.steps.length} bước`;
    return [{ file, line: lineOf(path), problem, fix: 'ghi đúng số của bước' }];
  });
}

const quoted = /["“](?<name>[^"”]+)["”]/gu;

/** The marked button has to be the one the step names: a picture that shows another one misleads. */
function pressNotNamed({ file, card, lineOf }: CardFile): Problem[] {
  return card.steps.flatMap(({ text, screen }, index) => {
    if (!screen) return [];
    const names = [...text.matchAll(quoted)].map((match) => fold(match.groups?.['name'] ?? ''));
    if (names.includes(fold(screen.press))) return [];
    const problem = `hình của bước ${index + 1} khoanh "${screen.press}", nhưng lời của bước không nhắc tên này trong ngoặc kép`;
    const fix = 'ghi vào press tên nút mà bước nhắc, hoặc nhắc nút này trong bước';
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
