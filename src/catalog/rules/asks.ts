import { coreOf } from '../../flow-engine/match.ts';
import { fold, parseListNumber } from '../../shared/vietnamese.ts';
import { commandWords, stopWords } from '../command-words.ts';
import type { FlowFile } from '../flow-file.ts';
import { limits } from '../limits.ts';
import type { Problem } from '../problems.ts';
import type { Path } from '../yaml-source.ts';
import { ledTo } from './references.ts';
import { lint, stop, type Content, type Rule } from './rule.ts';
import { choiceLists, stepOf, type ChoiceList } from './step-facts.ts';

interface Asking {
  readonly file: string;
  readonly id: string;
  readonly asks: readonly string[];
  readonly folded: readonly string[];
  readonly least: number;
  readonly lineOf: (path: Path) => number;
}

const askingsOf = new WeakMap<Content, readonly Asking[]>();

/** Cards and flows with their ways to be asked for. Folding is dear, so each content is folded once. */
function askings(content: Content): readonly Asking[] {
  const known = askingsOf.get(content);
  if (known) return known;
  const fresh = [
    ...content.cards.map(({ file, card, lineOf }) => ({
      file,
      id: card.slug,
      asks: card.asks,
      folded: card.asks.map(fold),
      least: limits.cardAsks,
      lineOf,
    })),
    ...content.flows.map(({ file, flow, lineOf }) => ({
      file,
      id: flow.id,
      asks: flow.asks,
      folded: flow.asks.map(fold),
      least: limits.flowAsks,
      lineOf,
    })),
  ];
  askingsOf.set(content, fresh);
  return fresh;
}

function tooFew({ file, folded, least, lineOf }: Asking): Problem[] {
  const different = new Set(folded).size;
  if (different >= least) return [];
  const problem = `asks mới có ${different} cách hỏi khác nhau (chỉ khác dấu hay chữ hoa thì tính là một)`;
  return [{ file, line: lineOf(['asks']), problem, fix: `viết ít nhất ${least} cách, đúng lời bà con hay hỏi` }];
}

function shared(all: readonly Asking[]): Problem[] {
  const firstOf = new Map<string, Asking>();
  const problems: Problem[] = [];
  for (const asking of all) {
    for (const [index, folded] of asking.folded.entries()) {
      const first = firstOf.get(folded);
      if (!first) firstOf.set(folded, asking);
      else if (first.id !== asking.id) {
        const problem = `"${asking.asks[index]}" đã là câu hỏi của "${first.id}" (${first.file})`;
        const fix = 'giữ câu này ở nơi hợp hơn; nơi kia viết câu hỏi rõ việc riêng của mình';
        problems.push({ file: asking.file, line: asking.lineOf(['asks', index]), problem, fix });
      }
    }
  }
  return problems;
}

function repeated({ file, asks, folded, least, lineOf }: Asking): Problem[] {
  if (new Set(folded).size < least) return [];
  return folded.flatMap((one, index) => {
    const first = folded.indexOf(one);
    if (first === index) return [];
    const problem = `"${asks[index]}" trùng với "${asks[first]}" ở trên (chỉ khác dấu hay chữ hoa thì tính là một)`;
    return [{ file, line: lineOf(['asks', index]), problem, fix: 'bỏ câu này, hoặc viết cách hỏi khác' }];
  });
}

function commands({ file, asks, folded, lineOf }: Asking): Problem[] {
  return folded.flatMap((one, index) => {
    if (!commandWords.has(one) && !stopWords.has(one)) return [];
    const problem = `"${asks[index]}" là lệnh trợ lý làm ngay, nên không dẫn tới đây`;
    return [
      { file, line: lineOf(['asks', index]), problem, fix: 'bỏ câu này, hoặc viết dài hơn cho rõ việc bà con cần' },
    ];
  });
}

interface ChoicesAt extends ChoiceList {
  readonly of: FlowFile;
  readonly name: string;
}

const choicesIn = ({ flows }: Content): ChoicesAt[] =>
  flows.flatMap((of) =>
    Object.entries(of.flow.steps).flatMap(([name, step]) => choiceLists(step).map((list) => ({ ...list, of, name }))),
  );

const lineOfChoice = ({ of, name, path }: ChoicesAt, ...rest: Path): number =>
  of.lineOf(['steps', name, ...path, ...rest]);

/** Words that would choose two choices of one question, so that neither can be chosen by typing. */
function ambiguousWords(list: ChoicesAt): Problem[] {
  const owner = new Map<string, { readonly title: string }>();
  return list.choices.flatMap((choice, index) => {
    const words = new Set(
      [choice.title, choice.value, ...(choice.words ?? [])].flatMap((word) => [fold(word), coreOf(word)]),
    );
    return [...words].flatMap((word) => {
      const other = owner.get(word);
      owner.set(word, other ?? choice);
      if (!other) return [];
      const problem = `câu hỏi "${list.name}": "${word}" vừa chỉ lựa chọn này, vừa chỉ "${other.title}" (không tính tiếng thưa gửi)`;
      const fix = 'mỗi title, value và mỗi từ trong words chỉ thuộc một lựa chọn';
      return [{ file: list.of.file, line: lineOfChoice(list, index), problem, fix }];
    });
  });
}

type Told = Pick<Problem, 'problem' | 'fix'> | undefined;

/** Looks at every title and word of a question. */
function eachWord(list: ChoicesAt, find: (folded: string, word: string, index: number) => Told): Problem[] {
  return list.choices.flatMap((choice, index) => {
    const report = (word: string, ...path: Path): Problem[] => {
      const found = find(fold(word), word, index);
      return found ? [{ file: list.of.file, line: lineOfChoice(list, index, ...path), ...found }] : [];
    };
    const words = (choice.words ?? []).flatMap((word, at) => report(word, 'words', at));
    return [...report(choice.title, 'title'), ...words];
  });
}

function wordsTwice(list: ChoicesAt): Problem[] {
  return list.choices.flatMap((choice, index) => {
    const seen = new Set([fold(choice.title)]);
    return (choice.words ?? []).flatMap((word, at) => {
      const folded = fold(word);
      if (!seen.has(folded)) {
        seen.add(folded);
        return [];
      }
      const problem = `"${word}" viết hai lần cho "${choice.title}" (chỉ khác dấu hay chữ hoa thì tính là một)`;
      return [{ file: list.of.file, line: lineOfChoice(list, index, 'words', at), problem, fix: 'bỏ từ này' }];
    });
  });
}

const numberWords = (list: ChoicesAt): Problem[] =>
  eachWord(list, (_folded, word, index) => {
    const number = parseListNumber(word);
    if (number === undefined || number === index + 1) return undefined;
    return {
      problem: `"${word}" được hiểu là số ${number} trong danh sách, không phải lựa chọn thứ ${index + 1}`,
      fix: 'bỏ từ này, hoặc viết thêm một tiếng',
    };
  });

function commandAnswers(list: ChoicesAt): Problem[] {
  return eachWord(list, (folded, word, index) => {
    if (!commandWords.has(folded)) return undefined;
    const next = list.choices[index]?.next;
    // "Gặp người" as an answer that leads to a person does what the order does.
    if (next !== undefined && stepOf(list.of.flow, next)?.type === 'handover') return undefined;
    return {
      problem: `"${word}" là lệnh, phải dùng được ở mọi câu hỏi`,
      fix: 'chọn từ khác, để bà con vẫn dùng được lệnh này',
    };
  });
}

/** Rules on what residents say: enough ways to ask, none shared, no word that means two things or an order. */
export const askRules: readonly Rule[] = [
  stop('too-few-asks', (content) => {
    const led = ledTo(content);
    // Without any ask and any way to it, the entry cannot be reached at all: a rule of its own.
    return askings(content).flatMap((one) => (one.asks.length === 0 && !led.has(one.id) ? [] : tooFew(one)));
  }),
  stop('ask-shared', (content) => shared(askings(content))),
  lint('ask-repeated', 'warning', (content) => askings(content).flatMap(repeated)),
  lint('ask-is-command', 'error', (content) => askings(content).flatMap(commands)),
  stop('choice-ambiguous', (content) => choicesIn(content).flatMap(ambiguousWords)),
  lint('choice-word-twice', 'warning', (content) => choicesIn(content).flatMap(wordsTwice)),
  lint('choice-word-is-number', 'error', (content) => choicesIn(content).flatMap(numberWords)),
  lint('choice-word-is-command', 'error', (content) => choicesIn(content).flatMap(commandAnswers)),
];
