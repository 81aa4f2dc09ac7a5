import type { Clock } from '../shared/clock.ts';
import { codeOf } from '../shared/errors.ts';
import type { Logger } from '../shared/logger.ts';
import { createRounds, type Rounds } from '../shared/rounds.ts';
import type { Announcement } from '../storage/announcement-ports.ts';
import type { Storage } from '../storage/ports.ts';
import { DEFAULT_APPROVAL_ABOVE, fail, finish, type LifecycleStep, start, type StartFacts } from './lifecycle.ts';
import { lanesGoneOut, lanesUnderWay } from './lanes/under-way.ts';
import { readPlanSettings } from './plan-settings.ts';
import { readApprovalAbove, startFactsOf } from './start-facts.ts';
import { type ListingOptions, listRecipientsOf } from './listing.ts';

export interface AnnouncementRoundsOptions {
  readonly storage: ListingOptions['storage'] &
    Pick<
      Storage,
      'listUnlisted' | 'listFinished' | 'listLaneJobs' | 'settleCancelled' | 'changeAnnouncement' | 'readMeta'
    >;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Needed for audiences by interests. */
  readonly pseudonymOf?: (oaId: string, userId: string) => string;
  /** Settings of an OA. Default: those of the store. */
  readonly settingsOf?: (oaId: string) => Pick<Storage, 'readMeta'>;
  /** What is known when a scheduled one is to begin. Default: from a plan made then. */
  readonly factsOf?: (announcement: Announcement) => Promise<StartFacts>;
  /** Recipients may be waiting from now on. */
  onListed?(announcement: Announcement): void;
}

const EVERY_MS = 1_000;
/** Pending people of cancelled announcements skipped in one go: about 20 ms of work. */
const SETTLE_AT_ONCE = 2_000;
const SYSTEM = 'system';

/**
 * The background of announcements: begins what is scheduled at its hour, makes lists (one after the other), skips who is
 * left of what was cancelled, and ends what has nobody left. All of it goes on after a kill where it was.
 */
export function createAnnouncementRounds(options: AnnouncementRoundsOptions): Rounds {
  const { storage, clock, logger } = options;
  const settingsOf = (oaId: string): Pick<Storage, 'readMeta'> => options.settingsOf?.(oaId) ?? storage;
  const listing: ListingOptions = {
    storage,
    now: () => clock.now(),
    ...(options.pseudonymOf ? { pseudonymOf: options.pseudonymOf } : {}),
  };
  const factsOf =
    options.factsOf ??
    (async (announcement: Announcement) =>
      startFactsOf(announcement, {
        ...listing,
        now: clock.now(),
        settings: await readPlanSettings(settingsOf(announcement.oaId)),
      }));

  const take = async (step: LifecycleStep): Promise<void> => {
    if (!step.ok) return;
    for (const write of step.writes)
      if (write.operation === 'changeAnnouncement') await storage.changeAnnouncement(write.args);
  };

  const begin = async (announcement: Announcement): Promise<void> => {
    const facts = await factsOf(announcement);
    const above = await readApprovalAbove(settingsOf(announcement.oaId), DEFAULT_APPROVAL_ABOVE);
    const step = { by: SYSTEM, at: clock.now() };
    const started = start(announcement, step, facts, above);
    await take(started.ok ? started : fail(announcement, step, started.code));
  };

  /** Somebody changed it meanwhile: the next round looks anew. */
  const unlessChanged = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      if (codeOf(error) !== 'ANNOUNCEMENT_CHANGED') throw error;
    }
  };

  const listNext = async (): Promise<number> => {
    const [next] = await storage.listUnlisted({ at: clock.now(), limit: 1 });
    if (!next) return EVERY_MS;
    if (next.state === 'scheduled') await unlessChanged(begin(next));
    else if (await listRecipientsOf(next, { ...listing, settings: await readPlanSettings(settingsOf(next.oaId)) }))
      options.onListed?.(next);
    return 0;
  };

  const tidy = async (): Promise<number> => {
    const at = clock.now();
    const { more } = await storage.settleCancelled({ at, limit: SETTLE_AT_ONCE });
    for (const over of await storage.listFinished({ limit: 50 })) {
      const { pending, sending, sent, failed, unknown, skipped } = over.progress;
      // A finished message is listed by whoever made it: its first people may only be on their way.
      const isEmpty = pending + sending + sent + failed + unknown + skipped === 0;
      if (isEmpty && over.content.ready !== undefined) continue;
      // Teams and followers are reached beside the list, or when it is empty.
      const jobs = await storage.listLaneJobs({ oaId: over.oaId, announcementId: over.id });
      if (lanesUnderWay(over, jobs)) continue;
      const progress = { ...over.progress, sent: sent + lanesGoneOut(jobs) };
      await unlessChanged(take(finish(over, { by: SYSTEM, at }, progress)));
    }
    return more ? 0 : EVERY_MS;
  };

  const rounds = [listNext, tidy].map((work) =>
    createRounds({
      clock,
      run: async () => {
        try {
          return await work();
        } catch (error) {
          logger.error({ err: error }, 'the background of announcements failed a round');
          return EVERY_MS;
        }
      },
    }),
  );
  return {
    start: () => rounds.forEach((round) => round.start()),
    async stop() {
      await Promise.all(rounds.map((round) => round.stop()));
    },
  };
}
