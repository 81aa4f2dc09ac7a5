import type { Clock } from '../shared/clock.ts';
import { AppError, codeOf } from '../shared/errors.ts';
import type { Logger } from '../shared/logger.ts';
import type { Metrics } from '../shared/metrics.ts';
import { noTrail, type Trail } from '../shared/trail.ts';
import type { Answers } from '../delivery/answers.ts';
import type { IncomingEvent, PendingEvent, Storage, TurnCommit, TurnContext, TurnEffect } from '../storage/ports.ts';
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
  /** Takes up what an earlier process accepted and did not handle. */
  start(): Promise<void>;
  /** Queues an event that has just been made durable. Ids must come in the order of acceptance. */
  add(event: QueuedEvent): void;
  /** Events accepted and not handled yet, in memory. */
  waiting(): number;
  /** Handles no further event and waits for those under way; the rest stays on disk. */
  stop(): Promise<void>;
}

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
  const gate = createTurnGate();
  const queues = new Map<string, QueuedEvent[]>();
  const running = new Set<Promise<void>>();
  let inMemory = 0;
  let newestId = 0;
  let backlogOnDisk = false;
  let loading: Promise<void> | undefined;
  let missedWhileLoading = false;
  let started = false;
  const stopping = Promise.withResolvers<void>();
  let stopped = false;

  const enqueue = (event: QueuedEvent): void => {
    const key = `${event.oaId} ${event.userId}`;
    newestId = Math.max(newestId, event.id);
    inMemory += 1;
    const queue = queues.get(key);
    if (queue) {
      queue.push(event);
      return;
    }
    queues.set(key, [event]);
    const work: Promise<void> = drain(key).finally(() => running.delete(work));
    running.add(work);
  };

  const drain = async (key: string): Promise<void> => {
    const queue = queues.get(key) ?? [];
    for (let event = queue[0]; event && !stopped; event = queue[0]) {
      const next = event;
      await gate.run(event.oaId, () => untilHandled(next));
      queue.shift();
      inMemory -= 1;
      if (backlogOnDisk && inMemory < maxInMemory / 2) void loadBacklog();
    }
    queues.delete(key);
  };

  const untilHandled = async (event: QueuedEvent): Promise<void> => {
    while (!stopped) {
      try {
        const startMs = clock.now();
        await handle(event);
        trail.step('turn', { ...event, eventId: event.id }, startMs, () => ({ event: event.incoming.type }));
        metrics.turnSeconds.observe((clock.now() - event.receivedAt) / 1000);
        return;
      } catch (error) {
        logger.error(
          { err: withoutWords(error), ...trail.ids({ ...event, eventId: event.id }), eventType: event.incoming.type },
          'an event could not be handled',
        );
        if (await setAside(event, error)) return;
        await Promise.race([new Promise<void>((resolve) => clock.after(retryDelayMs, resolve)), stopping.promise]);
      }
    }
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

  const handle = async (event: QueuedEvent): Promise<void> => {
    const { incoming } = event;
    if (incoming.type === 'group-call') return answerGroup({ ...event, incoming });
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
        return;
      }
    }
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const context = await storage.loadTurn({ oaId: event.oaId, userId: event.userId });
      if ((incoming.type === 'wake' || incoming.type === 'notice') && context.session.version === 0) {
        // Erased since: nothing of them may come back.
        await storage.finishEvent({ id: event.id, at: clock.now() });
        metrics.turns.inc({ result: `${incoming.type}-stale` });
        return;
      }
      const plan = await handleEvent(deps, incoming, context, clock.now());
      if (await commit(event, plan, context)) return;
    }
    throw new AppError(
      'SESSION_CONFLICT',
      `The session changed under event ${event.id} ${maxAttempts} times. It is tried again.`,
    );
  };

  /** False when another writer changed the session meanwhile: the event is handled anew on the fresh one. */
  const commit = async (event: QueuedEvent, plan: Plan, context: TurnContext): Promise<boolean> => {
    const bodies = plan.replies
      .flatMap((said) => renderReply(said, plan.messages.chooseHint, deps.pictureUrl))
      .map((message) => JSON.stringify(message));
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
        const page = await storage.listPendingEvents({ afterId: newestId, limit });
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
    // Before the start, what is on disk comes first: it was accepted first.
    if (stopped || !started) return;
    if (backlogOnDisk || loading || inMemory >= maxInMemory) {
      backlogOnDisk = true;
      missedWhileLoading = true;
      if (!loading && inMemory < maxInMemory / 2) void loadBacklog();
      return;
    }
    enqueue(event);
  };

  return {
    async start() {
      started = true;
      await loadBacklog();
    },

    add,

    waiting: () => inMemory,

    async stop() {
      stopped = true;
      stopping.resolve();
      while (running.size > 0) await Promise.allSettled(running);
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
