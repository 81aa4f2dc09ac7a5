import { fold } from '../shared/vietnamese.ts';
import { oneMoreTry, pausedUntil } from '../teams/registry.ts';
import { fillMessage, type Plan, sayBeside } from './plan.ts';

/** A code of the console, found. */
export interface StaffLink {
  /** As the store keeps the code. */
  readonly codeHash: string;
  /** Name of the account it belongs to. */
  readonly name: string;
}

/** The code in `NOI 123456`, by which staff link their own Zalo account for test messages; undefined for anything else. */
export function parseStaffLink(text: string): string | undefined {
  return /^noi (\d{6})$/u.exec(fold(text).replaceAll(/\s+/gu, ' ').trim())?.[1];
}

/**
 * Links the writer to the account whose code it is. Wrong codes count as wrong join codes do, and pause the same way: six
 * digits must not be tried out.
 */
export async function obeyStaffLink(plan: Plan, code: string): Promise<void> {
  const { oaId, userId, now, messages, deps } = plan;
  const tries = await deps.teams?.findJoinTries({ oaId, userId });
  const link = pausedUntil(tries, now) === undefined ? await deps.findStaffLink?.(oaId, code, now) : undefined;
  if (!link) {
    plan.effects.push({ operation: 'saveJoinTries', args: oneMoreTry(tries, { oaId, userId }, now) });
    return sayBeside(plan, messages.staffLinkUnknown);
  }
  plan.effects.push({ operation: 'linkStaff', args: { oaId, userId, codeHash: link.codeHash, at: now } });
  sayBeside(plan, fillMessage(plan, messages.staffLinked, { tên: link.name }));
}
