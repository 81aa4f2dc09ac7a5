import type { InboundGroup } from 'zalo-oa-sdk';
import { calledText, type GroupCallEvent } from '../conversation/group-call.ts';
import type { NoticeEvent } from '../conversation/handle-event.ts';
import { groupAddress } from '../delivery/group-address.ts';
import type { Clock } from '../shared/clock.ts';
import { maskSecrets } from '../shared/secrets.ts';
import type { IncomingEvent, Storage } from '../storage/ports.ts';
import { type GroupSettings, readGroupSettings } from '../teams/group-settings.ts';

export interface GroupCallsOptions {
  readonly storage: Pick<Storage, 'readMeta' | 'findTeamGroup' | 'loadTurn' | 'settleEcho'>;
  readonly clock: Clock;
  /** What the product is called, one of the names it answers to. */
  readonly oaName: string;
  /** Told of an unknown send that its echo has settled. */
  onSettled(oaId: string, recipient: string, outboxId: number): void;
}

/** An event to be made durable, and what it stands for. */
export interface TakenCall {
  readonly event: IncomingEvent;
  readonly incoming: GroupCallEvent | NoticeEvent;
}

/** What of group chats gets past the webhook. */
export interface GroupCalls {
  /**
   * What a member's message or our own echo leads to; nothing for every message that does not call the bot, and for all of
   * them while groups are off. Nothing of such a message is stored, logged or counted. Never throws.
   */
  take(inbound: InboundGroup, key: string, eventName: string): Promise<readonly TakenCall[]>;
}

/** Settings are asked for once in this time, so that `bot groups off` works without a restart. */
const SETTINGS_MS = 10_000;
/** What is asked in a group is short; the rest of a longer text is not for the bot. */
const TEXT_LENGTH = 500;
/** Zalo lets nobody be written to later than this after their last message to the OA; a little is kept for the way. */
const WINDOW_MS = 7 * 24 * 3_600_000 - 3_600_000;

export function createGroupCalls(options: GroupCallsOptions): GroupCalls {
  const { storage, clock, oaName, onSettled } = options;
  const known = new Map<string, { readonly at: number; readonly settings: GroupSettings }>();

  const settingsOf = async (oaId: string): Promise<GroupSettings> => {
    const kept = known.get(oaId);
    if (kept && clock.now() - kept.at < SETTINGS_MS) return kept.settings;
    const settings = await readGroupSettings(storage, oaId);
    known.set(oaId, { at: clock.now(), settings });
    return settings;
  };

  const settle = async ({ oaId, groupId, msgId, text }: InboundGroup): Promise<void> => {
    if (msgId === undefined || text === undefined) return;
    const recipient = groupAddress(groupId);
    const { settledId } = await storage.settleEcho({
      oaId,
      userId: recipient,
      messageId: msgId,
      text,
      at: clock.now(),
    });
    if (settledId !== undefined) onSettled(oaId, recipient, settledId);
  };

  const callOf = (inbound: InboundGroup, settings: GroupSettings, key: string, eventName: string): TakenCall[] => {
    const { oaId, groupId } = inbound;
    const called = calledText(inbound.text ?? '', [oaName, ...settings.names, oaId]);
    if (!called) return [];
    const { text, kinds } = maskSecrets(called.text.slice(0, TEXT_LENGTH));
    const incoming: GroupCallEvent = {
      type: 'group-call',
      oaId,
      userId: groupAddress(groupId),
      groupId,
      text,
      ...(called.isTag ? { isTag: true } : {}),
      ...(kinds.length > 0 ? { secrets: kinds } : {}),
    };
    return [{ incoming, event: toEvent(incoming, key, eventName, clock.now()) }];
  };

  /**
   * The team is credited by a question in its group only for somebody who writes to the OA themselves, agreed to be
   * counted, and can be told so now: nobody is entered for having spoken among neighbours.
   */
  const creditOf = async ({ oaId, groupId, userIds }: InboundGroup, key: string): Promise<TakenCall[]> => {
    const [userId] = userIds;
    const group = await storage.findTeamGroup({ oaId, groupId });
    if (userId === undefined || !group || group.teamCode === '') return [];
    const { resident } = await storage.loadTurn({ oaId, userId });
    if (resident?.consent !== 'yes' || resident.teamCode === group.teamCode) return [];
    if (clock.now() - resident.lastInteractionAt > WINDOW_MS) return [];
    const incoming: NoticeEvent = {
      type: 'notice',
      oaId,
      userId,
      notice: { kind: 'group-credit', teamCode: group.teamCode },
    };
    return [{ incoming, event: toEvent(incoming, `credit ${key}`, 'notice', clock.now()) }];
  };

  return {
    async take(inbound, key, eventName) {
      try {
        const settings = await settingsOf(inbound.oaId);
        if (!settings.on) return [];
        if (inbound.what === 'echo') {
          await settle(inbound);
          return [];
        }
        const calls = callOf(inbound, settings, key, eventName);
        return calls.length === 0 ? [] : [...calls, ...(await creditOf(inbound, key))];
      } catch {
        // A silent store: a group waits for nobody, and what is said there is not kept for later.
        return [];
      }
    },
  };
}

const toEvent = (
  incoming: TakenCall['incoming'],
  key: string,
  eventName: string,
  receivedAt: number,
): IncomingEvent => ({
  oaId: incoming.oaId,
  key,
  eventName,
  userId: incoming.userId,
  payload: JSON.stringify(incoming),
  state: 'pending',
  receivedAt,
});
