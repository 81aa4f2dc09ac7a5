import type { SendRecord } from '../support/load/fake-zalo.ts';

/**
 * How long after Zalo's answer a crash can still hit a bot that has not written it down. What had been written down is
 * read from its store; the time only keeps a bot that never writes from being excused. Zalo answers, the bot's event loop
 * reads it, the group commit ends: on two cores shared with other work, up to 0.3 s on SQLite at a load of 6, 1.8 s on
 * PostgreSQL at 18 (2026-11-22).
 */
export const WINDOW_MS = 5_000;

/** Sends that the dead process could not know the outcome of. */
export interface Doubt {
  /** Read by Zalo and not answered. */
  readonly open: number;
  /** Answered, and not written down. */
  readonly inWindow: number;
  /** How long before the kill the oldest of the latter was answered, milliseconds. */
  readonly unwrittenMsMax: number;
  /** Whose they were. */
  readonly userIds: ReadonlySet<string>;
}

/**
 * Marks the sends whose outcome the dead process had not written down: a second copy of these is excused, of all others it
 * is not, however short before the kill they were answered.
 *
 * @param sends since the last kill of this replica
 * @param written Zalo's numbers of the messages that stand in the store as sent
 * @param victim number of the replica that was killed
 */
export function markDoubt(
  sends: readonly SendRecord[],
  killedMs: number,
  written: Pick<ReadonlySet<string>, 'has'>,
  victim: number,
): Doubt {
  let open = 0;
  let inWindow = 0;
  let unwrittenMsMax = 0;
  const userIds = new Set<string>();
  for (const send of sends) {
    if (send.replica !== victim) continue;
    if (send.answeredAtMs === null || send.answeredAtMs > killedMs) {
      send.doubt = 'open';
      userIds.add(send.userId);
      open += 1;
    } else if (send.fault === null && !written.has(send.messageId)) {
      const ageMs = killedMs - send.answeredAtMs;
      unwrittenMsMax = Math.max(unwrittenMsMax, ageMs);
      if (ageMs > WINDOW_MS) continue;
      send.doubt = 'window';
      userIds.add(send.userId);
      inWindow += 1;
    }
  }
  return { open, inWindow, unwrittenMsMax, userIds };
}
