import type { AnnouncementLaneName, SkipCode } from '../storage/announcement-ports.ts';
import type { AudiencePerson } from '../storage/audience-ports.ts';

/** Why a message of the OA does not reach somebody, in the order in which it is looked for. */
export const UNREACHABLE = [
  'opted-out',
  'refused-category',
  'unfollowed',
  'never-wrote',
  'silent-for-7-days',
  'waits-for-person',
  'over-budget',
  'no-lane',
  'erased',
] as const;
export type Unreachable = (typeof UNREACHABLE)[number];

const HOUR_MS = 3_600_000;
/** Zalo's windows (fact sheet, section 5): free for 48 hours after the last interaction, refused after 7 days. */
export const FREE_MS = 48 * HOUR_MS;
export const WINDOW_MS = 7 * 24 * HOUR_MS;
/** VND for one message between them (fact sheet, section 5; resellers' price of 2026). */
export const PAID_MESSAGE_VND = 55;

/** What is known of the sending when somebody's turn is decided. */
export interface Moment {
  /** When it begins, epoch ms: windows are those of that hour. */
  readonly at: number;
  /** An emergency also goes to those who are waiting for a person. */
  readonly isEmergency: boolean;
}

/** A message of the OA for nothing, for money, or not at all. Whoever refuses is reached by no lane. */
export type DirectReach = 'free' | 'paid' | Exclude<Unreachable, 'over-budget' | 'no-lane' | 'erased'>;

/** Whether and how a message of the OA can reach somebody. A refusal counts for emergencies too. */
export function directReach(person: AudiencePerson, { at, isEmergency }: Moment): DirectReach {
  if (person.optedOut) return 'opted-out';
  if (person.refused) return 'refused-category';
  if (person.following === false) return 'unfollowed';
  if (person.lastInteractionAt === 0) return 'never-wrote';
  const silentMs = at - person.lastInteractionAt;
  if (silentMs > WINDOW_MS) return 'silent-for-7-days';
  // In the middle of waiting for an answer about their own trouble, news would be taken for that answer.
  if (person.waiting && !isEmergency) return 'waits-for-person';
  return silentMs > FREE_MS ? 'paid' : 'free';
}

/** True for those whom no lane may be chosen for: they said so. */
export const refuses = (reach: DirectReach): boolean => reach === 'opted-out' || reach === 'refused-category';

/** What the lanes beside direct messages need to know. */
export interface LaneContext {
  readonly lanes: readonly AnnouncementLaneName[];
  /** Teams with a member who can be asked to pass it on. */
  readonly reachableTeams: ReadonlySet<string>;
}

/** The first lane beside direct messages that has a way to this person, in the order of what it costs. */
export function furtherLane(
  person: AudiencePerson,
  { lanes, reachableTeams }: LaneContext,
): Exclude<AnnouncementLaneName, 'direct'> | undefined {
  if (lanes.includes('article') && person.following === true) return 'article';
  if (lanes.includes('cascade') && person.teamCode !== undefined && reachableTeams.has(person.teamCode))
    return 'cascade';
  // Who left the OA is not followed with paid messages.
  if (lanes.includes('zbs') && person.following !== false) return 'zbs';
  return undefined;
}

/** The code under which somebody who is not reached stands on the list of recipients. */
export const SKIP_CODE_OF: Readonly<Record<Unreachable, SkipCode>> = {
  'opted-out': 'OPTED_OUT',
  'refused-category': 'REFUSED_CATEGORY',
  unfollowed: 'UNFOLLOWED',
  'never-wrote': 'NEVER_WROTE',
  'silent-for-7-days': 'OUTSIDE_WINDOW',
  'waits-for-person': 'WAITS_FOR_PERSON',
  'over-budget': 'OVER_BUDGET',
  'no-lane': 'NO_LANE',
  erased: 'ERASED',
};
