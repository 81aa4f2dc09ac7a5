import type { ZaloCityCode } from 'zalo-oa-sdk';
import type { Clock } from '../../shared/clock.ts';
import { codeOf } from '../../shared/errors.ts';
import type { Logger } from '../../shared/logger.ts';
import { createRounds, type Rounds } from '../../shared/rounds.ts';
import type { Announcement } from '../../storage/announcement-ports.ts';
import {
  JOB_LANES,
  type ArticleJob,
  type CascadeJob,
  type JobLane,
  type LaneJob,
  type ZbsJob,
} from '../../storage/lane-ports.ts';
import type { Storage } from '../../storage/ports.ts';
import { newArticleJob } from './article.ts';
import { makeWord, newCascadeJob } from './cascade.ts';
import { isOvertaken, keepJob, type LaneStepper } from './step.ts';
import { newZbsJob, readZbsSettings } from './zbs.ts';

export interface LaneWorkerOptions {
  readonly oaId: string;
  readonly storage: Pick<
    Storage,
    | 'addLaneJob'
    | 'findLaneJob'
    | 'listLaneJobs'
    | 'saveLaneJob'
    | 'findAnnouncement'
    | 'listAnnouncements'
    | 'readMeta'
  >;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly lanes: {
    readonly article: LaneStepper<ArticleJob>;
    readonly cascade: LaneStepper<CascadeJob>;
    readonly zbs: LaneStepper<ZbsJob>;
  };
  /** Zalo's city codes of an announcement's audience; empty = every follower. */
  citiesOf(announcement: Announcement): Promise<readonly ZaloCityCode[]>;
  /** A whole number from 0 to `below` - 1 that cannot be foreseen. */
  random(below: number): number;
}

/** Drives the lanes beside direct messages from what is on disk: a restart goes on where the last process was. */
export interface LaneWorker extends Rounds {
  /** One round: begins the lanes of announcements that were started, and takes a step in every lane that is due. */
  runOnce(): Promise<void>;
}

const ROUND_MS = 1_000;
const BEGIN_EVERY_MS = 5_000;
/** Announcements that were started since then and have no job yet get one: their direct messages may be through already. */
const BEGUN_MS = 2 * 24 * 3_600_000;
const NEWEST = 50;
const DUE_AT_ONCE = 50;
const AFTER_FAULT_MS = 60_000;
/** 32,768 words; every one tried is free unless many announcements a day were made for years. */
const MAX_WORDS = 20;

/** A worker over the lanes. Nothing is kept in memory but which jobs are known to exist. */
export function createLaneWorker(options: LaneWorkerOptions): LaneWorker {
  const { oaId, storage, clock, logger, lanes } = options;
  const known = new Set<string>();
  let beginAt = 0;
  let stopped = false;

  const begin = async (announcement: Announcement, lane: JobLane): Promise<void> => {
    const key = `${announcement.id} ${lane}`;
    if (known.has(key)) return;
    const of = { oaId, announcementId: announcement.id };
    for (let tries = 0; tries < MAX_WORDS; tries++) {
      if (await storage.findLaneJob({ ...of, lane })) break;
      const { created } = await storage.addLaneJob({ job: await newJob(announcement, lane) });
      if (created) {
        logger.info({ announcementId: announcement.id, lane }, 'a lane of an announcement begins');
        break;
      }
    }
    known.add(key);
  };

  const newJob = async (announcement: Announcement, lane: JobLane): Promise<LaneJob> => {
    const of = { oaId, announcementId: announcement.id };
    const now = clock.now();
    switch (lane) {
      case 'article':
        return newArticleJob({ ...of, cities: await options.citiesOf(announcement) }, now);
      case 'cascade':
        return newCascadeJob({ ...of, word: makeWord(options.random) }, now);
      case 'zbs':
        return newZbs(of, now);
    }
  };

  /** A setting that cannot be used is seen at the announcement, and its people are told of as failed. */
  const newZbs = async (
    of: { readonly oaId: string; readonly announcementId: string },
    now: number,
  ): Promise<ZbsJob> => {
    try {
      return newZbsJob({ ...of, settings: await readZbsSettings(storage) }, now);
    } catch (error) {
      const meaning = 'The template as set cannot be used';
      return { ...newZbsJob({ ...of, settings: undefined }, now), state: 'failed', code: codeOf(error), meaning };
    }
  };

  const beginAll = async (): Promise<void> => {
    const since = clock.now() - BEGUN_MS;
    const started = await storage.listAnnouncements({ oaId, states: ['sending', 'sent', 'failed'], limit: NEWEST });
    for (const announcement of started) {
      if (!hasBegun(announcement, since)) continue;
      for (const lane of JOB_LANES) {
        if (!announcement.content.lanes.includes(lane)) continue;
        try {
          await begin(announcement, lane);
        } catch (error) {
          logger.error(
            { err: error, announcementId: announcement.id, lane },
            'a lane could not be begun; trying again',
          );
        }
      }
    }
  };

  const step = async (job: LaneJob): Promise<void> => {
    const announcement = await storage.findAnnouncement({ id: job.announcementId });
    if (!announcement) return void (await park(job, 'ANNOUNCEMENT_UNKNOWN', 'The announcement is not there any more'));
    try {
      if (job.lane === 'article') await lanes.article.step(job, announcement);
      else if (job.lane === 'cascade') await lanes.cascade.step(job, announcement);
      else await lanes.zbs.step(job, announcement);
    } catch (error) {
      // Paused, cancelled or changed in this very moment: the next round reads anew.
      if (isOvertaken(error)) return;
      const { announcementId, lane } = job;
      logger.error({ err: error, announcementId, lane }, 'a lane of an announcement failed a step; trying again');
      await note(job, codeOf(error));
    }
  };

  /** The fault is seen at the announcement, and the job waits a minute. */
  const note = async ({ announcementId, lane }: LaneJob, code: string): Promise<void> => {
    const fresh = await storage.findLaneJob({ oaId, announcementId, lane });
    if (!fresh || fresh.dueAt === undefined) return;
    // A claimed call keeps its own deadline: that is what tells a lost answer from one under way.
    const dueAt = Math.max(fresh.dueAt, clock.now() + AFTER_FAULT_MS);
    await keepJob(storage, { ...fresh, dueAt, code, meaning: 'A step failed here; the log says why' });
  };

  const park = (job: LaneJob, code: string, meaning: string): Promise<LaneJob> => {
    const { dueAt: _due, ...rest } = job;
    return keepJob(storage, { ...rest, code, meaning });
  };

  const runOnce = async (): Promise<void> => {
    if (clock.now() >= beginAt) {
      beginAt = clock.now() + BEGIN_EVERY_MS;
      await beginAll();
    }
    const due = await storage.listLaneJobs({ oaId, dueBy: clock.now(), limit: DUE_AT_ONCE });
    // Side by side: a call of one lane that times out holds up no other. One announcement has each lane once.
    if (!stopped) await Promise.all(due.map((job) => step(job).catch((error: unknown) => complain(error, job))));
  };

  const complain = (error: unknown, { announcementId, lane }: LaneJob): void =>
    logger.error({ err: error, announcementId, lane }, 'a lane could not be kept; trying again');

  const rounds = createRounds({
    clock,
    firstAfterMs: ROUND_MS,
    async run() {
      const startedAt = clock.now();
      try {
        await runOnce();
      } catch (error) {
        logger.error({ err: error }, 'the lanes of announcements failed a round; trying again');
      }
      return startedAt + ROUND_MS - clock.now();
    },
  });

  return {
    start: () => rounds.start(),
    runOnce,
    async stop() {
      stopped = true;
      await rounds.stop();
    },
  };
}

/** True for what is being sent, and for what was sent a short while ago, whomever the direct messages reached. */
const hasBegun = ({ state, startedAt = 0, failureCode }: Announcement, since: number): boolean =>
  state === 'sending' || (startedAt >= since && (state === 'sent' || failureCode === 'NOBODY_REACHED'));
