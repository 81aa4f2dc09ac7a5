import type { Clock } from '../../shared/clock.ts';
import type { LeaseHint, LeaseHints } from '../ports.ts';
import { leaseKey } from './keys.ts';
import type { Link } from './link.ts';

/** A hint of a replica that is gone ends after this, ms. */
export const LEASE_MS = 5_000;
/** Renewed this often while work goes on, ms; most work is over before the first time. */
const RENEW_MS = 2_000;

export interface RedisLeases extends LeaseHints {
  stop(): void;
}

export function createRedisLeases(link: Link, clock: Clock, replica: string): RedisLeases {
  const held = new Set<string>();
  let cancel: (() => void) | undefined;
  const letGo = (key: string): void => void link.ask((redis) => redis.letGo(key, replica)).catch(() => undefined);

  const renewAll = (): void => {
    cancel = undefined;
    if (held.size === 0) return;
    if (link.isUp())
      for (const key of held) link.ask((redis) => redis.renew(key, replica, LEASE_MS)).catch(() => undefined);
    keepOn();
  };
  const keepOn = (): void => {
    cancel ??= clock.after(RENEW_MS, renewAll);
  };

  return {
    async claim(oaId, resident): Promise<LeaseHint | undefined> {
      const key = leaseKey(oaId, resident);
      if (held.has(key)) return undefined;
      // Before the question, so that two askers of this process do not both get it.
      held.add(key);
      try {
        if ((await link.ask((redis) => redis.set(key, replica, 'PX', LEASE_MS, 'NX'))) === null) {
          held.delete(key);
          return undefined;
        }
      } catch {
        // Away: the truth store keeps the order, and nobody waits.
      }
      keepOn();
      return {
        release() {
          if (held.delete(key)) letGo(key);
        },
      };
    },
    stop() {
      cancel?.();
      for (const key of held) if (link.isUp()) letGo(key);
      held.clear();
    },
  };
}
