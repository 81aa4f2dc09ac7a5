import type { Plan } from '../plan.ts';

/** What is asked for, in this order; `sure` and `twin` only where something is odd, `note` only on wish. */
export type LogStep =
  | 'section'
  | 'kind'
  | 'quantity'
  | 'sure'
  | 'group'
  | 'day'
  | 'place'
  | 'photo'
  | 'summary'
  | 'edit'
  | 'note'
  | 'twin'
  | 'visit';

/** An entry that is being made. Lives in the session, an hour at most; holds what a member typed as place and note, masked. */
export interface LogDraft {
  /** When it was begun, in base 36: buttons of another draft are out of date. */
  readonly id: string;
  /** Last touched, epoch ms. */
  readonly at: number;
  readonly step: LogStep;
  /** True while the last question was about it: what is typed next is the answer. */
  readonly open: boolean;
  readonly section?: string;
  readonly kind?: string;
  readonly quantity?: number;
  readonly day?: string;
  /** '' = passed over, as with group and photo. */
  readonly place?: string;
  readonly group?: string;
  readonly photo?: string;
  readonly note?: string;
  /** The sum that was asked about. */
  readonly sum?: number;
  /** The largest sum of a day the member has confirmed. */
  readonly sure?: number;
  /** Entries like it that the member has seen. */
  readonly twins?: readonly string[];
  /** The entry it corrects. */
  readonly replaces?: string;
  /** The photo that entry has: it must not be dropped with the draft. */
  readonly photoBefore?: string;
  /** The visit it is about. */
  readonly visit?: string;
}

/** Whoever was called away finds it for an hour. */
const DRAFT_MS = 3_600_000;

/** A new draft with what is known already. */
export function newDraft(plan: Plan, known: Partial<LogDraft> = {}): LogDraft {
  return { id: plan.now.toString(36), at: plan.now, step: 'section', open: true, ...known };
}

/** When the draft of the session is forgotten, epoch ms. */
export function draftUntil({ session }: Plan): number | undefined {
  return session.logging && session.logging.at + DRAFT_MS;
}

/** With every message the question of the draft is over, until it is asked again. */
export function takeDraft(plan: Plan): void {
  const { logging } = plan.session;
  if (!logging?.open) return;
  plan.logDraft = logging;
  plan.session = { ...plan.session, logging: { ...logging, open: false } };
}

/** Forgets a draft that has waited too long. */
export function forgetOverdueDraft(plan: Plan): void {
  const until = draftUntil(plan);
  if (until !== undefined && until <= plan.now) dropDraft(plan);
}

/** Forgets the draft with its photo. */
export function dropDraft(plan: Plan): void {
  const { logging, ...session } = plan.session;
  delete plan.logDraft;
  if (!logging) return;
  dropPhotoOf(plan, logging);
  plan.session = session;
}

/** The photo of a draft that is not wanted any more; one of an entry stays with that entry. */
export function dropPhotoOf(plan: Plan, { photo, photoBefore }: LogDraft): void {
  if (photo === undefined || photo === '' || photo === photoBefore) return;
  plan.effects.push({ operation: 'dropFieldPhoto', args: { name: photo } });
}

/** The draft is saved: what it held is in the store now. */
export function endDraft(plan: Plan): void {
  const { logging: _logging, ...session } = plan.session;
  delete plan.logDraft;
  plan.session = session;
}
