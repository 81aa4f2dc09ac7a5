import type { DeskCase } from '../../storage/desk-ports.ts';
import type { HelpRequest } from '../../storage/help-ports.ts';
import { helpFieldOf } from '../../teams/help-place.ts';
import type { ActionContext } from '../action.ts';
import { communesOf, holderOf } from './guard.ts';
import { communeName, contactOf, doingNow, type Matter, matterOf } from './read.ts';
import { clockWords, holdingWords } from './words.ts';
import { workingMinutes } from './working-time.ts';

/** One line of the inbox. */
export interface InboxRow extends Matter {
  /** `waiting`: somebody who waits without a request; `ref` is their pseudonym then, else the id of the request. */
  readonly kind: 'help' | 'waiting';
  readonly ref: string;
  /** Who has it: the desk, or still the teams. */
  readonly place: 'desk' | 'team';
  readonly askedAt: number;
  readonly waitedMinutes: number;
  readonly workingMinutes: number;
  readonly communeCode: string;
  readonly communeName: string;
  readonly teamCode: string;
  readonly teamName: string;
  /** Short: waiting, held, answered, wrote-again, send-failed, asking, taken, morning. */
  readonly state: string;
  readonly stateWords: string;
  readonly holder: string;
  readonly isMine: boolean;
  /** Somebody has to do something: nobody has it, or the resident wrote again, or the message was refused. */
  readonly isOpen: boolean;
}

/** More is not shown at once; the oldest come first. */
export const MOST_ROWS = 500;

type Reader = Pick<ActionContext, 'actor' | 'at' | 'deps'>;

/** Everything that waits for a person at the desk or with the teams, urgent ones first, then the longest waiting. */
export async function inboxRows(reader: Reader, commune?: string): Promise<readonly InboxRow[]> {
  const { deps, at } = reader;
  const { storage, oaId } = deps;
  const communeCodes = await communesOf(reader, commune);
  const within = communeCodes === undefined ? {} : { communeCodes };
  const [requests, waiting] = await Promise.all([
    storage.listDeskHelp({ oaId, limit: MOST_ROWS, ...within }),
    storage.listDeskWaiting({ oaId, limit: MOST_ROWS, ...within }),
  ]);
  const cases = await storage.listDeskCases({ oaId, kind: 'help', refs: requests.map(({ id }) => id) });
  const kept = new Map(cases.map((one) => [one.ref, one]));
  const userIds = requests.flatMap(({ userId }) => (userId === undefined ? [] : [userId]));
  const known = new Map((await storage.listDeskContacts({ oaId, userIds })).map((one) => [one.userId, one]));
  const rows = await Promise.all([
    ...requests.map((request) => {
      const contact = contactOf(request.userId === undefined ? undefined : known.get(request.userId), at);
      return requestRow(reader, request, kept.get(request.id), contact.lastInteractionAt);
    }),
    ...waiting.map(
      async ({ userId, handoverAt, teamCode, communeCode }): Promise<InboxRow> => ({
        ...{ kind: 'waiting', ref: deps.pseudonymOf(oaId, userId), place: 'desk', state: 'waiting', holder: '' },
        ...(await placed(reader, { teamCode, communeCode })),
        ...{ ...times(handoverAt, at), ...matterOf(deps, await doingNow(deps, userId)) },
        ...{ stateWords: 'Chờ cán bộ trực', isMine: false, isOpen: true },
      }),
    ),
  ]);
  return rows.toSorted(
    (a, b) => Number(b.isUrgent) - Number(a.isUrgent) || Number(b.isOpen) - Number(a.isOpen) || a.askedAt - b.askedAt,
  );
}

/** The line of one request. */
export async function requestRow(
  reader: Reader,
  request: HelpRequest,
  kept: DeskCase | undefined,
  lastInteractionAt: number,
): Promise<InboxRow> {
  const { deps, actor, at } = reader;
  const holder = holderOf(kept, at);
  const state =
    request.state === 'desk' ? deskState(request, kept, lastInteractionAt, at) : await teamState(reader, request);
  return {
    ...{ kind: 'help', ref: request.id, place: request.state === 'desk' ? 'desk' : 'team' },
    ...{ ...times(request.at, at), ...matterOf(deps, request), ...(await placed(reader, request)), ...state },
    ...{ holder: holder?.name ?? '', isMine: holder?.id === actor.accountId },
  };
}

const times = (askedAt: number, at: number) => ({
  askedAt,
  waitedMinutes: Math.max(0, Math.floor((at - askedAt) / 60_000)),
  workingMinutes: workingMinutes(askedAt, at),
});

async function placed({ deps }: Reader, where: { readonly teamCode: string; readonly communeCode: string }) {
  const team =
    where.teamCode === '' ? undefined : await deps.storage.findTeam({ oaId: deps.oaId, code: where.teamCode });
  return {
    communeCode: where.communeCode,
    communeName: communeName(deps, where.communeCode),
    teamCode: where.teamCode,
    teamName: team?.name ?? where.teamCode,
  };
}

type State = Pick<InboxRow, 'state' | 'stateWords' | 'isOpen'>;

function deskState(request: HelpRequest, kept: DeskCase | undefined, lastInteractionAt: number, at: number): State {
  const holder = holderOf(kept, at);
  const answeredAt = request.deskAnsweredAt;
  if (kept?.lastSend === 'failed' && answeredAt !== undefined) {
    return { state: 'send-failed', stateWords: 'Tin trả lời không gửi được', isOpen: true };
  }
  if (answeredAt !== undefined && lastInteractionAt > answeredAt) {
    return {
      state: 'wrote-again',
      stateWords: `Người dân nhắn lại lúc ${clockWords(lastInteractionAt, at)}`,
      isOpen: true,
    };
  }
  if (answeredAt !== undefined) {
    return { state: 'answered', stateWords: `Đã trả lời lúc ${clockWords(answeredAt, at)}`, isOpen: false };
  }
  if (holder) return { state: 'held', stateWords: holdingWords(holder.name, holder.since, at), isOpen: false };
  return { state: 'waiting', stateWords: 'Chờ cán bộ trực', isOpen: true };
}

async function teamState({ deps, at }: Reader, request: HelpRequest): Promise<State> {
  const { storage, oaId } = deps;
  const userId = request.acceptedBy ?? request.offeredTo;
  const member = userId === undefined ? undefined : await storage.findMember({ oaId, userId });
  const who = member?.name ?? 'người của tổ';
  if (request.state === 'accepted') {
    return {
      state: 'taken',
      stateWords: `${who} đã nhận lúc ${clockWords(request.acceptedAt ?? at, at)}`,
      isOpen: false,
    };
  }
  if (request.state === 'offered') return { state: 'asking', stateWords: `Đang hỏi ${who}`, isOpen: false };
  const { team } = await helpFieldOf(storage, request);
  const wakes = request.dueAt !== undefined && request.dueAt > at ? ` lúc ${clockWords(request.dueAt, at)}` : '';
  return { state: 'morning', stateWords: `Sẽ hỏi ${team?.name ?? 'tổ'}${wakes}`, isOpen: false };
}
