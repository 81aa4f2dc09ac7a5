import { readInput } from '../../flow-engine/inputs/index.ts';
import { vietnamDay } from '../../shared/clock.ts';
import { maskIdentifiers } from '../../shared/identifiers.ts';
import { plusDays } from '../../shared/periods.ts';
import { hasMaskedSecret, maskSecrets } from '../../shared/secrets.ts';
import { fold, normalize } from '../../shared/vietnamese.ts';
import type { Command } from '../../understanding/commands.ts';
import { parseOrder } from '../payloads.ts';
import type { Plan } from '../plan.ts';
import type { LogDraft, LogStep } from './draft.ts';
import { type LineParts, readLine, readQuantity } from './line.ts';
import { obeyLogOrder } from './orders.ts';
import { askNext, askStep, nextStep } from './questions.ts';

/** Nobody does more in a day; a number like that is a slip. */
const MAX_QUANTITY = 100_000;
/** Whoever logs later than this remembers no days. */
const MAX_DAYS_BACK = 31;
const MAX_PLACE = 60;
const MAX_NOTE = 200;

/** Steps whose answer is typed: a number is an answer there, never one of a list. */
const TYPED: ReadonlySet<LogStep> = new Set(['quantity', 'place', 'note']);
/** Steps at which "đồng ý" answers the question, and does not agree to be counted. */
const AGREED: ReadonlySet<LogStep> = new Set(['summary', 'sure', 'twin']);

const YES = /^(?:luu|luu di|luu lai|dong y|dung roi|dung the|ok|oke|co|vang|u|dung)(?: (?:a|nhe|em|roi|di))*$/u;
const SKIPS: ReadonlySet<string> = new Set(
  'bo qua,khong,khong co,khong can,khong nho,ko,khoi,chua co,bo qua di'.split(','),
);

/** "Dung" without its mark says stop as well as right, so it is left to the command. */
const agrees = (text: string): boolean => YES.test(fold(text)) && !/^d[uừ]ng(?:\s|$)/iu.test(normalize(text));

/**
 * What was typed while the draft's question stood, before lists and commands get it: answers that would mean something
 * else there. `command`: what it would be; a place may look like a team's code ("tổ 3").
 */
export async function takeTypedFirst(plan: Plan, text: string, command: Command | undefined): Promise<boolean> {
  const draft = plan.logDraft;
  if (!draft) return false;
  if (AGREED.has(draft.step) && agrees(text)) return takeTyped(plan, text, false);
  const isPlace = draft.step === 'place' && command?.type === 'team' && /^\d{0,3}$/u.test(command.code);
  if (!TYPED.has(draft.step) || (command && !isPlace)) return false;
  if (plan.deps.understanding.hearEmergency(text)) return false;
  return takeTyped(plan, text, hasMaskedSecret(text));
}

/** The answer to the question that stood. False where no draft is open. */
export async function takeTyped(plan: Plan, text: string, hasSecret: boolean): Promise<boolean> {
  const draft = plan.logDraft;
  if (!draft) return false;
  const offered = plan.before.options.find(({ title }) => fold(title) === fold(text));
  const order = parseOrder(offered?.payload ?? '');
  if (order?.type === 'log') {
    await obeyLogOrder(plan, order);
    return true;
  }
  await answer(plan, draft, text, hasSecret);
  return true;
}

async function answer(plan: Plan, draft: LogDraft, text: string, hasSecret: boolean): Promise<void> {
  const { messages } = plan;
  const press = (value: string, act: 'save' | 'sure' | 'place' | 'photo' | 'note'): Promise<void> =>
    obeyLogOrder(plan, { type: 'log', act, ref: `${draft.id}.${value}` });
  switch (draft.step) {
    case 'quantity':
      return takeQuantity(plan, draft, text);
    case 'day':
      return takeDay(plan, draft, text);
    case 'place':
      if (SKIPS.has(fold(text))) return press('', 'place');
      return takeWords(plan, draft, text, hasSecret, 'place');
    case 'note':
      if (SKIPS.has(fold(text))) return press('', 'note');
      return takeWords(plan, draft, text, hasSecret, 'note');
    case 'photo':
      return SKIPS.has(fold(text)) ? press('', 'photo') : askStep(plan, draft, 'photo');
    case 'sure':
      return agrees(text) ? press(String(draft.sum ?? draft.quantity ?? 0), 'sure') : takeQuantity(plan, draft, text);
    case 'summary':
    case 'twin':
      return agrees(text) ? press('', 'save') : askStep(plan, draft, 'summary');
    case 'section':
    case 'kind':
    case 'visit':
      return takeLine(plan, draft, text);
    case 'group':
      return takeGroup(plan, draft, text);
    case 'edit':
      return askStep(plan, draft, 'edit', messages.pickListed);
  }
}

const isCount = (value: number | undefined): value is number =>
  value !== undefined && Number.isInteger(value) && value >= 1 && value <= MAX_QUANTITY;

function takeQuantity(plan: Plan, draft: LogDraft, text: string): void {
  const read = readQuantity(text);
  const { sure: _sure, sum: _sum, quantity: _quantity, ...rest } = draft;
  if (!isCount(read)) return askStep(plan, rest, 'quantity', plan.messages.logQuantityUnclear);
  askNext(plan, { ...rest, quantity: read });
}

/** Why a day cannot be taken; undefined when it can. */
function dayProblem(plan: Plan, day: string): string | undefined {
  const today = vietnamDay(plan.now);
  const reading = readInput('date', day, { min: plusDays(today, -MAX_DAYS_BACK), max: 'today' }, today);
  if (reading?.kind === 'value') return undefined;
  return reading?.kind === 'refused' ? reading.why : plan.messages.logDayUnclear;
}

function takeDay(plan: Plan, draft: LogDraft, text: string): void {
  const today = vietnamDay(plan.now);
  const reading = readInput('date', text, { max: 'today' }, today);
  const day = reading?.kind === 'value' ? reading.value : readLine(text, plan.deps.catalogue.fieldLog, today).day;
  const why =
    day === undefined
      ? reading?.kind === 'refused'
        ? reading.why
        : plan.messages.logDayUnclear
      : dayProblem(plan, day);
  if (day === undefined || why !== undefined) return askStep(plan, draft, 'day', why);
  askNext(plan, { ...draft, day });
}

/** Words without what leads to a person; undefined where they cannot be taken. */
function fitWords(text: string, hasSecret: boolean, max: number): string | undefined {
  const masked = maskSecrets(text);
  if (hasSecret || masked.kinds.length > 0 || hasMaskedSecret(text)) return undefined;
  const words = maskIdentifiers(normalize(text)).toWellFormed();
  return words === '' || words.length > max ? undefined : words;
}

function takeWords(plan: Plan, draft: LogDraft, text: string, hasSecret: boolean, step: 'place' | 'note'): void {
  const words = fitWords(text.replace(step === 'place' ? /^(?:ở|tại)\s+/iu : /^$/u, ''), hasSecret, LIMITS[step]);
  const why = step === 'place' ? plan.messages.logPlaceUnfit : plan.messages.logTextUnfit;
  if (words === undefined) return askStep(plan, draft, step, why);
  askNext(plan, { ...draft, [step]: words });
}

const LIMITS = { place: MAX_PLACE, note: MAX_NOTE } as const;

function takeGroup(plan: Plan, draft: LogDraft, text: string): void {
  const { groups } = plan.deps.catalogue.fieldLog;
  const folded = fold(text);
  const group = Object.entries(groups).find(([, { words }]) => words.some((word) => folded.includes(word)))?.[0];
  if (group === undefined && !SKIPS.has(folded)) return askStep(plan, draft, 'group', plan.messages.pickListed);
  askNext(plan, { ...draft, group: group ?? '' });
}

/** Words while a kind is asked for: perhaps the whole entry in one line. */
export function takeLine(plan: Plan, draft: LogDraft, line: string): void {
  const parts = readLine(line, plan.deps.catalogue.fieldLog, vietnamDay(plan.now));
  const filled = fillDraft(plan, draft, parts);
  askNext(plan, filled, whyNot(plan, filled, parts));
}

/** The draft with what a line says; what cannot be taken stays missing, and is asked for. */
function fillDraft(plan: Plan, draft: LogDraft, parts: LineParts): LogDraft {
  const place = parts.place === undefined ? undefined : fitWords(parts.place, false, MAX_PLACE);
  return {
    ...draft,
    ...(parts.kind === undefined ? {} : { kind: parts.kind }),
    ...(isCount(parts.quantity) ? { quantity: parts.quantity } : {}),
    ...(parts.day === undefined || dayProblem(plan, parts.day) !== undefined ? {} : { day: parts.day }),
    ...(parts.group === undefined ? {} : { group: parts.group }),
    ...(place === undefined ? {} : { place }),
  };
}

/** Why what is asked for now was not taken from the line; undefined where the line said nothing of it. */
function whyNot(plan: Plan, filled: LogDraft, { day, quantity }: LineParts): string | undefined {
  const step = nextStep(plan, filled);
  if (step === 'quantity') return quantity === undefined ? undefined : plan.messages.logQuantityUnclear;
  return step === 'day' && day !== undefined ? dayProblem(plan, day) : undefined;
}
