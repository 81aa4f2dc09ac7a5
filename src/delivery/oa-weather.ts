import type { Clock } from '../shared/clock.ts';
import { createWeather, type Weather } from './weather.ts';

/** How Zalo treats each OA: the limit of one OA's calls, or its trouble, holds up nobody else. */
export interface OaWeather {
  /** What the last sends of this OA say. */
  of(oaId: string): Weather;
  /** Milliseconds until sends of this OA may begin. */
  pauseLeftMs(oaId: string): number;
  /** No send of this OA begins before then. */
  pauseUntil(oaId: string, at: number): void;
}

/** To the next full minute and a little. */
const LONGEST_PAUSE_MS = 120_000;

export function createOaWeather(clock: Pick<Clock, 'now'>): OaWeather {
  const weathers = new Map<string, Weather>();
  const pausedUntil = new Map<string, number>();
  return {
    of(oaId) {
      const known = weathers.get(oaId) ?? createWeather();
      weathers.set(oaId, known);
      return known;
    },
    pauseLeftMs(oaId) {
      const until = pausedUntil.get(oaId);
      if (until === undefined) return 0;
      const left = until - clock.now();
      // A pause ends within two minutes: one that does not was set before the clock went back.
      if (left > 0 && left <= LONGEST_PAUSE_MS) return left;
      pausedUntil.delete(oaId);
      return 0;
    },
    pauseUntil: (oaId, at) => void pausedUntil.set(oaId, Math.max(pausedUntil.get(oaId) ?? 0, at)),
  };
}
