/** Who may do what in teams, and the invitations that lead into them. Pure: the store and the clock are arguments. */
import { createHash } from 'node:crypto';
import { vietnamDay } from '../shared/clock.ts';
import type { JoinTries, TeamInvite } from '../storage/registry-ports.ts';
import type { Member, MemberRole } from '../storage/team-ports.ts';
import { makeCode } from './codes.ts';

const DAY_MS = 24 * 3_600_000;

/** How long an invitation can be used: long enough for somebody who comes to the hamlet on Sundays only. */
export const INVITE_DAYS = 14;

/** Zalo's window for free messages after somebody's last interaction (answer -230 outside of it). */
export const MESSAGE_WINDOW_MS = 7 * DAY_MS;

/** Wrong codes in an hour before a pause, and how long that is: 35 bits at five tries an hour take for ever. */
export const MAX_WRONG_CODES = 5;
export const WRONG_CODE_PAUSE_MS = 3_600_000;

/** True when the bot may write to somebody who last wrote then. */
export const canBeMessaged = (lastInteractionAt: number, now: number): boolean =>
  lastInteractionAt > 0 && now - lastInteractionAt < MESSAGE_WINDOW_MS;

/** Leaders approve members of their own team, officers approve leaders and members of their commune. */
export function mayApprove(by: Member, asked: Pick<Member, 'role' | 'teamCode' | 'communeCode'>): boolean {
  if (by.state !== 'active') return false;
  if (by.role === 'leader') return asked.role === 'member' && asked.teamCode === by.teamCode;
  return by.role === 'officer' && asked.role !== 'officer' && asked.communeCode === by.communeCode;
}

/** Whoever may approve somebody may take them out again; nobody takes out themselves (they leave). */
export const mayRemove = (by: Member, member: Member): boolean =>
  by.userId !== member.userId && member.state !== 'left' && mayApprove(by, member);

/**
 * What somebody is at once who uses an invitation. Where nobody could approve them, the invitation itself is the
 * approval: a team without a leader takes its leader at once, a commune without an officer its officer.
 */
export function stateOnJoining(role: MemberRole, others: readonly Member[]): 'active' | 'pending' {
  const isThere = (wanted: MemberRole): boolean =>
    others.some((member) => member.state === 'active' && member.role === wanted);
  if (role === 'leader') return isThere('leader') ? 'pending' : 'active';
  if (role === 'officer') return isThere('officer') ? 'pending' : 'active';
  return 'pending';
}

/** A member as a button or a command line names one: 10 hex characters that lead back to nobody. */
export const memberRef = (oaId: string, userId: string): string =>
  createHash('sha256').update(`member ${oaId} ${userId}`).digest('hex').slice(0, 10);

/** What the store keeps instead of a code. */
export const inviteHash = (oaId: string, code: string): string =>
  createHash('sha256').update(`invite ${oaId} ${code}`).digest('hex');

/** A code with at least one digit: "vào tổ" before letters alone could be any sentence. */
export function makeJoinCode(random: (below: number) => number): string {
  for (;;) {
    const code = makeCode(random);
    if (/\d/u.test(code)) return code;
  }
}

/** As it is printed: in two halves, which are easier to copy. */
export const printedCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** The end of the last day on which an invitation of this moment can be used. */
const endOfInvite = (at: number): number => Date.parse(`${vietnamDay(at)}T00:00:00+07:00`) + (INVITE_DAYS + 1) * DAY_MS;

/** What an invitation is for. */
export type InviteFor = Pick<TeamInvite, 'role' | 'teamCode' | 'communeCode' | 'name'>;

/** An invitation for the store, and the code that only whoever makes it gets to see. */
export function newInvite(
  oaId: string,
  invited: InviteFor,
  at: number,
  random: (below: number) => number,
): { readonly code: string; readonly invite: Omit<TeamInvite, 'oaId' | 'usedAt' | 'usedBy'> } {
  const code = makeJoinCode(random);
  return {
    code,
    invite: { ...invited, codeHash: inviteHash(oaId, code), createdAt: at, expiresAt: endOfInvite(at) },
  };
}

/** When somebody who typed wrong codes may try again, epoch ms; undefined = now. */
export function pausedUntil(tries: JoinTries | undefined, now: number): number | undefined {
  if (!tries || tries.wrong < MAX_WRONG_CODES) return undefined;
  const until = tries.lastAt + WRONG_CODE_PAUSE_MS;
  return until > now ? until : undefined;
}

/** The tries after one more wrong code. */
export function oneMoreTry(
  tries: JoinTries | undefined,
  who: { oaId: string; userId: string },
  now: number,
): JoinTries {
  const goesOn = tries !== undefined && now - tries.since < WRONG_CODE_PAUSE_MS && tries.wrong < MAX_WRONG_CODES;
  return { ...who, wrong: goesOn ? tries.wrong + 1 : 1, since: goesOn ? tries.since : now, lastAt: now };
}
