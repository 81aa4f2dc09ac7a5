/** Time, passed in wherever it matters, so that tests own it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `run` once after `delayMs`; the returned function cancels it. Never keeps the process alive. */
  after(delayMs: number, run: () => void): () => void;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Viet Nam has had one offset, UTC+7 without summer time, since 1975. */
const VIETNAM_OFFSET_MS = 7 * 3_600_000;

const DAY_MS = 86_400_000;
/** The day asked for last: nearly every message asks for today. */
let lastDay = { number: Number.NaN, text: '' };

/** The calendar day in Viet Nam, `2026-11-22`. */
export function vietnamDay(atMs: number): string {
  const number = Math.floor((atMs + VIETNAM_OFFSET_MS) / DAY_MS);
  if (number !== lastDay.number) lastDay = { number, text: new Date(number * DAY_MS).toISOString().slice(0, 10) };
  return lastDay.text;
}

/** Minutes since midnight in Viet Nam, 0–1439. */
export function vietnamMinuteOfDay(atMs: number): number {
  const local = new Date(atMs + VIETNAM_OFFSET_MS);
  return local.getUTCHours() * 60 + local.getUTCMinutes();
}

/** `22/11/2026 14:05` in Viet Nam, for people. */
export function vietnamTime(atMs: number): string {
  const iso = new Date(atMs + VIETNAM_OFFSET_MS).toISOString();
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)} ${iso.slice(11, 16)}`;
}

/**
 * Epoch milliseconds of `2026-11-22T07:00` (or with a space, or with seconds) read as Vietnamese time; a text with its
 * own offset (`…+07:00`, `…Z`) keeps it. Returns undefined for anything else.
 */
export function parseVietnamTime(text: string): number | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(Z|[+-]\d{2}:\d{2})?$/u.exec(text.trim());
  if (!match) return undefined;
  // Date.parse moves 30 February into March; a wrong date must not become another day.
  const ms = Date.parse(`${match[1]}T${match[2]}${match[3] ?? ':00'}${match[4] ?? '+07:00'}`);
  const dayExists = !Number.isNaN(ms) && new Date(`${match[1]}T00:00:00Z`).toISOString().startsWith(match[1] ?? '');
  return dayExists ? ms : undefined;
}
