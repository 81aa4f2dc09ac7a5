/** Longest wait: a reminder later than this is about something else by then. */
export const maxWaitDays = 90;

const unitsMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds of "30m", "12h", "2d", "1w" (1 minute to 90 days); undefined for anything else: then nothing expires. */
export function durationMs(after: string): number | undefined {
  const match = /^([1-9]\d{0,4})([mhdw])$/u.exec(after);
  const ms = match && Number(match[1]) * (unitsMs[match[2] ?? ''] ?? 0);
  return ms !== null && ms > 0 && ms <= maxWaitDays * 86_400_000 ? ms : undefined;
}

/** When a wait that begins at `nowMs` is over; undefined when it has no limit, or nobody said what time it is. */
export function dueAt(nowMs: number, after: string | undefined): number | undefined {
  const ms = after === undefined || nowMs <= 0 ? undefined : durationMs(after);
  return ms === undefined ? undefined : nowMs + ms;
}
