import { codeOf } from '../../shared/errors.ts';
import type {
  Announcement,
  AnnouncementLaneName,
  AnnouncementState,
  RecipientState,
} from '../../storage/announcement-ports.ts';
import type { LaneJob } from '../../storage/lane-ports.ts';
import type { Storage } from '../../storage/ports.ts';

/** One lane: what is to be done now for one announcement. Throws what the store throws; Zalo's answers never. */
export interface LaneStepper<Job extends LaneJob> {
  /** One step: some calls at most, then the job is on disk with the moment of the next one. */
  step(job: Job, announcement: Announcement): Promise<void>;
}

/** States in which a lane may act on the world: an announcement whose direct messages are through is `sent` or `failed`. */
export const ACTING: readonly AnnouncementState[] = ['sending', 'sent', 'failed'];

/** Keeps a job; the kept one comes back. Throws LANE_CHANGED. */
export async function keepJob<Job extends LaneJob>(
  storage: Pick<Storage, 'saveLaneJob'>,
  job: Job,
  onlyWhile?: readonly AnnouncementState[],
): Promise<Job> {
  const { version } = await storage.saveLaneJob({
    job,
    expectedVersion: job.version,
    ...(onlyWhile ? { onlyWhile } : {}),
  });
  return { ...job, version };
}

/** True when somebody else changed the job, or the announcement was stopped, in this very moment. */
export const isOvertaken = (error: unknown): boolean => codeOf(error) === 'LANE_CHANGED';

/** Recipients moved in one transaction: answers wait for it. */
const MOVED_AT_ONCE = 1_000;

/** Settles the recipients of a lane by one act, a thousand at a time. True when nobody of them is left and the list is complete. */
export async function settleLane(
  storage: Pick<Storage, 'moveRecipients'>,
  { id, oaId, listing }: Announcement,
  settled: {
    readonly lane: AnnouncementLaneName;
    readonly from: readonly RecipientState[];
    readonly to: RecipientState;
    readonly code: string;
    readonly at: number;
  },
): Promise<boolean> {
  const { moved } = await storage.moveRecipients({ oaId, announcementId: id, ...settled, limit: MOVED_AT_ONCE });
  return listing.done && moved < MOVED_AT_ONCE;
}
