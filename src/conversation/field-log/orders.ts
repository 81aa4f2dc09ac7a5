import { vietnamDay } from '../../shared/clock.ts';
import { plusDays } from '../../shared/periods.ts';
import type { Order } from '../payloads.ts';
import { menuOption, type Plan, reply } from '../plan.ts';
import { parkedOption } from '../walk.ts';
import { changeEntry, keepEntry, sayBook, sayEntry, withdrawEntry } from './book.ts';
import { dropDraft, dropPhotoOf, type LogDraft, newDraft } from './draft.ts';
import { answerFlag } from './flags.ts';
import { askNext, askStep, logOption } from './questions.ts';
import { saveDraft } from './save.ts';
import { demandLogger } from './standing.ts';
import { logVisit } from './visit.ts';

/** Does what a button of the field log orders. What it names may have changed since it was shown. */
export async function obeyLogOrder(plan: Plan, { act, ref }: Order & { type: 'log' }): Promise<void> {
  switch (act) {
    case 'new':
      return beginLog(plan);
    case 'visit':
      return logVisit(plan, ref);
    case 'book':
      return sayBook(plan, ref);
    case 'show':
      return sayEntry(plan, ref);
    case 'change':
      return changeEntry(plan, ref);
    case 'withdraw':
    case 'withdraw-yes':
      return withdrawEntry(plan, ref, act === 'withdraw-yes');
    case 'keep':
      return keepEntry(plan);
    case 'flag-yes':
      return answerFlag(plan, ref, 'confirmed');
    case 'flag-no':
      return answerFlag(plan, ref, 'to-correct');
    default: {
      const draft = draftOf(plan, ref);
      if (draft) return obeyDraft(plan, draft, act, ref.slice(ref.indexOf('.') + 1));
      return reply(plan, plan.messages.logGone, {
        options: [logOption(plan.messages.logAnother, 'new'), menuOption(plan)],
      });
    }
  }
}

/** A new entry, step by step. One that was begun before is over. */
export async function beginLog(plan: Plan): Promise<void> {
  if (!(await demandLogger(plan))) return;
  dropDraft(plan);
  askNext(plan, newDraft(plan));
}

function draftOf(plan: Plan, ref: string): LogDraft | undefined {
  const { logging } = plan.session;
  return logging && ref.startsWith(`${logging.id}.`) ? logging : undefined;
}

type DraftAct = Exclude<
  (Order & { type: 'log' })['act'],
  'new' | 'visit' | 'book' | 'show' | 'change' | 'withdraw' | 'withdraw-yes' | 'keep' | 'flag-yes' | 'flag-no'
>;

async function obeyDraft(plan: Plan, draft: LogDraft, act: DraftAct, value: string): Promise<void> {
  const { fieldLog } = plan.deps.catalogue;
  const today = vietnamDay(plan.now);
  switch (act) {
    case 'section':
      return askNext(plan, { ...draft, section: value });
    case 'kind':
      return askNext(plan, Object.hasOwn(fieldLog.kinds, value) ? { ...draft, kind: value } : draft);
    case 'visit-item': {
      const [kind = '', count = ''] = value.split(':');
      return askNext(plan, Object.hasOwn(fieldLog.kinds, kind) ? { ...draft, kind, quantity: Number(count) } : draft);
    }
    case 'group':
      return askNext(plan, { ...draft, group: Object.hasOwn(fieldLog.groups, value) ? value : '' });
    case 'day':
      return askNext(plan, { ...draft, day: value === 'yesterday' ? plusDays(today, -1) : today });
    case 'place':
      return askNext(plan, { ...draft, place: '' });
    case 'note':
      return askNext(plan, { ...draft, note: '' });
    case 'photo':
      return askNext(plan, { ...draft, photo: '' });
    case 'sure':
      return confirmSum(plan, draft, Number(value));
    case 'edit':
      return editField(plan, draft, value);
    case 'save':
      return saveDraft(plan, draft);
    case 'drop':
      dropDraft(plan);
      return reply(plan, plan.messages.logDropped, { options: [...parkedOption(plan), menuOption(plan)] });
  }
}

/** "Đúng số này": so many, and no more. A sum with others of the day was asked about when it was to be saved. */
function confirmSum(plan: Plan, draft: LogDraft, sum: number): void | Promise<void> {
  const { sum: _sum, ...rest } = draft;
  const confirmed: LogDraft = { ...rest, sure: Math.max(sum, draft.sure ?? 0) };
  return sum > (draft.quantity ?? 0) ? saveDraft(plan, confirmed) : askNext(plan, confirmed);
}

/** The field is asked for anew; everything else stays. '' = which field. */
function editField(plan: Plan, draft: LogDraft, field: string): void {
  switch (field) {
    case 'kind': {
      const { kind: _kind, section: _section, sure: _sure, ...rest } = draft;
      return askNext(plan, rest);
    }
    case 'quantity': {
      const { quantity: _quantity, sure: _sure, sum: _sum, ...rest } = draft;
      return askNext(plan, rest);
    }
    case 'group': {
      const { group: _group, ...rest } = draft;
      return askNext(plan, rest);
    }
    case 'day': {
      const { day: _day, ...rest } = draft;
      return askNext(plan, rest);
    }
    case 'place': {
      const { place: _place, ...rest } = draft;
      return askNext(plan, rest);
    }
    case 'photo': {
      dropPhotoOf(plan, draft);
      const { photo: _photo, ...rest } = draft;
      return askNext(plan, rest);
    }
    case 'note':
      return askStep(plan, draft, 'note');
    default:
      return askStep(plan, draft, 'edit');
  }
}
