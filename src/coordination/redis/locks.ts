import { randomBytes } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import { createLockQueue } from '../lock-queue.ts';
import type { HeldLock, LockName, Locks, TruthLock } from '../ports.ts';
import type { Random } from './client.ts';
import { fenceKey, lockKey } from './keys.ts';
import type { Link } from './link.ts';

/** A holder that is gone is followed after this, ms. */
const LIFE_MS = 10_000;
/** Renewed this often, ms: three tries in a life. */
const RENEW_MS = 3_000;
/** How long one waits for a lock, ms: three refreshes of a token that all reach their deadline. */
export const LOCK_WAIT_MS = 30_000;
/** Between two tries, ms, and as much again by chance. */
const TRY_MS = 25;

export interface RedisLocksOptions {
  readonly link: Link;
  readonly clock: Clock;
  readonly random: Random;
  readonly replica: string;
  readonly truthLock?: TruthLock;
}

/** What was taken: by Redis with its key, or by nothing but the truth store's lock. */
interface Taken {
  readonly fencingToken: number;
  /** Absent when Redis was away. */
  readonly holder?: string;
}

export function createRedisLocks({ link, clock, random, replica, truthLock }: RedisLocksOptions): Locks {
  const inTurn = createLockQueue();
  let lastToken = 0;
  const pause = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));

  const take = async ({ oaId, what }: LockName): Promise<Taken> => {
    const until = clock.now() + LOCK_WAIT_MS;
    const holder = `${replica} ${randomBytes(9).toString('base64url')}`;
    const keys = [lockKey(oaId, what), fenceKey(oaId, what)];
    for (;;) {
      try {
        const token = await link.ask((redis) => redis.takeLock(...keys, holder, LIFE_MS));
        if (token !== null) {
          lastToken = Math.max(lastToken, Number(token));
          return { fencingToken: Number(token), holder };
        }
      } catch {
        if (truthLock) {
          lastToken = Math.max(lastToken + 1, clock.now() * 1_000);
          return { fencingToken: lastToken };
        }
      }
      if (clock.now() >= until) throw timedOut(what, link.isUp());
      await pause(TRY_MS * (1 + random()));
    }
  };

  /** Keeps the lock alive until `stop`; aborts when it is lost. */
  const keep = (key: string, holder: string, lost: AbortController): (() => void) => {
    let aliveUntil = clock.now() + LIFE_MS;
    let cancel = (): void => undefined;
    let stopped = false;
    const next = (delayMs: number): void => {
      cancel = clock.after(delayMs, () => void renew());
    };
    const renew = async (): Promise<void> => {
      const askedAt = clock.now();
      try {
        const renewed = await link.ask((redis) => redis.renew(key, holder, LIFE_MS));
        if (renewed !== 1) return lost.abort();
        aliveUntil = askedAt + LIFE_MS;
      } catch {
        // Redis may have it still.
      }
      if (stopped) return;
      if (clock.now() >= aliveUntil) lost.abort();
      else next(Math.min(RENEW_MS, aliveUntil - clock.now()));
    };
    next(RENEW_MS);
    return () => {
      stopped = true;
      cancel();
    };
  };

  return {
    withLock: (name, work) =>
      // Those of this process wait for each other here, without asking Redis.
      inTurn(`${name.oaId} ${name.what}`, async () => {
        const taken = await take(name);
        const lost = new AbortController();
        const key = lockKey(name.oaId, name.what);
        const { holder } = taken;
        // The truth store's lock decides where there is one: losing the other loses nothing.
        const stop =
          holder === undefined ? () => undefined : keep(key, holder, truthLock ? new AbortController() : lost);
        const held: HeldLock = { fencingToken: taken.fencingToken, lost: lost.signal };
        try {
          return await (truthLock ? truthLock(name, () => work(held)) : work(held));
        } finally {
          stop();
          if (holder !== undefined) void link.ask((redis) => redis.letGo(key, holder)).catch(() => undefined);
        }
      }),
  };
}

function timedOut(what: string, isUp: boolean): AppError {
  return new AppError(
    'COORDINATION_LOCK_TIMEOUT',
    `The lock "${what}" could not be had in ${LOCK_WAIT_MS / 1_000} s: ${isUp ? 'another replica holds it' : 'Redis does not answer'}. Nothing was done; it is tried again with the next need.`,
  );
}
