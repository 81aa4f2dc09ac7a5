import { type ConversationCalls, type ConversationItem, MESSAGES_PER_CALL, toInbound } from 'zalo-oa-sdk';
import type { QueuedEvent } from '../conversation/turns.ts';
import { isQuiet, type QuietHours } from '../delivery/quiet-hours.ts';
import type { Clock } from '../shared/clock.ts';
import { codeOf } from '../shared/errors.ts';
import type { Logger } from '../shared/logger.ts';
import type { Metrics } from '../shared/metrics.ts';
import { createRounds } from '../shared/rounds.ts';
import { erasureMark } from '../storage/erasure-ports.ts';
import type { IncomingEvent, Storage } from '../storage/ports.ts';
import type { Acceptance } from '../storage/spool.ts';
import { toWebhookEvent } from './chat-items.ts';
import { asKept } from './webhook.ts';

export interface CatchUpOptions {
  readonly oaId: string;
  readonly storage: Pick<Storage, 'readMeta' | 'writeMeta' | 'findErasure'>;
  readonly conversations: Pick<ConversationCalls, 'recent' | 'withUser'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'caughtUp'>;
  accept(event: IncomingEvent): Promise<Acceptance>;
  onAccepted(id: number, event: IncomingEvent, incoming: QueuedEvent['incoming']): void;
  pseudonymOf(oaId: string, userId: string): string;
  /** Epoch ms of the last webhook; 0 = there never was one. */
  lastWebhookAt(): number;
  /** Older messages stay unanswered, ms; 0 = only when asked, and then a day. */
  readonly maxAgeMs: number;
}

/** What one look through the recent chats did. Counts of messages. */
export interface CaughtUp {
  readonly askedAt: number;
  readonly doneAt: number;
  /** Chats that were looked at. */
  readonly chats: number;
  /** Taken up now; they are answered like any other. */
  readonly taken: number;
  /** The webhook had brought them. */
  readonly known: number;
  /** Too old to be answered. */
  readonly old: number;
  /** False when Zalo did not answer, or there were more chats than one look goes through. */
  readonly complete: boolean;
  /** Code of what went wrong; '' = nothing. */
  readonly code: string;
}

export interface CatchUp {
  start(): void;
  /** Looks now. */
  run(askedAt: number, sinceMs: number): Promise<CaughtUp>;
  stop(): Promise<void>;
}

/** Out of reach for less than this: Zalo posts again by itself (after 30 s and 5 min). */
const SHORT_MS = 5 * 60_000;
/** A running server without a webhook for so long looks whether Zalo has switched it off. */
const SILENT_MS = 15 * 60_000;
/** Zalo's last try comes 2 h after the first (fact sheet, section 10): what is older than that had its chance. */
const LADDER_MS = 150 * 60_000;
const ROUND_MS = 5_000;
/** 10 chats a page. */
const MOST_PAGES = 200;
/** Between two calls: 240 of Zalo's 4,000 a minute. */
const PAUSE_MS = 250;
const DAY_MS = 24 * 3_600_000;
/** When residents write; nobody is worried by a silent night. */
const DAYTIME: QuietHours = { fromMinute: 7 * 60, toMinute: 21 * 60 };

export const askedKey = (oaId: string): string => `catch-up-asked ${oaId}`;
export const doneKey = (oaId: string): string => `catch-up-done ${oaId}`;

/**
 * Takes up what residents wrote while Zalo could not reach the server, through the conversations of the OA. A message
 * goes in under the key of its webhook, so that whichever comes second has no effect; a message behind which the OA has
 * said something, whoever typed it, is answered already. Nobody in a group chat is read.
 */
export function createCatchUp(options: CatchUpOptions): CatchUp {
  const { oaId, storage, conversations, clock, logger, metrics } = options;
  let lookedAt = 0;
  let lastAsked = 0;
  let isFirst = true;
  let stopped = false;
  const ending = Promise.withResolvers<void>();

  const pause = (): Promise<void> =>
    Promise.race([new Promise<void>((resolve) => clock.after(PAUSE_MS, resolve)), ending.promise]);

  /** The newest message of each chat since then, the newest chat first. Zalo may list a chat once or once a message. */
  const readChats = async (since: number): Promise<{ chats: Map<string, ConversationItem>; complete: boolean }> => {
    const chats = new Map<string, ConversationItem>();
    for (let page = 0; page < MOST_PAGES && !stopped; page++) {
      const items = await conversations.recent(oaId, { offset: page * MESSAGES_PER_CALL });
      for (const item of items) {
        const userId = item.from === 'user' ? item.fromId : item.toId;
        if (userId !== undefined && !chats.has(userId) && (item.sentAtMs ?? 0) >= since) chats.set(userId, item);
      }
      const isLast = items.length < MESSAGES_PER_CALL || items.every(({ sentAtMs = 0 }) => sentAtMs < since);
      if (isLast) return { chats, complete: true };
      await pause();
    }
    return { chats, complete: false };
  };

  /** What stands behind the last message of the OA, oldest first. */
  const unanswered = async (userId: string): Promise<readonly ConversationItem[]> => {
    const items = [...(await conversations.withUser(oaId, userId))].sort(
      (a, b) => (b.sentAtMs ?? 0) - (a.sentAtMs ?? 0),
    );
    const said = items.findIndex(({ from }) => from !== 'user');
    return items.slice(0, said === -1 ? items.length : said).reverse();
  };

  /** True where the webhook told it under another name. */
  const isKnown = async (event: IncomingEvent, otherNames: readonly string[]): Promise<boolean> => {
    const [, id = ''] = /^[^:]*:(.*)$/su.exec(event.key) ?? [];
    for (const name of otherNames) {
      const { userId: _whose, payload: _what, ...rest } = event;
      const { state } = await options.accept({ ...rest, eventName: name, key: `${name}:${id}`, state: 'done' });
      if (state === 'duplicate') return true;
    }
    return false;
  };

  const takeUp = async (
    item: ConversationItem,
    since: number,
    erasedAt: number,
  ): Promise<'taken' | 'known' | 'old'> => {
    const { sentAtMs = 0 } = item;
    // Before the resident was erased: nothing of that time may come back.
    if (sentAtMs < since || sentAtMs <= erasedAt) return 'old';
    const read = toWebhookEvent(oaId, item, clock.now());
    if (!read) return 'old';
    const { incoming, inbound } = asKept(oaId, read.event, toInbound(read.event), clock.now());
    if (await isKnown(incoming, read.otherNames)) return 'known';
    const result = await options.accept(incoming);
    if (result.state === 'accepted') options.onAccepted(result.id, incoming, inbound);
    return result.state === 'duplicate' ? 'known' : 'taken';
  };

  const run = async (askedAt: number, since: number): Promise<CaughtUp> => {
    lookedAt = clock.now();
    const counts = { chats: 0, taken: 0, known: 0, old: 0 };
    const end = (complete: boolean, code: string): CaughtUp => ({
      ...{ askedAt, doneAt: clock.now(), ...counts, complete, code },
    });
    try {
      const { chats, complete } = await readChats(since);
      for (const [userId, newest] of chats) {
        if (stopped) return end(false, '');
        counts.chats += 1;
        if (newest.from !== 'user') continue;
        const mark = erasureMark(oaId, options.pseudonymOf(oaId, userId));
        const erasedAt = (await storage.findErasure({ oaId, mark }))?.at ?? 0;
        for (const item of await unanswered(userId)) {
          const result = await takeUp(item, since, erasedAt);
          counts[result] += 1;
          metrics.caughtUp.inc({ result });
        }
        await pause();
      }
      return end(complete, '');
    } catch (error) {
      logger.warn({ code: codeOf(error) }, 'recent chats could not be read; the next look comes in 15 minutes');
      return end(false, codeOf(error));
    }
  };

  /** Since when to look, if there is a reason to look now. */
  const reason = (): number | undefined => {
    const now = clock.now();
    const last = options.lastWebhookAt();
    // Never a webhook: nothing was missed yet, and who wrote before the start of the service expects no machine.
    if (options.maxAgeMs === 0 || last === 0) return undefined;
    const since = Math.max(now - options.maxAgeMs, last - LADDER_MS);
    if (isFirst) return now - last >= SHORT_MS ? since : undefined;
    const isSilent = now - last >= SILENT_MS && now - lookedAt >= SILENT_MS && !isQuiet(now, DAYTIME);
    return isSilent ? since : undefined;
  };

  const look = async (): Promise<void> => {
    const asked = Number((await storage.readMeta({ key: askedKey(oaId) })) ?? 0);
    const isAsked = asked > lastAsked && clock.now() - asked < DAY_MS && !(await isDone(asked));
    lastAsked = Math.max(asked, lastAsked);
    const since = isAsked ? clock.now() - (options.maxAgeMs || DAY_MS) : reason();
    const wasFirst = isFirst;
    isFirst = false;
    if (since === undefined) return;
    const before = options.lastWebhookAt();
    const done = await run(isAsked ? asked : 0, since);
    if (isAsked) await storage.writeMeta({ key: doneKey(oaId), value: JSON.stringify(done) });
    if (done.taken === 0) return;
    logger.warn({ ...done, wasFirst }, 'messages of residents that no webhook brought are answered now');
    if (!wasFirst && options.lastWebhookAt() === before)
      logger.error(
        'residents write and no webhook comes: look at the Webhook page of the app, Zalo may have disabled it',
      );
  };

  const isDone = async (asked: number): Promise<boolean> => {
    const done = await storage.readMeta({ key: doneKey(oaId) });
    return done !== undefined && (JSON.parse(done) as CaughtUp).askedAt >= asked;
  };

  const rounds = createRounds({
    clock,
    firstAfterMs: 1_000,
    async run() {
      try {
        await look();
      } catch (error) {
        logger.error({ err: { code: codeOf(error) } }, 'looking for missed messages failed; trying again');
      }
      return ROUND_MS;
    },
  });

  return {
    start: () => rounds.start(),
    run,
    async stop() {
      stopped = true;
      ending.resolve();
      await rounds.stop();
    },
  };
}
