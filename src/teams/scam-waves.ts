import type { EngagementTotal } from '../storage/ports.ts';

/** From this many messages on, and at least twice as many as before, something new goes round. */
export const WAVE_FROM = 5;
const WAVE_GROWTH = 2;

/** One kind of scam in one commune: how often residents had such a message checked. */
export interface ScamWave {
  /** '' where neither the resident nor their team has said where they live. */
  readonly communeCode: string;
  /** As the scam check counts it. */
  readonly kind: string;
  /** In the period. */
  readonly count: number;
  /** In the same number of days before it. */
  readonly before: number;
  /** At least `WAVE_FROM` in the period, and at least twice as many as before. */
  readonly isNew: boolean;
}

/** Two periods of the same length, as days with both ends. */
export interface ScamPeriods {
  readonly fromDay: string;
  readonly toDay: string;
  readonly beforeFromDay: string;
}

const DAY_MS = 86_400_000;

const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The last `days` days up to `today` (`2026-11-22`, which counts), and the first day of as many before them. */
export function scamPeriods(today: string, days: number): ScamPeriods {
  return { fromDay: plusDays(today, 1 - days), toDay: today, beforeFromDay: plusDays(today, 1 - 2 * days) };
}

/**
 * Messages with signs of a scam by commune and kind, new waves first, then the busiest. `totals`: those of the scam
 * check alone; days outside both periods count nowhere. Pure.
 */
export function findScamWaves(
  totals: readonly Pick<EngagementTotal, 'day' | 'communeCode' | 'outcome' | 'count'>[],
  periods: ScamPeriods,
): ScamWave[] {
  const { fromDay, toDay, beforeFromDay } = periods;
  const counts = new Map<string, { communeCode: string; kind: string; count: number; before: number }>();
  for (const { day, communeCode, outcome: kind, count } of totals) {
    if (day < beforeFromDay || day > toDay) continue;
    const key = `${communeCode} ${kind}`;
    const known = counts.get(key) ?? { communeCode, kind, count: 0, before: 0 };
    if (day >= fromDay) known.count += count;
    else known.before += count;
    counts.set(key, known);
  }
  return [...counts.values()]
    .map((wave) => ({ ...wave, isNew: wave.count >= WAVE_FROM && wave.count >= WAVE_GROWTH * wave.before }))
    .toSorted(
      (a, b) =>
        Number(b.isNew) - Number(a.isNew) ||
        b.count - a.count ||
        b.before - a.before ||
        a.communeCode.localeCompare(b.communeCode) ||
        a.kind.localeCompare(b.kind),
    );
}
