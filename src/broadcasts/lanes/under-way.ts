import type { Announcement } from '../../storage/announcement-ports.ts';
import type { LaneJob } from '../../storage/lane-ports.ts';

const BUSY: ReadonlySet<LaneJob['state']> = new Set([
  ...(['making', 'review', 'ready', 'broadcasting'] as const),
  ...(['spreading', 'telling'] as const),
  ...(['sending', 'waiting'] as const),
]);

const isBusy = (job: LaneJob): boolean =>
  BUSY.has(job.state) || (job.lane === 'cascade' && job.state === 'running' && job.detail.settled !== true);

/** True while a lane of the announcement has not begun, or may still reach somebody for the first time. */
export function lanesUnderWay({ content }: Announcement, jobs: readonly LaneJob[]): boolean {
  const wanted = content.lanes.filter((lane) => lane !== 'direct');
  return wanted.some((lane) => !jobs.some((job) => job.lane === lane)) || jobs.some(isBusy);
}

/** Lanes that went out to people beside those listed: followers of the OA, members of teams. */
export const lanesGoneOut = (jobs: readonly LaneJob[]): number =>
  jobs.filter(
    (job) =>
      (job.lane === 'article' && (job.state === 'done' || job.state === 'unknown')) ||
      (job.lane === 'cascade' && (job.state === 'running' || job.state === 'done')),
  ).length;
