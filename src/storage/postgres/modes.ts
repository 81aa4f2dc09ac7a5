import type { StorageOperations, TurnCommit } from '../ports.ts';
import type { StaffChange } from '../staff-ports.ts';
import { LOCKS } from './asked.ts';

/**
 * How an operation is kept apart from what runs at the same moment, in this process and in others.
 *
 * - `shared`: each of its statements is right whatever happens between them (a condition in the statement itself, a unique
 *   key, a row of its own), so READ COMMITTED is enough and many run in one transaction, their statements side by side.
 * - `glance`: reads in one go; no transaction at all.
 * - `read`: reads in several steps, all on one snapshot.
 * - `alone`: reads and then writes. A transaction of its own, SERIALIZABLE, run again when it lost against another: the
 *   same result as on SQLite, where everything runs one after another. Whatever is not listed here runs so.
 */
export type Mode = 'shared' | 'glance' | 'read' | 'alone';

const SHARED: ReadonlySet<string> = new Set<keyof StorageOperations>([
  ...(['acceptEvent', 'failEvent', 'finishEvent', 'commitTurn'] as const),
  ...(['claimSend', 'recordSend', 'settleEcho'] as const),
]);

const GLANCE: ReadonlySet<string> = new Set<keyof StorageOperations>([
  ...(['loadTurn', 'loadOa', 'readMeta', 'findTeam', 'findMember', 'findTeamGroup', 'findInvite'] as const),
  ...([
    'listPendingEvents',
    'listOpenAnswers',
    'listPendingBeside',
    'listOpenBeside',
    'listDueSessions',
    'listDueHelp',
    'listHandovers',
  ] as const),
]);

/** Names of reads; a write among them would be refused by its transaction, which is read only. */
const READ = /^(find|list|load|read|count(?!Return))/u;

const READS: ReadonlySet<string> = new Set<keyof StorageOperations>([
  ...(['visitWork', 'indicatorTable', 'indicatorSeries', 'indicatorDays', 'campaignProgress'] as const),
  ...(['announcementProgress', 'announcementTally', 'lastTeamEventId', 'workAges', 'schemaVersion'] as const),
  ...(['guideTotals', 'answerTimes', 'fieldLogGroups', 'deskWaits', 'cascadeTotals'] as const),
]);

export function modeOf(operation: string, args: unknown): Mode {
  if (operation === 'commitTurn') {
    const { erase, effects, forgetPseudonym } = args as TurnCommit;
    return erase || forgetPseudonym !== undefined || (effects && effects.length > 0) ? 'alone' : 'shared';
  }
  if (SHARED.has(operation)) return 'shared';
  if (GLANCE.has(operation)) return 'glance';
  return READ.test(operation) || READS.has(operation) ? 'read' : 'alone';
}

/**
 * Locks an operation holds from before its transaction until after it, smaller numbers first. Folding and what copies whole
 * periods would only run into each other; turns that count somebody's first contact wait while a campaign is made. Claims,
 * results and lists of announcements all add to the same few counts and budgets, and each line of the record of staff goes
 * on from the one before it: waiting costs less than losing and beginning again.
 */
const HELD: Readonly<Record<string, readonly number[]>> = {
  rollTallies: [LOCKS.folding],
  recountIndicators: [LOCKS.folding],
  createCampaign: [LOCKS.folding, LOCKS.campaigns],
  editCampaign: [LOCKS.folding, LOCKS.campaigns],
  endCampaign: [LOCKS.folding, LOCKS.campaigns],
  applyCommuneChange: [LOCKS.folding, LOCKS.campaigns],
  ...Object.fromEntries(
    (
      [
        ...(['claimRecipients', 'releaseRecipients', 'recordRecipients', 'addRecipients', 'moveRecipients'] as const),
        ...(['retryRecipients', 'changeAnnouncement', 'setAnnouncementState', 'settleCancelled'] as const),
        ...(['giveTip', 'stopTip', 'recoverSending'] as const),
      ] satisfies (keyof StorageOperations)[]
    ).map((operation) => [operation, [LOCKS.announcements]]),
  ),
  staffChange: [LOCKS.audit],
};

/** The operations that one call runs: its own, and those a change by staff carries in it. */
function partsOf(operation: string, args: unknown): readonly string[] {
  return operation === 'staffChange'
    ? [operation, ...(args as StaffChange).writes.map((write) => write.operation)]
    : [operation];
}

export function locksOf(operation: string, args: unknown): readonly number[] {
  const locks = partsOf(operation, args).flatMap((part) => HELD[part] ?? []);
  return locks.length > 1 ? [...new Set(locks)].toSorted((one, other) => one - other) : locks;
}

/** Operations over much of a table: they may take ten minutes a statement, all others ten seconds. */
const LONG: ReadonlySet<string> = new Set([
  'recountIndicators',
  'rollTallies',
  'createCampaign',
  'applyCommuneChange',
  'dissolveTeam',
  'purge',
]);

export const isLong = (operation: string, args: unknown): boolean =>
  partsOf(operation, args).some((part) => LONG.has(part));
