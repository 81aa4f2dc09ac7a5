import { vietnamDay } from '../../shared/clock.ts';
import type { FieldLog } from '../../catalog/field-log.ts';
import type { VisitWork } from '../../storage/field-log-ports.ts';
import type { Plan } from '../plan.ts';
import type { Option } from '../session.ts';
import { dropDraft, newDraft } from './draft.ts';
import { askNext, askVisit, logOption } from './questions.ts';
import { demandLogger } from './standing.ts';

/** Zalo's five buttons, one of them for everything else. */
const MAX_ITEMS = 4;

/** What may be logged of a visit: its outcomes as often as they came, then one person guided for each subject. */
export function visitItems(
  { kinds }: FieldLog,
  { topics, outcomes }: VisitWork,
): readonly { readonly kind: string; readonly quantity: number }[] {
  const list = Object.entries(kinds);
  const done = list.flatMap(([kind, { outcomes: codes }]) => {
    const quantity = codes.reduce((sum, code) => sum + (outcomes[code] ?? 0), 0);
    return quantity > 0 ? [{ kind, quantity }] : [];
  });
  const guided = topics.flatMap((topic) => {
    const kind = list.find(([, one]) => one.section === 'guided' && one.topic === topic)?.[0];
    return kind === undefined ? [] : [{ kind, quantity: 1 }];
  });
  return [...done, ...guided].slice(0, MAX_ITEMS);
}

/** "Ghi nhận buổi hướng dẫn này": a draft with what the bot saw of the visit. A visit of another team is unknown. */
export async function logVisit(plan: Plan, visit: string): Promise<void> {
  const logger = await demandLogger(plan);
  if (!logger) return;
  const today = vietnamDay(plan.now);
  const work = await logger.teams.visitWork({ oaId: plan.oaId, teamCode: logger.me.teamCode, visit, today });
  dropDraft(plan);
  const items = visitItems(plan.deps.catalogue.fieldLog, work);
  const draft = newDraft(plan, { visit, day: work.day ?? today });
  const [only] = items;
  if (only && items.length === 1) return askNext(plan, { ...draft, ...only });
  if (only) return askVisit(plan, draft, items);
  askNext(plan, draft);
}

/** The offer after a visit of a member, as a list of one or none. */
export function visitOption({ messages }: Plan, helping: { visit: string; member?: true } | undefined): Option[] {
  return helping?.member ? [logOption(messages.logVisitOffer, 'visit', helping.visit)] : [];
}
