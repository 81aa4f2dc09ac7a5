import type { AskStep, Condition, Expiry, Flow, PollStep, QuizStep, Step, When } from '../flow-engine/types.ts';

/** Longest label in characters: a box stays readable on one screen. */
const labelCharacters = 60;

const shapes: Readonly<Record<Step['type'], readonly [open: string, close: string]>> = {
  say: ['[', ']'],
  ask: ['[/', '/]'],
  quiz: ['[/', '/]'],
  poll: ['[/', '/]'],
  branch: ['{', '}'],
  guide: ['[[', ']]'],
  call: ['[[', ']]'],
  set: ['(', ')'],
  record: ['(', ')'],
  profile: ['(', ')'],
  remind: ['>', ']'],
  wait: ['>', ']'],
  handover: ['([', '])'],
  end: ['([', '])'],
};

const letterFinder = new Intl.Segmenter('vi');

const shorten = (text: string): string => {
  const line = text.replace(/\s+/gu, ' ').trim();
  const letters = Array.from(letterFinder.segment(line), ({ segment }) => segment);
  return letters.length <= labelCharacters
    ? line
    : `${letters
        .slice(0, labelCharacters - 1)
        .join('')
        .trimEnd()}…`;
};

/** A text inside Mermaid's quotes: what Mermaid, its Markdown or HTML would read as something else is an entity. */
const escape = (text: string): string =>
  text.replace(/[#&"<>`\\*_~[\]|]/gu, (character) => `#${character.codePointAt(0)};`);

const label = (text: string): string => escape(shorten(text));

function conditionWords(condition: Condition): string {
  if ('not' in condition) return `not (${conditionWords(condition.not)})`;
  if ('all' in condition) return condition.all.map(conditionWords).join(' and ');
  if ('any' in condition) return `(${condition.any.map(conditionWords).join(' or ')})`;
  if ('in' in condition) return `${condition.var} in ${condition.in.join(', ')}`;
  return `${condition.var} == ${condition.equals}`;
}

const whenWords = (when: When): string => ('source' in when ? when.source : conditionWords(when));

const written = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'source' in value ? `=${String(value.source)}` : String(value);

/** What stands in the box below the name of the step. */
function wordsOf(step: Step): string {
  switch (step.type) {
    case 'branch':
      return '';
    case 'set':
      return `${step.var} = ${written(step.value)}`;
    case 'guide':
      return step.card;
    case 'call':
      return step.flow;
    case 'record':
      return step.quantity === undefined ? step.outcome : `${step.outcome} × ${written(step.quantity)}`;
    case 'quiz':
      return `${step.questions.length} câu hỏi: ${step.questions[0]?.text ?? ''}`;
    case 'profile':
      return (['address', 'segment', 'largeSteps', 'commune', 'team', 'announcements', 'counting'] as const)
        .flatMap((name) => (step[name] === undefined ? [] : [`${name} = ${written(step[name])}`]))
        .join(', ');
    case 'wait':
      return `chờ ${step.expires.after}`;
    case 'handover':
      return step.text ?? step.reason;
    default:
      return step.text ?? '';
  }
}

interface Arrow {
  /** Name of a step; undefined where the flow is left. */
  readonly to: string | undefined;
  readonly words?: string;
  readonly dotted?: boolean;
}

const afterExpiry = (expires: Expiry | undefined): Arrow[] =>
  expires ? [{ to: expires.next, words: `hết ${expires.after}`, dotted: true }] : [];

const givingUp = (to: string | undefined): Arrow[] =>
  to === undefined ? [] : [{ to, words: 'chưa rõ, bỏ qua', dotted: true }];

function arrowsOfAsk(step: AskStep | PollStep): Arrow[] {
  const chosen = (step.choices ?? []).map(({ title, next }): Arrow => ({ to: next ?? step.next, words: title }));
  const typed: Arrow[] =
    step.type === 'ask' && step.next !== undefined ? [{ to: step.next, words: step.input ?? 'text' }] : [];
  // A poll whose choices all lead elsewhere still has its way on, taken when it is not answered.
  const unanswered: Arrow[] = step.type === 'poll' && step.giveUp === undefined ? givingUp(step.next) : [];
  return [...chosen, ...typed, ...unanswered, ...givingUp(step.giveUp), ...afterExpiry(step.expires)];
}

function arrowsOfQuiz(step: QuizStep): Arrow[] {
  const both: Arrow[] =
    step.failed === undefined
      ? [{ to: step.next }]
      : [
          { to: step.next, words: 'đạt' },
          { to: step.failed, words: 'chưa đạt' },
        ];
  return [...both, ...givingUp(step.giveUp), ...afterExpiry(step.expires)];
}

function arrowsOf(step: Step): Arrow[] {
  switch (step.type) {
    case 'ask':
    case 'poll':
      return arrowsOfAsk(step);
    case 'quiz':
      return arrowsOfQuiz(step);
    case 'branch':
      return [
        ...step.cases.map(({ when, next }): Arrow => ({ to: next, words: whenWords(when) })),
        { to: step.else, words: 'còn lại' },
      ];
    case 'guide':
      return [
        { to: step.next },
        ...(step.stuck === undefined ? [] : [{ to: step.stuck, words: 'cần người giúp', dotted: true }]),
      ];
    case 'remind':
      return [{ to: step.next, words: `sau ${step.after}, hoặc xong` }];
    case 'wait':
      return [
        ...(step.next === undefined ? [] : [{ to: step.next, words: 'có tin nhắn' }]),
        ...afterExpiry(step.expires),
      ];
    case 'handover':
    case 'end':
      return [];
    default:
      return [{ to: step.next }];
  }
}

/**
 * A flow as the text of a Mermaid flowchart: a box for each step (type, name, first words), an arrow for each way on.
 * Guides and calls are boxes with double sides; ways of giving up and of expiry are dotted. The same flow always gives
 * the same text, with the steps in the order of the file. Draw it with any Mermaid viewer, for example GitHub's.
 */
export function drawFlow(flow: Flow): string {
  const names = Object.keys(flow.steps);
  const nodeOf = new Map(names.map((name, index) => [name, `s${index + 1}`]));
  const arrows = Object.entries(flow.steps).flatMap(([from, step]) =>
    arrowsOf(step).map((arrow) => ({ from, ...arrow })),
  );
  const boxes = Object.entries(flow.steps).map(([name, step]) => {
    const [open, close] = shapes[step.type];
    const words = label(wordsOf(step));
    return `  ${nodeOf.get(name)}${open}"${step.type} · ${escape(name)}${words === '' ? '' : `<br/>${words}`}"${close}`;
  });
  const lines = arrows.map(({ from, to, words, dotted }) => {
    const text = words === undefined ? '' : `|"${label(words)}"|`;
    return `  ${nodeOf.get(from)} ${dotted ? '-.->' : '-->'}${text} ${to === undefined ? 'left' : nodeOf.get(to)}`;
  });
  const leaves = arrows.some(({ to }) => to === undefined) ? ['  left(["rời hướng dẫn"])'] : [];
  return [
    `%% ${flow.id} (${flow.hash})`,
    'flowchart TD',
    `  start(("${label(flow.title)}"))`,
    ...boxes,
    ...leaves,
    `  start --> ${nodeOf.get(flow.start)}`,
    ...lines,
    '',
  ].join('\n');
}
