import { LIVE_HELP } from '../storage/help-ports.ts';
import type { ConsoleDeps } from './deps.ts';
import { type Actor, may } from './permissions.ts';

/** More than this is shown as "99+": nobody counts them, somebody has to begin. */
export const MOST_WAITING = 100;

/** Kinds of things that wait for somebody of the staff. */
export const WAITING_KINDS = [
  'help',
  'announcements',
  'members',
  'fieldLog',
  'communeQuestions',
  'provinceQuestions',
  'privacy',
] as const;
export type WaitingKind = (typeof WAITING_KINDS)[number];

/** Who asks, and the store. */
export interface WaitingReader {
  readonly actor: Actor;
  readonly deps: Pick<ConsoleDeps, 'oaId' | 'storage'>;
}

/**
 * How many things of this kind wait that the actor can do something about, `MOST_WAITING` at most; 0 for who may not. Reads
 * by index, never the whole list. A commune officer's are those of their commune and of what became part of it.
 */
export async function countWaiting({ actor, deps }: WaitingReader, kind: WaitingKind): Promise<number> {
  const { storage, oaId } = deps;
  const communeCode = actor.role === 'commune-officer' ? (actor.communeCode ?? 'none') : undefined;
  const communeCodes = async (): Promise<{ communeCodes?: readonly string[] }> =>
    communeCode === undefined ? {} : { communeCodes: await storage.listCommuneLine({ oaId, communeCode }) };
  const limit = MOST_WAITING;
  switch (kind) {
    case 'help':
      if (!may(actor, 'help.work')) return 0;
      return countHelp(deps, { limit, ...(await communeCodes()) });
    case 'announcements':
      return may(actor, 'announcements.approve') ? submitted(deps, actor) : 0;
    case 'members':
      if (!may(actor, 'teams.manage')) return 0;
      return (
        await storage.listMembers({
          ...{ oaId, state: 'pending', limit },
          ...(communeCode === undefined ? {} : { communeCode }),
        })
      ).length;
    case 'fieldLog':
      if (!may(actor, 'teams.manage')) return 0;
      return (await storage.listFieldLogs({ oaId, flagged: true, limit, ...(await communeCodes()) })).length;
    case 'communeQuestions':
    case 'provinceQuestions': {
      if (!may(actor, kind === 'communeQuestions' ? 'help.work' : 'demand.work')) return 0;
      const level = kind === 'communeQuestions' ? 'commune' : 'province';
      const open = await storage.listMemberQuestions({
        ...{ oaId, state: 'open', limit: 2 * MOST_WAITING },
        ...(communeCode === undefined ? {} : { communeCode }),
      });
      return Math.min(limit, open.filter((one) => one.level === level).length);
    }
    case 'privacy':
      if (!may(actor, 'privacy.work')) return 0;
      return (await storage.listPrivacyRequests({ oaId, isOpen: true, limit })).length;
  }
}

/** Requests that are not over, and who waits without one. */
async function countHelp(
  { storage, oaId }: WaitingReader['deps'],
  where: { readonly limit: number; readonly communeCodes?: readonly string[] },
): Promise<number> {
  const [requests, waiting] = await Promise.all([
    storage.listHelp({ oaId, states: LIVE_HELP, ...where }),
    storage.listDeskWaiting({ oaId, ...where }),
  ]);
  return Math.min(where.limit, requests.length + waiting.length);
}

/** Drafts that were handed in and that this person may approve: neither their own nor approved by them already. */
async function submitted({ storage, oaId }: WaitingReader['deps'], { accountId }: Actor): Promise<number> {
  const drafts = await storage.listAnnouncements({ oaId, states: ['draft'], limit: MOST_WAITING });
  return drafts.filter(
    ({ submittedAt, authors, approvals }) =>
      submittedAt !== undefined && !authors.includes(accountId) && approvals.every(({ by }) => by !== accountId),
  ).length;
}

/** "7", "99+". */
export const waitingWords = (count: number): string => (count >= MOST_WAITING ? '99+' : String(count));
