import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';

/** One finished piece of work on an event, for a collector of traces. */
export interface Span {
  readonly name: 'webhook' | 'turn' | 'send';
  /** Same for everything that belongs to one event. */
  readonly trace: string;
  /** Epoch ms. */
  readonly startMs: number;
  readonly endMs: number;
  readonly ok: boolean;
  /** Names, counts, codes and pseudonyms; never an id of a resident, never words. */
  readonly facts: Readonly<Record<string, string | number>>;
}

/** Takes finished spans; must not throw and must not wait. */
export interface Traces {
  add(span: Span): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** Whose step it is. `eventId`: number of the event in the inbox, where it is known. */
export interface TrailOf {
  readonly oaId: string;
  readonly userId: string;
  readonly eventId?: number | undefined;
}

/** Follows an event from the webhook over the turn to the send, by ids that name nobody. */
export interface Trail {
  /** A step is over. Off (no debug log, no collector) it costs one comparison. */
  step(
    name: Span['name'],
    of: TrailOf,
    startMs: number,
    facts: () => Readonly<Record<string, string | number>>,
    ok?: boolean,
  ): void;
  /** Ids for a log line about something that failed. */
  ids(of: TrailOf): { readonly person: string; readonly eventId?: number };
}

export interface TrailOptions {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly traces?: Traces;
  pseudonymOf(oaId: string, userId: string): string;
}

export function createTrail({ logger, clock, traces, pseudonymOf }: TrailOptions): Trail {
  const ids = ({ oaId, userId, eventId }: TrailOf) => ({
    person: pseudonymOf(oaId, userId),
    ...(eventId === undefined ? {} : { eventId }),
  });
  return {
    step(name, of, startMs, facts, ok = true) {
      const isTold = logger.isLevelEnabled('debug');
      if (!isTold && !traces) return;
      const endMs = clock.now();
      const known = { ...ids(of), ...facts() };
      if (isTold) logger.debug({ step: name, ...known, ok, ms: endMs - startMs }, 'a step of an event is done');
      traces?.add({ name, trace: `${of.oaId} ${of.eventId ?? `- ${startMs}`}`, startMs, endMs, ok, facts: known });
    },
    ids,
  };
}

/** Follows nothing, for tests and tools. */
export const noTrail: Trail = { step: () => undefined, ids: () => ({ person: '' }) };
