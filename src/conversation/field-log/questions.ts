import { numberText } from '../../flow-engine/inputs/vietnamese-number.ts';
import { fieldLogSections } from '../../catalog/field-log.ts';
import { encodeOrder, type LogAct } from '../payloads.ts';
import { fillMessage, type Plan, reply } from '../plan.ts';
import type { Option } from '../session.ts';
import { park } from '../walk.ts';
import type { LogDraft, LogStep } from './draft.ts';
import { entryLines, kindNames } from './entry-text.ts';

/** A button of the field log about something else than the draft. */
export const logOption = (title: string, act: LogAct, ref = ''): Option => ({
  title,
  payload: encodeOrder({ type: 'log', act, ref }),
});

/** A button of this draft: pressed later, it is known to be of another one. */
const draftOption = (draft: LogDraft, title: string, act: LogAct, value = ''): Option =>
  logOption(title, act, `${draft.id}.${value}`);

/** The first thing that is missing, odd figures included. */
export function nextStep(plan: Plan, draft: LogDraft): LogStep {
  const kind = plan.deps.catalogue.fieldLog.kinds[draft.kind ?? ''];
  if (!kind) return draft.section === undefined ? 'section' : 'kind';
  if (draft.quantity === undefined) return 'quantity';
  if (draft.quantity > Math.max(kind.dailyMax, draft.sure ?? 0)) return 'sure';
  if (kind.grouped && draft.group === undefined) return 'group';
  if (draft.day === undefined) return 'day';
  if (draft.place === undefined) return 'place';
  if (plan.deps.keepPhoto && draft.photo === undefined) return 'photo';
  return 'summary';
}

/** Keeps the draft and asks for what is missing. `lead`: said in front, such as why an answer was not taken. */
export function askNext(plan: Plan, draft: LogDraft, lead?: string): void {
  askStep(plan, draft, nextStep(plan, draft), lead);
}

/** Keeps the draft and asks this. */
export function askStep(plan: Plan, draft: LogDraft, step: LogStep, lead?: string): void {
  park(plan);
  const asked: LogDraft = { ...draft, step, at: plan.now, open: true };
  plan.session = { ...plan.session, logging: asked };
  const { text, options } = questionOf(plan, asked);
  reply(plan, lead === undefined ? text : `${lead}\n\n${text}`, { options });
}

interface Question {
  readonly text: string;
  readonly options: readonly Option[];
}

function questionOf(plan: Plan, draft: LogDraft): Question {
  const { messages } = plan;
  const { title, unit } = kindNames(plan, draft.kind ?? '');
  const drop = draftOption(draft, messages.logDrop, 'drop');
  const skip = (act: LogAct): Option => draftOption(draft, messages.logSkip, act);
  switch (draft.step) {
    case 'section':
      return { text: messages.logAskSection, options: [...sectionOptions(plan, draft), drop] };
    case 'kind':
      return kindQuestion(plan, draft);
    case 'quantity':
      return { text: fillMessage(plan, messages.logAskQuantity, { việc: title, 'đơn vị': unit }), options: [drop] };
    case 'sure':
      return sureQuestion(plan, draft, draft.quantity ?? 0);
    case 'group':
      return { text: messages.logAskGroup, options: groupOptions(plan, draft) };
    case 'day':
      return {
        text: messages.logAskDay,
        options: [
          draftOption(draft, messages.logToday, 'day', 'today'),
          draftOption(draft, messages.logYesterday, 'day', 'yesterday'),
        ],
      };
    case 'place':
      return { text: messages.logAskPlace, options: [skip('place')] };
    case 'note':
      return { text: messages.logAskNote, options: [skip('note')] };
    case 'photo':
      return { text: messages.logAskPhoto, options: [skip('photo')] };
    case 'edit':
      return { text: messages.logAskEdit, options: fieldOptions(plan, draft) };
    case 'summary':
    case 'twin':
    case 'visit':
      return summary(plan, draft);
  }
}

function summary(plan: Plan, draft: LogDraft): Question {
  const { messages } = plan;
  return {
    text: fillMessage(plan, messages.logSummary, { mục: entryLines(plan, shownOf(draft)) }),
    options: [
      draftOption(draft, messages.logSave, 'save'),
      draftOption(draft, messages.logEdit, 'edit'),
      draftOption(draft, messages.logDrop, 'drop'),
    ],
  };
}

/** The draft as an entry is shown. */
export const shownOf = ({ kind, quantity, day, place, group, note, photo }: LogDraft) => ({
  kind: kind ?? '',
  quantity: quantity ?? 0,
  day: day ?? '',
  place: place ?? '',
  group: group ?? '',
  note: note ?? '',
  ...(photo === undefined ? {} : { photo }),
});

function sectionOptions(plan: Plan, draft: LogDraft): Option[] {
  const { sections, kinds } = plan.deps.catalogue.fieldLog;
  return fieldLogSections
    .filter((section) => Object.values(kinds).some((kind) => kind.section === section))
    .map((section) => draftOption(draft, sections[section], 'section', section));
}

function kindQuestion(plan: Plan, draft: LogDraft): Question {
  const { sections, kinds } = plan.deps.catalogue.fieldLog;
  const section = fieldLogSections.find((one) => one === draft.section);
  return {
    text: fillMessage(plan, plan.messages.logAskKind, { nhóm: section ? sections[section] : '' }),
    options: Object.entries(kinds)
      .filter(([, kind]) => kind.section === section)
      .map(([code, { button }]) => draftOption(draft, button, 'kind', code)),
  };
}

function sureQuestion(plan: Plan, draft: LogDraft, sum: number): Question {
  const { messages } = plan;
  const kind = plan.deps.catalogue.fieldLog.kinds[draft.kind ?? ''];
  const values = { số: numberText(sum), 'đơn vị': kind?.unit ?? '', mức: numberText(kind?.dailyMax ?? 0) };
  return {
    text: fillMessage(plan, messages.logAskSure, values),
    options: [
      draftOption(draft, messages.logSureYes, 'sure', String(sum)),
      draftOption(draft, messages.logSureNo, 'edit', 'quantity'),
    ],
  };
}

/** Asks whether so many in one day are right: more than this entry when others of the day are added. */
export function askSure(plan: Plan, draft: LogDraft, sum: number): void {
  const asked: LogDraft = { ...draft, step: 'sure', at: plan.now, open: true, sum };
  plan.session = { ...plan.session, logging: asked };
  const { text, options } = sureQuestion(plan, asked, sum);
  reply(plan, text, { options });
}

function groupOptions(plan: Plan, draft: LogDraft): Option[] {
  const { groups } = plan.deps.catalogue.fieldLog;
  return [
    ...Object.entries(groups).map(([code, { title }]) => draftOption(draft, title, 'group', code)),
    draftOption(draft, plan.messages.logGroupAll, 'group'),
  ];
}

function fieldOptions(plan: Plan, draft: LogDraft): Option[] {
  const { messages } = plan;
  const isGrouped = plan.deps.catalogue.fieldLog.kinds[draft.kind ?? '']?.grouped === true;
  const field = (title: string, value: string): Option => draftOption(draft, title, 'edit', value);
  return [
    field(messages.logFieldKind, 'kind'),
    field(messages.logFieldQuantity, 'quantity'),
    ...(isGrouped ? [field(messages.logFieldGroup, 'group')] : []),
    field(messages.logFieldDay, 'day'),
    field(messages.logFieldPlace, 'place'),
    field(messages.logFieldNote, 'note'),
    ...(plan.deps.keepPhoto ? [field(messages.logFieldPhoto, 'photo')] : []),
  ];
}

/** Points out entries like it; the names in the text are never kept in the session. */
export function askTwins(plan: Plan, draft: LogDraft, lines: readonly string[], ids: readonly string[]): void {
  const { messages } = plan;
  const asked: LogDraft = { ...draft, step: 'twin', at: plan.now, open: true, twins: ids };
  plan.session = { ...plan.session, logging: asked };
  reply(plan, fillMessage(plan, messages.logTwin, { mục: lines.map((line) => `- ${line}`).join('\n') }), {
    options: [
      draftOption(asked, messages.logTwinSave, 'save'),
      draftOption(asked, messages.logTwinDrop, 'drop'),
      draftOption(asked, messages.logEdit, 'edit'),
    ],
  });
}

/** What a visit did, to choose from. */
export function askVisit(plan: Plan, draft: LogDraft, items: readonly { kind: string; quantity: number }[]): void {
  const { messages } = plan;
  park(plan);
  const asked: LogDraft = { ...draft, step: 'visit', at: plan.now, open: true };
  plan.session = { ...plan.session, logging: asked };
  reply(plan, messages.logVisitAsk, {
    options: [
      ...items.map(({ kind, quantity }) => {
        const { button, unit } = kindNames(plan, kind);
        return draftOption(asked, `${button}: ${numberText(quantity)} ${unit}`, 'visit-item', `${kind}:${quantity}`);
      }),
      draftOption(asked, messages.logVisitOther, 'edit', 'kind'),
    ],
  });
}
