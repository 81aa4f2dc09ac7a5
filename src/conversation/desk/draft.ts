import type { Plan } from '../plan.ts';

/** Something a member or officer is about to write: a question, or the answer to one. Masked; an hour at most. */
export interface DeskDraft {
  readonly kind: 'ask' | 'answer';
  /** The question an answer is for; '' for a question. */
  readonly id: string;
  /** Last touched, epoch ms. */
  readonly at: number;
  /** True while the last question of ours was about it: what is typed next is it. */
  readonly open: boolean;
  /** The answer that waits to be sent. */
  readonly text?: string;
}

/** Whoever was called away finds it for an hour. */
const DRAFT_MS = 3_600_000;

/** When the draft of the session is forgotten, epoch ms. */
export const deskUntil = ({ session }: Plan): number | undefined => session.desk && session.desk.at + DRAFT_MS;

/** With every message the question of the draft is over, until it is asked again. */
export function takeDesk(plan: Plan): void {
  const { desk } = plan.session;
  if (!desk?.open) return;
  plan.deskDraft = desk;
  plan.session = { ...plan.session, desk: { ...desk, open: false } };
}

/** Forgets a draft that has waited too long. */
export function forgetOverdueDesk(plan: Plan): void {
  const until = deskUntil(plan);
  if (until !== undefined && until <= plan.now) dropDesk(plan);
}

/** Forgets the draft. */
export function dropDesk(plan: Plan): void {
  const { desk: _desk, ...session } = plan.session;
  delete plan.deskDraft;
  plan.session = session;
}

/** Keeps a draft whose words come next, or wait to be sent. */
export function keepDesk(plan: Plan, draft: Omit<DeskDraft, 'at'>): void {
  plan.session = { ...plan.session, desk: { ...draft, at: plan.now } };
}
