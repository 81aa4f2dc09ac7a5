import type { TipReader } from '../storage/tip-ports.ts';

/** Zalo's window, and the week in which nobody gets a second tip. */
const WEEK_MS = 7 * 24 * 3_600_000;

/** Who gets a tip, and how many do not, each for one reason. */
export interface TipPlan {
  readonly reachable: readonly string[];
  readonly hasIt: number;
  readonly refuses: number;
  readonly thisWeek: number;
  /** Out of Zalo's 7 days: to be phoned. */
  readonly unreachable: number;
}

/** Works out who can be given a tip that goes out at `at`. */
export function planTip(readers: readonly TipReader[], at: number): TipPlan {
  const left = { hasIt: 0, refuses: 0, thisWeek: 0, unreachable: 0 };
  const reachable: string[] = [];
  for (const reader of readers) {
    const reason = reasonAgainst(reader, at);
    if (reason) left[reason] += 1;
    else reachable.push(reader.userId);
  }
  return { reachable, ...left };
}

function reasonAgainst(reader: TipReader, at: number): keyof Omit<TipPlan, 'reachable'> | undefined {
  if (reader.hasTip) return 'hasIt';
  if (reader.refuses) return 'refuses';
  if (reader.lastInteractionAt === 0 || at - reader.lastInteractionAt >= WEEK_MS) return 'unreachable';
  return at - reader.lastTipAt < WEEK_MS ? 'thisWeek' : undefined;
}
