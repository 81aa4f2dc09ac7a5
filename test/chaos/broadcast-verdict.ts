import type { AnnouncementProgress, RecipientState } from '../../src/storage/announcement-ports.ts';

/** One recipient as the bot stored it at the end, and what Zalo saw of them. */
export interface BroadcastFate {
  readonly state: RecipientState;
  /** Sends that Zalo had read. */
  readonly read: number;
  /** Messages that reached the phone. */
  readonly delivered: number;
}

export interface BroadcastVerdict {
  /** People who should have it and neither have it nor are known to be in doubt. */
  readonly lost: number;
  /** People who have it twice: an announcement of unknown outcome is never repeated by itself, so there is no excuse. */
  readonly doubled: number;
  /** People of whom the bot says that it does not know. */
  readonly unknown: number;
  /** Of those, people who have it, and people whom no send was read of. */
  readonly unknownDelivered: number;
  readonly unknownUnread: number;
  /** People whose counted states are not those of the rows: 0, or the console shows something else. */
  readonly miscounted: number;
}

/** Judges an announcement to people who could all be reached. */
export function judgeBroadcast(fates: readonly BroadcastFate[], counted: AnnouncementProgress): BroadcastVerdict {
  const count = (is: (fate: BroadcastFate) => boolean): number => fates.filter(is).length;
  const inDoubt = ({ state }: BroadcastFate): boolean => state === 'unknown';
  const states = Object.keys(counted) as RecipientState[];
  return {
    lost: count((fate) => fate.delivered === 0 && !inDoubt(fate)),
    doubled: count(({ delivered, read }) => delivered > 1 || read > 1),
    unknown: count(inDoubt),
    unknownDelivered: count((fate) => inDoubt(fate) && fate.delivered > 0),
    unknownUnread: count((fate) => inDoubt(fate) && fate.read === 0),
    miscounted: states.reduce(
      (sum, state) => sum + Math.abs(counted[state] - count((fate) => fate.state === state)),
      0,
    ),
  };
}
