import { vietnamTime } from '../../shared/clock.ts';
import { dayText } from '../../flow-engine/calendar.ts';
import { numberText } from '../../flow-engine/inputs/vietnamese-number.ts';
import type { FieldEntry } from '../../storage/field-log-ports.ts';
import type { Plan, TeamReads } from '../plan.ts';

/** What of an entry is shown. */
export type Shown = Pick<FieldEntry, 'kind' | 'quantity' | 'day' | 'place' | 'group' | 'note' | 'photo'>;

/** A kind as content has it; a code of an older content names itself. */
export function kindNames(plan: Plan, kind: string): { title: string; button: string; unit: string } {
  const known = plan.deps.catalogue.fieldLog.kinds[kind];
  return known ?? { title: kind, button: kind, unit: '' };
}

/** Line by line, for the summary and for one entry. */
export function entryLines(plan: Plan, entry: Shown): string {
  const { title, unit } = kindNames(plan, entry.kind);
  const group = plan.deps.catalogue.fieldLog.groups[entry.group]?.title;
  const { messages } = plan;
  return [
    `- ${title}: ${numberText(entry.quantity)} ${unit}`.trimEnd(),
    ...(group === undefined ? [] : [`- ${messages.logFieldGroup}: ${group}`]),
    `- ${messages.logFieldDay}: ${dayText(entry.day)}`,
    ...(entry.place === '' ? [] : [`- ${messages.logFieldPlace}: ${entry.place}`]),
    ...(entry.note === '' ? [] : [`- ${messages.logFieldNote}: ${entry.note}`]),
    ...(entry.photo === undefined || entry.photo === '' ? [] : [`- ${messages.logFieldPhoto}: 1`]),
  ].join('\n');
}

/** In one line, without a name: it may become the title of a button. */
export function entryTitle(plan: Plan, entry: Shown): string {
  const { button, unit } = kindNames(plan, entry.kind);
  const [day, month] = dayText(entry.day).split('/');
  return `${day}/${month} ${button}: ${numberText(entry.quantity)} ${unit}`.trimEnd();
}

/** Who wrote an entry, as the team calls them; those who were erased have no name. */
export async function authorOf(plan: Plan, teams: TeamReads, { userId }: FieldEntry): Promise<string> {
  const member = userId === undefined ? undefined : await teams.findMember({ oaId: plan.oaId, userId });
  return member?.name ?? plan.messages.logSomebody;
}

/** `22/11/2026 14:05`. */
export const writtenAt = ({ createdAt }: FieldEntry): string => vietnamTime(createdAt);
