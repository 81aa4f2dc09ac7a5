import { createSoleOwnership, type Ownership } from '../coordination/ownership.ts';
import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import type { Metrics } from '../shared/metrics.ts';
import { noTrail, type Trail } from '../shared/trail.ts';
import type { OutboxRow, SendOutcome, Storage } from '../storage/ports.ts';
import { backoffMs, classify, defaultRetryPolicy, nextMinute, type RetryPolicy } from './outcomes.ts';
import type { AnswerCount } from './answer-times.ts';
import type { CallCount } from './call-budget.ts';
import { createFairSlots } from './fair-slots.ts';
import { createOaWeather } from './oa-weather.ts';

/** The one call delivery makes outside. */
export interface MessageSender {
  /** Sends Zalo's `message` object to one resident; throws the SDK's errors. */
  send(oaId: string, userId: string, message: unknown): Promise<{ readonly messageId: string }>;
}

export interface AnswersOptions {
  readonly storage: Storage;
  readonly sender: MessageSender;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Sends in flight at once over all residents of all OAs, which take turns. Default 64. */
  readonly concurrency?: number;
  /** How long an unknown send waits for its echo before it is repeated, ms. Default 5,000. */
  readonly echoWaitMs?: number;
  readonly retry?: RetryPolicy;
  /** Counts how fast residents are answered. Default: nobody does. */
  readonly times?: Pick<AnswerCount, 'add'>;
  /** Which residents are answered from here, and whether a send may begin at all. Default: all, always. */
  readonly ownership?: Pick<Ownership, 'owns' | 'isShared' | 'mask' | 'isFresh' | 'untilFresh'>;
  /** Tells another replica of answers to a resident whom it handles. */
  tellOwner?(oaId: string, userId: string, id: number): void;
  /** Follows sends through the log and the traces. Default: nobody does. */
  readonly trail?: Trail;
  /** What is left of this minute's calls of the app that the OA belongs to. Default: no end of them. */
  callsOf?(oaId: string): CallCount | undefined;
}

/** An answer as the turn that made it hands it over; the body is not read back from disk. */
export interface FreshAnswer {
  readonly id: number;
  readonly body: string;
  /** The message that `body` is the JSON of, to spare reading it again. Default: it is read. */
  readonly message?: unknown;
  /** The first answer to something a resident did: the service level counts it. */
  readonly isReply?: boolean;
  /** Number of the event it answers. */
  readonly eventId?: number;
}

/** The way out for answers: one resident's messages strictly one after the other, many residents at once. */
export interface Answers {
  /**
   * Sends that an earlier process, or a replica that is gone, was in the middle of become `unknown`: of the residents in
   * `slots`, or of all. Before anything is sent to them from here. `silentMs`: whoever sent them gave no
   * sign of life for so long, and their echoes are waited for so much less; 2 s remain for those that lie in the inbox.
   * Default 0.
   */
  recover(slots?: Uint8Array, silentMs?: number): Promise<void>;
  /** Takes up open answers of residents in `slots`, or of all. */
  take(slots?: Uint8Array): Promise<void>;
  /** Begins no more sends to residents whom `ownership` has given up, and resolves when none is under way. */
  drop(): Promise<void>;
  /** Hears that these answers wait: fetches them, with whatever else waits for the same residents. */
  look(ids: readonly number[]): Promise<void>;
  /** Looks for answers that nobody told of. */
  sweep(): Promise<void>;
  /**
   * True when a slot is free and nothing waits for this resident: the first message of the turn may then be stored as
   * `sending` at once. Must be followed by `deliver` or `release`.
   */
  reserve(oaId: string, userId: string): boolean;
  release(oaId: string, userId: string): void;
  /** Queues the answers of a committed turn. `claimed` = `reserve` said yes and the first is stored as `sending`. */
  deliver(oaId: string, userId: string, answers: readonly FreshAnswer[], claimed: boolean, acceptedAt: number): void;
  /** An echo settled this row; whoever waits for it may go on. */
  settled(oaId: string, userId: string, outboxId: number): void;
  /** Messages not settled yet, in memory. */
  waiting(): number;
  /** Stops taking new sends and waits for those in flight. */
  stop(): Promise<void>;
}

/** Open answers read in one go. */
const PAGE = 1_000;
/** Repeats of one unknown answer at the very most. */
const MAX_RESENDS = 3;

interface Waiting {
  readonly id: number;
  readonly body: string;
  /** What `body` says, where it has just been made. */
  readonly message?: unknown;
  readonly createdAt: number;
  readonly isReply: boolean;
  readonly eventId?: number | undefined;
  attempts: number;
  /** An unknown send that will be repeated once. */
  unknown: boolean;
  /** Since when, for a row taken over from an earlier process. */
  unknownAt?: number;
  resends: number;
}

interface Chain {
  readonly key: string;
  readonly oaId: string;
  readonly userId: string;
  readonly queue: Waiting[];
  /** In a slot, or waiting for a timer. */
  busy: boolean;
  cancelTimer?: () => void;
  /** Kept for a turn that is being committed. */
  isReserved?: true;
  /** The message behind the head may be stored as being sent by the same call that records the head. */
  claimsNext: boolean;
  /** A send and its recording, while they are under way. */
  work?: Promise<void>;
}

/** What came for somebody gone is handled by whoever has the resident now, first of all: an echo among it within this time. */
const ECHO_IN_INBOX_MS = 2_000;

export function createAnswers(options: AnswersOptions): Answers {
  const { storage, sender, clock, logger, metrics } = options;
  const concurrency = options.concurrency ?? 64;
  const echoWaitMs = options.echoWaitMs ?? 5_000;
  const policy = options.retry ?? defaultRetryPolicy;
  const trail = options.trail ?? noTrail;
  const ownership = options.ownership ?? createSoleOwnership();
  const chains = new Map<string, Chain>();
  const slots = createFairSlots<Chain>(concurrency);
  const running = new Set<Promise<void>>();
  const stopping = Promise.withResolvers<void>();
  let stopped = false;
  const weather = createOaWeather(clock);
  /** Milliseconds until sends of this OA may begin. */
  const pauseLeftMs = (oaId: string): number =>
    Math.max(weather.pauseLeftMs(oaId), options.callsOf?.(oaId)?.waitMs(clock.now()) ?? 0);

  /**
   * An unknown answer is repeated once. While most sends have a known outcome it may be repeated twice more: at 5 %
   * of failing sends one repeat leaves one resident in 400 without an answer (measured 2026-11-22: 11 of 8,000). When
   * most sends end unknown, Zalo may be delivering them all, and more copies would only pester.
   */
  const mayResend = ({ oaId }: Chain, head: Waiting): boolean =>
    head.resends === 0 || (head.resends < MAX_RESENDS && weather.of(oaId).isFair());

  const keyOf = (oaId: string, userId: string): string => `${oaId} ${userId}`;

  const chainOf = (oaId: string, userId: string): Chain => {
    const key = keyOf(oaId, userId);
    let chain = chains.get(key);
    if (!chain) {
      chain = { key, oaId, userId, queue: [], busy: false, claimsNext: false };
      chains.set(key, chain);
    }
    return chain;
  };

  const isMine = (chain: Chain): boolean => ownership.owns(chain.oaId, chain.userId);

  /** What waits stays on disk, for whoever has the resident now. */
  const forget = (chain: Chain): void => {
    chain.queue.length = 0;
    if (chains.get(chain.key) === chain) chains.delete(chain.key);
  };

  const later = (chain: Chain, delayMs: number): void => {
    if (!isMine(chain)) return forget(chain);
    chain.busy = true;
    chain.cancelTimer = clock.after(delayMs, () => {
      delete chain.cancelTimer;
      chain.busy = false;
      wake(chain);
    });
  };

  const wake = (chain: Chain): void => {
    if (chain.busy || stopped) return;
    if (chain.queue.length === 0 || !isMine(chain)) return forget(chain);
    const pauseMs = pauseLeftMs(chain.oaId);
    if (pauseMs > 0) {
      later(chain, pauseMs);
      return;
    }
    chain.busy = true;
    slots.push(chain);
    pump();
  };

  const pump = (): void => {
    for (let chain = stopped ? undefined : slots.next(); chain; chain = slots.next()) {
      const pauseMs = pauseLeftMs(chain.oaId);
      if (pauseMs > 0) {
        slots.give(chain.oaId);
        later(chain, pauseMs);
        continue;
      }
      if (!isMine(chain)) {
        slots.give(chain.oaId);
        forget(chain);
        continue;
      }
      track(chain, claimAndSend(chain));
    }
  };

  const track = (chain: Chain, work: Promise<void>): void => {
    const done: Promise<void> = work
      .catch((error: unknown) =>
        logger.error({ err: error }, 'a send could not be recorded; it is settled after a restart'),
      )
      .finally(() => {
        running.delete(done);
        if (chain.work === done) delete chain.work;
        slots.give(chain.oaId);
        pump();
      });
    running.add(done);
    chain.work = done;
  };

  const free = (chain: Chain): void => {
    chain.busy = false;
    wake(chain);
  };

  const claimAndSend = async (chain: Chain): Promise<void> => {
    const head = chain.queue[0];
    if (!head) return free(chain);
    const resend = head.unknown;
    let claimed: boolean;
    try {
      ({ claimed } = await storage.claimSend({ id: head.id, resend, at: clock.now() }));
    } catch (error) {
      logger.error({ err: error }, 'the store refused to claim a send; trying again');
      later(chain, policy.baseDelayMs);
      return;
    }
    if (!claimed) {
      chain.queue.shift();
      return free(chain);
    }
    if (resend) head.resends += 1;
    head.attempts += 1;
    head.unknown = false;
    await send(chain);
  };

  /** Sends the head, which is stored as `sending`, and keeps the slot for the resident's next messages. */
  const send = async (chain: Chain): Promise<void> => {
    for (;;) {
      const head = chain.queue[0];
      if (!head) return free(chain);
      // Stored as being sent, and maybe given to somebody else while this process hung: they settle it.
      if (!ownership.isFresh() && !(await ownership.untilFresh())) return forget(chain);
      const outcome = await trySend(chain, head);
      const next = outcome.state === 'sent' || outcome.state === 'failed' ? chain.queue[1] : undefined;
      const goOn = next !== undefined && !stopped && isMine(chain) && pauseLeftMs(chain.oaId) === 0;
      chain.claimsNext = goOn;
      const { recorded, nextClaimed } = await record({
        id: head.id,
        outcome,
        at: clock.now(),
        ...(goOn ? { claimNextId: next.id } : {}),
      });
      chain.claimsNext = false;
      if (recorded || outcome.state === 'sent') count(outcome);
      // Settled by its echo, or erased, while the call was under way: whatever the call said does not matter any more.
      if (!recorded && outcome.state !== 'sent' && !nextClaimed) {
        chain.queue.shift();
        time(chain, head, true);
        return free(chain);
      }
      if (outcome.state === 'pending') return later(chain, Math.max(0, outcome.dueAt - clock.now()));
      if (outcome.state === 'unknown' && mayResend(chain, head)) {
        head.unknown = true;
        return later(chain, echoWaitMs);
      }
      chain.queue.shift();
      time(chain, head, outcome.state === 'sent');
      if (!next || !nextClaimed) return free(chain);
      next.attempts += 1;
    }
  };

  /** Asks until the store takes it: a row left `sending` would hold up everything that resident is told after it. */
  const record = async (args: Parameters<Storage['recordSend']>[0]): ReturnType<Storage['recordSend']> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await storage.recordSend(args);
      } catch (error) {
        if (stopped) throw error;
        logger.error({ err: error, outboxId: args.id }, 'the result of a send could not be recorded; trying again');
        const pause = new Promise<void>((resolve) => clock.after(backoffMs(attempt, policy), resolve));
        await Promise.race([pause, stopping.promise]);
      }
    }
  };

  const trySend = async (chain: Chain, head: Waiting): Promise<SendOutcome> => {
    const startMs = clock.now();
    const of = { oaId: chain.oaId, userId: chain.userId, eventId: head.eventId };
    options.callsOf?.(chain.oaId)?.take(startMs);
    try {
      const { messageId } = await sender.send(chain.oaId, chain.userId, head.message ?? JSON.parse(head.body));
      metrics.answerSeconds.observe((clock.now() - head.createdAt) / 1000);
      weather.of(chain.oaId).add('sent');
      trail.step('send', of, startMs, () => ({ outboxId: head.id, messageId }));
      return { state: 'sent', messageId };
    } catch (error) {
      const at = clock.now();
      const outcome = classify({ error, attempts: head.attempts, createdAt: head.createdAt, at }, policy);
      if (outcome.state !== 'sent') {
        metrics.zaloErrors.inc({ code: outcome.code });
        const sky = weather.of(chain.oaId);
        sky.add(outcome.state === 'unknown' ? 'unknown' : outcome.code === '-32' ? 'limited' : 'refused');
        if (sky.isLimited()) weather.pauseUntil(chain.oaId, nextMinute(at));
        logger.warn(
          { outboxId: head.id, ...trail.ids(of), state: outcome.state, code: outcome.code, attempts: head.attempts },
          'a send did not succeed',
        );
        const { state, code } = outcome;
        trail.step('send', of, startMs, () => ({ outboxId: head.id, state, code }), false);
      }
      return outcome;
    }
  };

  const time = (chain: Chain, head: Waiting, isTaken: boolean): void => {
    if (head.isReply) options.times?.add(chain.oaId, isTaken ? clock.now() - head.createdAt : undefined);
  };

  const count = (outcome: SendOutcome): void => {
    metrics.sends.inc({ lane: 'answer', result: outcome.state === 'pending' ? 'retried' : outcome.state });
  };

  const enqueue = (row: OutboxRow): void => {
    const chain = chainOf(row.oaId, row.userId);
    chain.queue.push({
      id: row.id,
      body: row.body,
      createdAt: row.createdAt,
      // Nobody knows any more which of a turn's messages came first.
      isReply: false,
      attempts: row.attempts,
      unknown: row.state === 'unknown',
      resends: row.resends,
      ...(row.unknownAt === undefined ? {} : { unknownAt: row.unknownAt }),
    });
  };

  /**
   * Takes in answers read from disk, oldest first. Of a resident who has something under way here nothing is taken: it
   * may be the same, or come before it; the next sweep finds what is left.
   */
  const bring = (rows: readonly OutboxRow[]): Chain[] => {
    const mine = rows.filter((row) => ownership.owns(row.oaId, row.userId));
    const known = new Set(mine.map((row) => keyOf(row.oaId, row.userId)).filter((key) => chains.has(key)));
    const fresh = mine.filter((row) => !known.has(keyOf(row.oaId, row.userId)));
    fresh.forEach(enqueue);
    return [...new Set(fresh.map((row) => chainOf(row.oaId, row.userId)))];
  };

  const begin = (fresh: readonly Chain[]): void => {
    for (const chain of fresh) {
      const head = chain.queue[0];
      if (head?.unknown)
        later(chain, Math.min(echoWaitMs, Math.max(0, (head.unknownAt ?? 0) + echoWaitMs - clock.now())));
      else wake(chain);
    }
  };

  /** Page by page; nothing begins before the last, because a resident's answers may stand on two. */
  const load = async (slots: Uint8Array | undefined): Promise<void> => {
    const rows: OutboxRow[] = [];
    for (let afterId = 0; ; ) {
      const page = await storage.listOpenAnswers({ afterId, limit: PAGE, slots });
      rows.push(...page);
      const last = page.at(-1);
      if (!last || page.length < PAGE) break;
      afterId = last.id;
    }
    if (!stopped) begin(bring(rows));
  };

  return {
    async recover(slots, silentMs = 0) {
      const beganMs = Math.max(0, Math.min(silentMs, echoWaitMs - ECHO_IN_INBOX_MS));
      await storage.recoverSending({ at: clock.now() - beganMs, slots });
    },

    take: load,

    async drop() {
      for (;;) {
        const left = [...chains.values()].filter((chain) => !isMine(chain));
        for (const chain of left) {
          chain.cancelTimer?.();
          // The head may be under way: what it says is still to be recorded. What that call claims is sent from here, too:
          // nobody else would know whether it was.
          chain.queue.length = Math.min(chain.queue.length, chain.claimsNext ? 2 : 1);
          if (!chain.work && !chain.isReserved) forget(chain);
        }
        const works = left.flatMap(({ work }) => (work ? [work] : []));
        if (works.length === 0) return;
        await Promise.allSettled(works);
      }
    },

    async look(ids) {
      const rows = await storage.listOpenBeside({ ids });
      if (!stopped) begin(bring(rows));
    },

    sweep: () => load(ownership.mask()),

    reserve(oaId, userId) {
      if (!ownership.owns(oaId, userId)) return false;
      if (stopped || pauseLeftMs(oaId) > 0 || chains.has(keyOf(oaId, userId))) return false;
      if (!slots.take(oaId)) return false;
      const chain = chainOf(oaId, userId);
      chain.busy = true;
      chain.isReserved = true;
      return true;
    },

    release(oaId, userId) {
      slots.give(oaId);
      const chain = chains.get(keyOf(oaId, userId));
      if (chain) {
        delete chain.isReserved;
        free(chain);
      }
      pump();
    },

    deliver(oaId, userId, answers, claimed, acceptedAt) {
      if (!claimed && !ownership.owns(oaId, userId)) {
        const [first] = answers;
        if (first) options.tellOwner?.(oaId, userId, first.id);
        return;
      }
      const chain = chainOf(oaId, userId);
      delete chain.isReserved;
      const fresh = answers.map(({ isReply = false, ...rest }, index): Waiting => {
        const attempts = claimed && index === 0 ? 1 : 0;
        return { ...rest, isReply, createdAt: acceptedAt, attempts, unknown: false, resends: 0 };
      });
      // What came for somebody reserved is not stored as being sent; the claimed one is, and must be the head.
      if (claimed) chain.queue.unshift(...fresh);
      else chain.queue.push(...fresh);
      if (claimed) track(chain, send(chain));
      else wake(chain);
    },

    settled(oaId, userId, outboxId) {
      const chain = chains.get(keyOf(oaId, userId));
      if (!chain?.cancelTimer || chain.queue[0]?.id !== outboxId) return;
      chain.cancelTimer();
      delete chain.cancelTimer;
      const head = chain.queue.shift();
      if (head) time(chain, head, true);
      free(chain);
    },

    waiting: () => [...chains.values()].reduce((sum, chain) => sum + chain.queue.length, 0),

    async stop() {
      stopped = true;
      stopping.resolve();
      for (const chain of chains.values()) chain.cancelTimer?.();
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
