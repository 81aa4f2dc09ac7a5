import type { Clock } from '../shared/clock.ts';
import { AppError, codeOf } from '../shared/errors.ts';
import type { Logger } from '../shared/logger.ts';
import type { Metrics } from '../shared/metrics.ts';
import { noTrail, type Trail } from '../shared/trail.ts';
import { createSoleOwnership, type Ownership } from '../coordination/ownership.ts';
import type { Answers } from '../delivery/answers.ts';
import type {
  EventPlace,
  IncomingEvent,
  PendingEvent,
  Storage,
  TurnCommit,
  TurnContext,
  TurnEffect,
} from '../storage/ports.ts';
import type { GroupCallEvent } from './group-call.ts';
import { createGroupTurn } from './group-turn.ts';
import { handleEvent, type Incoming, type NoticeEvent } from './handle-event.ts';
import type { ConversationDeps, Plan } from './plan.ts';
import { renderReply } from './render.ts';
import { serializeSession } from './session.ts';
import { createTurnGate } from './turn-gate.ts';
import { nextWakeAt } from './wake.ts';

export interface TurnsOptions {
  readonly storage: Storage;
  readonly deps: ConversationDeps;
  readonly answers: Answers;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Which residents are handled here. Default: all. */
  readonly ownership?: Pick<Ownership, 'handles' | 'isShared' | 'mask'>;
  /** Tells another replica of an event of a resident whom it handles. */
  tellOwner?(event: QueuedEvent): void;
  /**
   * While an event may lie in the spool file of a server, where nobody else sees it, nothing that came after it may be
   * handled: resolves when that is over; undefined = nothing to wait for.
   */
  untilSeen?(): Promise<void> | undefined;
  /** Keyed pseudonym of a resident. */
  pseudonymOf(oaId: string, userId: string): string;
  /** Follows events through the log and the traces. Default: nobody does. */
  readonly trail?: Trail;
  /** Events kept in memory at most; what comes beyond stays on disk until there is room. Default 5,000. */
  readonly maxInMemory?: number;
  /** Tries before an event is set aside as `failed` with an apology to the resident. Default 3. */
  readonly maxAttempts?: number;
  /** Wait before a failed event is tried again, ms. Default 500. */
  readonly retryDelayMs?: number;
}

/** An accepted event on its way to being handled. */
export interface QueuedEvent {
  readonly id: number;
  readonly oaId: string;
  readonly userId: string;
  /** What a resident did, or a call in a group chat, which is handled by itself. */
  readonly incoming: Incoming | GroupCallEvent;
  readonly receivedAt: number;
}

/** Handles accepted events: one resident at a time in the order of acceptance, many residents at once. */
export interface Turns {
  /** Takes up what an earlier process, or another replica, accepted and did not handle: of all residents handled here. */
  take(): Promise<void>;
  /** Begins nothing more for residents whom `ownership` has given up, and resolves when nothing is under way for them. */
  drop(): Promise<void>;
  /** Hears that these events wait: fetches them, with whatever else waits of the same residents. */
  look(ids: readonly number[]): Promise<void>;
  /** Looks for events that nobody told of. */
  sweep(): Promise<void>;
  /** Queues an event that has just been made durable. Ids must come in the order of acceptance. */
  add(event: QueuedEvent): void;
  /** Events accepted and not handled yet, in memory. */
  waiting(): number;
  /** Handles no further event and waits for those under way; the rest stays on disk. */
  stop(): Promise<void>;
}

/** A resident's events in order, the first of them under way. */
interface Waiting {
  readonly events: QueuedEvent[];
  work: Promise<void>;
}

const inOrder = (one: EventPlace, other: EventPlace): number => one.receivedAt - other.receivedAt || one.id - other.id;

const PAGE = 500;
/** Refusals of the store that say: look again. */
const CHANGED_MEANWHILE: ReadonlySet<string> = new Set(['STAFF_CHANGED', 'TEAM_CHANGED', 'HELP_CHANGED']);
/** The goodbye to somebody erased and its echo carry the id once more: when both are through, the disk is cleaned again. */
const CLEAN_AGAIN_MS = 10_000;

/** True for what a resident did, false for what comes round by itself. */
const isAsked = ({ incoming }: QueuedEvent): boolean => incoming.type !== 'wake' && incoming.type !== 'notice';

export function createTurns(options: TurnsOptions): Turns {
  const { storage, deps, answers, clock, logger, metrics } = options;
  const trail = options.trail ?? noTrail;
  const maxInMemory = options.maxInMemory ?? 5_000;
  const maxAttempts = options.maxAttempts ?? 3;
  const retryDelayMs = options.retryDelayMs ?? 500;
  const answerGroup = createGroupTurn({ storage, deps, answers, clock, metrics });
  const ownership = options.ownership ?? createSoleOwnership();
  const queues = new Map<string, Waiting>();
  const gate = createTurnGate();
  let inMemory = 0;
  let newestId = 0;
  let backlogOnDisk = false;
  let loading: Promise<void> | undefined;
  let missedWhileLoading = false;
  let started = false;
  const stopping = Promise.withResolvers<void>();
  let stopped = false;

  const isMine = ({ oaId, userId }: Pick<QueuedEvent, 'oaId' | 'userId'>): boolean => ownership.handles(oaId, userId);

  const enqueue = (event: QueuedEvent): void => {
    const key = `${event.oaId} ${event.userId}`;
    newestId = Math.max(newestId, event.id);
    inMemory += 1;
    const queue = queues.get(key);
    if (queue) {
      queue.events.push(event);
      return;
    }
    const fresh: Waiting = { events: [event], work: Promise.resolve() };
    queues.set(key, fresh);
    fresh.work = drain(key, fresh.events);
  };

  const drain = async (key: string, queue: QueuedEvent[]): Promise<void> => {
    for (let event = queue[0]; event && !stopped && isMine(event); event = queue[0]) {
      const unseen = options.untilSeen?.();
      if (unseen) await Promise.race([unseen, stopping.promise]);
      const next = event;
      // False: earlier ones were found, and stand before it now.
      if (!(await gate.run(event.oaId, () => untilHandled(next)))) continue;
      queue.shift();
      inMemory -= 1;
      if (backlogOnDisk && inMemory < maxInMemory / 2) void loadBacklog();
    }
    inMemory -= queue.length;
    queues.delete(key);
  };

  /** Takes in events read from disk, each once and in order, behind what is under way. */
  const bring = (events: readonly PendingEvent[]): void => {
    for (const pending of events) {
      const queue = queues.get(`${pending.oaId} ${pending.userId}`)?.events;
      if (queue?.some(({ id }) => id === pending.id) || !isMine(pending)) continue;
      if (inMemory >= maxInMemory) {
        backlogOnDisk = true;
        return;
      }
      const event = toQueued(pending);
      const last = queue?.at(-1);
      if (!queue || !last || inOrder(last, event) < 0) {
        enqueue(event);
        continue;
      }
      inMemory += 1;
      const behind = queue.findIndex((other, place) => place > 0 && inOrder(other, event) > 0);
      queue.splice(behind === -1 ? queue.length : behind, 0, event);
    }
  };

  /** True when earlier events of the resident, which another replica took, now stand before this one. */
  const bringEarlier = async (event: QueuedEvent): Promise<boolean> => {
    const waiting = await storage.listPendingBeside({ ids: [event.id] });
    const queue = queues.get(`${event.oaId} ${event.userId}`)?.events;
    if (!queue) return false;
    const known = new Set(queue.map(({ id }) => id));
    const fresh = waiting.map(toQueued).filter((other) => inOrder(other, event) < 0 && !known.has(other.id));
    inMemory += fresh.length;
    // Nothing of this event is written yet, so that even what was put behind it meanwhile may go before it.
    queue.splice(0, queue.length, ...[...fresh, ...queue].toSorted(inOrder));
    return queue[0] !== event;
  };

  /** False when something else must be handled first. */
  const untilHandled = async (event: QueuedEvent): Promise<boolean> => {
    while (!stopped && isMine(event)) {
      try {
        const startMs = clock.now();
        if ((await handle(event)) === 'later') return false;
        trail.step('turn', { ...event, eventId: event.id }, startMs, () => ({ event: event.incoming.type }));
        metrics.turnSeconds.observe((clock.now() - event.receivedAt) / 1000);
        return true;
      } catch (error) {
        logger.error(
          { err: withoutWords(error), ...trail.ids({ ...event, eventId: event.id }), eventType: event.incoming.type },
          'an event could not be handled',
        );
        if (await setAside(event, error)) return true;
        await Promise.race([new Promise<void>((resolve) => clock.after(retryDelayMs, resolve)), stopping.promise]);
      }
    }
    return false;
  };

  /** True when the event is out of the way: failed for good, with an apology. */
  const setAside = async (event: QueuedEvent, error: unknown): Promise<boolean> => {
    try {
      const body = JSON.stringify({
        text: deps.catalogue.messages.troubled.replace(/\{bác\}/gu, 'bác').replace(/\{Bác\}/gu, 'Bác'),
      });
      // Nobody waits for an answer to a reminder that was not said, and a group is spared what went wrong.
      const isAwaited = !['wake', 'notice', 'group-call'].includes(event.incoming.type);
      const result = await storage.failEvent({
        id: event.id,
        code: codeOf(error),
        maxAttempts,
        at: clock.now(),
        ...(isAwaited ? { apology: { oaId: event.oaId, userId: event.userId, body } } : {}),
      });
      if (result.state === 'pending') return false;
      metrics.turns.inc({ result: 'failed' });
      if (result.apologyId !== undefined) {
        answers.deliver(
          event.oaId,
          event.userId,
          [{ id: result.apologyId, body, isReply: isAsked(event), eventId: event.id }],
          false,
          event.receivedAt,
        );
      }
      return true;
    } catch (storeError) {
      logger.error({ err: withoutWords(storeError), inboxId: event.id }, 'the store does not answer; the event waits');
      return false;
    }
  };

  const handle = async (event: QueuedEvent): Promise<'later' | undefined> => {
    const { incoming } = event;
    if (incoming.type === 'group-call') {
      await answerGroup({ ...event, incoming });
      return undefined;
    }
    if (incoming.type === 'echo') {
      const { settledId } = await storage.settleEcho({
        oaId: event.oaId,
        userId: event.userId,
        messageId: incoming.messageId,
        text: incoming.text ?? '',
        at: clock.now(),
      });
      if (settledId !== undefined) answers.settled(event.oaId, event.userId, settledId);
      if (incoming.adminId === undefined) {
        await storage.finishEvent({ id: event.id, at: clock.now() });
        metrics.turns.inc({ result: 'echo' });
        return undefined;
      }
    }
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const who = { oaId: event.oaId, userId: event.userId };
      const context = await storage.loadTurn(
        ownership.isShared() ? { ...who, before: { id: event.id, receivedAt: event.receivedAt } } : who,
      );
      if (context.hasEarlier && (await bringEarlier(event))) return 'later';
      if ((incoming.type === 'wake' || incoming.type === 'notice') && context.session.version === 0) {
        // Erased since: nothing of them may come back.
        await storage.finishEvent({ id: event.id, at: clock.now() });
        metrics.turns.inc({ result: `${incoming.type}-stale` });
        return undefined;
      }
      const plan = await handleEvent(deps, incoming, context, clock.now());
      if (await commit(event, plan, context)) return undefined;
    }
    throw new AppError(
      'SESSION_CONFLICT',
      `The session changed under event ${event.id} ${maxAttempts} times. It is tried again.`,
    );
  };

  /** False when another writer changed the session meanwhile: the event is handled anew on the fresh one. */
  const commit = async (event: QueuedEvent, plan: Plan, context: TurnContext): Promise<boolean> => {
    const messages = plan.replies.flatMap((said) => renderReply(said, plan.messages.chooseHint, deps.pictureUrl));
    const bodies = messages.map((message) => JSON.stringify(message));
    const claimFirst = bodies.length > 0 && answers.reserve(event.oaId, event.userId);
    let result: Awaited<ReturnType<Storage['commitTurn']>>;
    try {
      result = await storage.commitTurn(toCommit(event, plan, context, bodies, claimFirst));
    } catch (error) {
      if (claimFirst) answers.release(event.oaId, event.userId);
      // Somebody else changed what we looked at before our write: the event is looked at anew, like a lost session.
      if (CHANGED_MEANWHILE.has(codeOf(error))) return false;
      throw error;
    }
    if (!result.ok) {
      if (claimFirst) answers.release(event.oaId, event.userId);
      return result.reason === 'already-done';
    }
    if (bodies.length > 0) {
      const fresh = bodies.map((body, index) => ({
        id: result.outboxIds[index] ?? 0,
        body,
        message: messages[index],
        isReply: index === 0 && isAsked(event),
        eventId: event.id,
      }));
      answers.deliver(event.oaId, event.userId, fresh, claimFirst, event.receivedAt);
    }
    result.noticeIds?.forEach((id, index) => {
      const told = plan.notices[index];
      if (id === undefined || !told) return;
      add({ id, oaId: event.oaId, userId: told.userId, incoming: noticeOf(event.oaId, told), receivedAt: plan.now });
    });
    if (plan.erase) await cleanDisk();
    const answered = plan.erase ? 'erased' : bodies.length > 0 ? 'answered' : 'silent';
    metrics.turns.inc({ result: plan.wake ? `wake-${plan.wake}` : answered });
    return true;
  };

  const cleanDisk = async (): Promise<void> => {
    await storage.checkpoint();
    clock.after(CLEAN_AGAIN_MS, () => {
      storage
        .checkpoint()
        .catch((error: unknown) =>
          logger.warn({ err: withoutWords(error) }, 'the log of the store could not be emptied; closing empties it'),
        );
    });
  };

  const toCommit = (
    event: QueuedEvent,
    plan: Plan,
    context: TurnContext,
    bodies: readonly string[],
    claimFirst: boolean,
  ): TurnCommit => {
    const consent = plan.consent?.choice ?? context.resident?.consent;
    const isNamed = consent === 'yes' || plan.forgetCounted || plan.erase || plan.demand;
    const pseudonym = isNamed ? options.pseudonymOf(event.oaId, event.userId) : '';
    const dueAt = nextWakeAt(plan);
    const effects = [...plan.effects, ...returnOf(event, plan, consent === 'yes' ? pseudonym : undefined)];
    return {
      inboxId: event.id,
      oaId: event.oaId,
      userId: event.userId,
      at: plan.now,
      expectedVersion: context.session.version,
      ...(context.isRemembered ? { before: { id: event.id, receivedAt: event.receivedAt } } : {}),
      session: serializeSession(plan.session),
      ...(dueAt === undefined ? {} : { dueAt }),
      resident: plan.patch,
      messages: bodies.map((body) => ({ body })),
      claimFirst,
      engagement: plan.engagement,
      ...(plan.uncountedCredit ? { uncountedCredit: true } : {}),
      ...(effects.length > 0 ? { effects } : {}),
      ...(plan.notices.length > 0
        ? { notices: plan.notices.map((told, index) => toNoticeRow(event, told, index)) }
        : {}),
      ...(consent === 'yes' ? { pseudonym } : {}),
      ...(plan.consent ? { consent: plan.consent } : {}),
      ...(plan.demand ? { demand: { ...plan.demand, pseudonym } } : {}),
      ...(plan.forgetCounted ? { forgetPseudonym: pseudonym } : {}),
      ...(plan.erase
        ? { erase: { pseudonym, via: event.incoming.type === 'withdraw' ? 'user_withdraw' : 'command' } }
        : {}),
    };
  };

  const loadBacklog = (): Promise<void> => {
    if (loading) return loading;
    const mine = (async () => {
      while (!stopped && inMemory < maxInMemory) {
        missedWhileLoading = false;
        const limit = Math.min(PAGE, maxInMemory - inMemory);
        const page = await storage.listPendingEvents({ afterId: newestId, limit, slots: ownership.mask() });
        page.forEach((pending) => enqueue(toQueued(pending)));
        if (page.length < limit && !missedWhileLoading) {
          backlogOnDisk = false;
          // At this very moment, not a few promises later: an event added in between would wait for the next one.
          loading = undefined;
          return;
        }
      }
      backlogOnDisk = true;
    })()
      .catch((error: unknown) => {
        backlogOnDisk = true;
        logger.error({ err: error }, 'the backlog could not be read; trying again');
        clock.after(retryDelayMs, () => {
          if (!stopped) void loadBacklog();
        });
      })
      .finally(() => {
        if (loading === mine) loading = undefined;
      });
    loading = mine;
    return mine;
  };

  const add = (event: QueuedEvent): void => {
    if (stopped) return;
    if (!isMine(event)) {
      options.tellOwner?.(event);
      return;
    }
    // Before the start, what is on disk comes first: it was accepted first.
    if (!started) return;
    if (backlogOnDisk || loading || inMemory >= maxInMemory) {
      backlogOnDisk = true;
      missedWhileLoading = true;
      if (!loading && inMemory < maxInMemory / 2) void loadBacklog();
      return;
    }
    enqueue(event);
  };

  /** Pages through all that waits of one's own: replicas' numbers do not appear in their order. */
  const sweep = async (): Promise<void> => {
    const slots = ownership.mask();
    for (let afterId = 0; !stopped && inMemory < maxInMemory; ) {
      const page = await storage.listPendingEvents({ afterId, limit: PAGE, slots });
      bring(page);
      const last = page.at(-1);
      if (page.length < PAGE || !last) return;
      afterId = last.id;
    }
  };

  return {
    async take() {
      if (ownership.isShared() || started) await sweep();
      started = true;
      await loadBacklog();
    },

    async drop() {
      const left = [...queues.values()].filter(({ events }) => events[0] && !isMine(events[0]));
      await Promise.allSettled(left.map(({ work }) => work));
    },

    async look(ids) {
      if (started && !stopped) bring(await storage.listPendingBeside({ ids }));
    },

    sweep,

    add,

    waiting: () => inMemory,

    async stop() {
      stopped = true;
      stopping.resolve();
      await Promise.allSettled([...queues.values()].map(({ work }) => work));
    },
  };
}

/** Somebody came back through an announcement: counted by name-less total, and once by pseudonym for who agreed. */
function returnOf({ oaId }: QueuedEvent, { returned, now, erase }: Plan, pseudonym: string | undefined): TurnEffect[] {
  if (!returned || erase || (!returned.typed && pseudonym === undefined)) return [];
  const named = pseudonym === undefined ? {} : { pseudonym };
  return [{ operation: 'countReturn', args: { oaId, ...returned, ...named, at: now } }];
}

type Told = Plan['notices'][number];

const noticeOf = (oaId: string, { userId, notice }: Told): NoticeEvent => ({ type: 'notice', oaId, userId, notice });

function toNoticeRow(event: QueuedEvent, told: Told, index: number): IncomingEvent {
  return {
    oaId: event.oaId,
    key: `notice ${event.id} ${index}`,
    eventName: 'notice',
    userId: told.userId,
    payload: JSON.stringify(noticeOf(event.oaId, told)),
    state: 'pending',
    receivedAt: event.receivedAt,
  };
}

function toQueued(pending: PendingEvent): QueuedEvent {
  return {
    id: pending.id,
    oaId: pending.oaId,
    userId: pending.userId,
    incoming: JSON.parse(pending.payload) as QueuedEvent['incoming'],
    receivedAt: pending.receivedAt,
  };
}

/** Name, code and stack without the message: an unexpected error's message may quote what somebody wrote. */
function withoutWords(error: unknown): object {
  if (error instanceof AppError) return error;
  if (!(error instanceof Error)) return { name: typeof error };
  return { name: error.name, code: codeOf(error), stack: error.stack?.split('\n').slice(1, 6).join('\n') };
}
