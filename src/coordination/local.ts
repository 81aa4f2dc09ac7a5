import type { Clock } from '../shared/clock.ts';
import { createListeners } from './listeners.ts';
import { createLockQueue } from './lock-queue.ts';
import { createMinutePace } from './minute-pace.ts';
import type { Coordination, HeldLock, Pace, PaceFactory, TruthLock } from './ports.ts';

export interface LocalCoordinationOptions {
  readonly clock: Clock;
  readonly evenPace: PaceFactory;
  /** Default `only`: nobody else is there to tell apart. */
  readonly replica?: string;
  readonly truthLock?: TruthLock;
}

/**
 * Coordination of one process with itself: what a single server needs, at no cost. The same promises as over Redis, so
 * nobody above has to know which of the two they have.
 */
export function createLocalCoordination(options: LocalCoordinationOptions): Coordination {
  const { clock, evenPace, truthLock, replica = 'only' } = options;
  const since = clock.now();
  const paces = new Map<string, Pace>();
  const listeners = createListeners();
  const inTurn = createLockQueue();
  let lastToken = 0;

  /** Two askers of one name share one limit, as they would over Redis. */
  const paceOf = (name: string, make: () => Pace) => {
    const known = paces.get(name) ?? make();
    paces.set(name, known);
    return known;
  };

  const nextToken = (): number => {
    lastToken = Math.max(lastToken + 1, clock.now() * 1_000);
    return lastToken;
  };

  return {
    replica,
    isShared: false,
    budget: {
      perSecond: (oaId, lane, limit) => paceOf(`second ${oaId} ${lane}`, () => evenPace(limit)),
      perMinute: (appId, limit) => paceOf(`minute ${appId}`, () => createMinutePace(limit)),
    },
    locks: {
      withLock: (name, work) =>
        inTurn(`${name.oaId} ${name.what}`, () => {
          const held: HeldLock = { fencingToken: nextToken(), lost: new AbortController().signal };
          return truthLock ? truthLock(name, () => work(held)) : work(held);
        }),
    },
    replicas: { list: () => [{ name: replica, startedAt: since }], count: () => 1 },
    signals: { tell: listeners.tell, on: listeners.on },
    status: () => ({ kind: 'local', state: 'together', since, replicas: 1 }),
    close: async () => listeners.clear(),
  };
}
