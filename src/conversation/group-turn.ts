import { groupImageMessage, groupTextMessage, MESSAGE_LIMITS } from 'zalo-oa-sdk';
import type { Answers } from '../delivery/answers.ts';
import type { Clock } from '../shared/clock.ts';
import type { Metrics } from '../shared/metrics.ts';
import type { Storage, Team } from '../storage/ports.ts';
import { livingTeam } from '../teams/team-code.ts';
import { type GroupSaying, groupAnswer } from './group-answer.ts';
import type { GroupCallEvent } from './group-call.ts';
import type { ConversationDeps } from './plan.ts';
import type { PictureUrl } from './render.ts';

export interface GroupTurnOptions {
  readonly storage: Storage;
  readonly deps: ConversationDeps;
  readonly answers: Answers;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/** An accepted call, as the queue of turns holds it. */
export interface QueuedCall {
  readonly id: number;
  readonly incoming: GroupCallEvent;
  readonly receivedAt: number;
}

/** One answer in a group in this time at most: a group is no place to talk with a machine. */
export const GROUP_GAP_MS = 10_000;
/** A call older than this is not answered any more: the group talks about something else. */
const STALE_MS = 120_000;

/**
 * Handles calls in groups: no resident, no session, nothing counted. The answer goes to the outbox under the group's
 * address in the transaction that finishes the call, and from there the way of every answer.
 */
export function createGroupTurn(options: GroupTurnOptions): (call: QueuedCall) => Promise<void> {
  const { storage, deps, answers, clock, metrics } = options;

  const teamOf = async (oaId: string, groupId: string): Promise<Team | undefined> => {
    const group = await storage.findTeamGroup({ oaId, groupId });
    if (!group || group.teamCode === '') return undefined;
    const team = await storage.findTeam({ oaId, code: group.teamCode });
    if (team?.dissolvedAt === undefined) return team;
    const teams = await storage.listTeams({ oaId });
    return livingTeam(team, (code) => teams.find((one) => one.code === code));
  };

  return async ({ id, incoming, receivedAt }) => {
    const { oaId, groupId, userId } = incoming;
    const at = clock.now();
    const said =
      at - receivedAt > STALE_MS ? undefined : groupAnswer(depsAt(deps, oaId), incoming, await teamOf(oaId, groupId));
    const body = said && JSON.stringify(toMessage(said, deps.pictureUrl));
    const claimFirst = body !== undefined && answers.reserve(oaId, userId);
    let outboxId: number | undefined;
    try {
      const call = { inboxId: id, oaId, groupId, recipient: userId, at, gapMs: GROUP_GAP_MS, claimFirst };
      ({ outboxId } = await storage.commitGroupAnswer({ ...call, ...(body === undefined ? {} : { body }) }));
    } catch (error) {
      if (claimFirst) answers.release(oaId, userId);
      throw error;
    }
    if (outboxId !== undefined && body !== undefined) {
      answers.deliver(oaId, userId, [{ id: outboxId, body, isReply: true }], claimFirst, receivedAt);
    } else if (claimFirst) answers.release(oaId, userId);
    metrics.turns.inc({ result: outboxId === undefined ? 'group-silent' : 'group-answered' });
  };
}

/** What names the OA names the one that was called; the demo's, which nobody finds on Zalo, stays unnamed. */
function depsAt(
  deps: ConversationDeps,
  oaId: string,
): Pick<ConversationDeps, 'catalogue' | 'understanding' | 'publicPlace'> {
  const { catalogue, understanding, publicPlace } = deps;
  if (publicPlace?.oaId === undefined) return deps;
  return { catalogue, understanding, publicPlace: { ...publicPlace, oaId } };
}

/** Mentions are taken out by the builders: a call must not make the bot call on everybody. */
function toMessage({ text, picture }: GroupSaying, pictureUrl?: PictureUrl): object {
  const words = text.slice(0, MESSAGE_LIMITS.textLength);
  const url = picture === undefined ? undefined : pictureUrl?.(picture);
  return url === undefined ? groupTextMessage([words]) : groupImageMessage({ url }, [words]);
}
