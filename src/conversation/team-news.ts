import { defaultQuietHours, isQuiet } from '../delivery/quiet-hours.ts';
import { createRounds, type Rounds } from '../shared/rounds.ts';
import type { Storage } from '../storage/ports.ts';
import type { TeamEventKind, TeamNews } from '../storage/registry-ports.ts';
import { canBeMessaged, memberRef } from '../teams/registry.ts';
import { acceptOwn, type OwnEventsOptions } from './own-events.ts';
import type { TeamNotice } from './team-notices.ts';

export interface TeamNewsOptions extends OwnEventsOptions {
  readonly oaId: string;
  readonly storage: Pick<Storage, 'listTeamNews' | 'lastTeamEventId' | 'loadTurn' | 'readMeta' | 'writeMeta'>;
}

/**
 * Tells people of teams what the province did about them, at the console or at the command line: each line of history
 * becomes one durable event in their own queue, where Zalo lets us write to them.
 */
export interface TeamNewsRounds extends Rounds {
  /** One round; how many were told. */
  runOnce(): Promise<number>;
}

/** Whoever is let in waits for people: half a minute more is nothing. */
const ROUND_MS = 30_000;
const MAX_A_ROUND = 50;

const WHAT: Readonly<Partial<Record<TeamEventKind, TeamNotice['what']>>> = {
  approved: 'approved',
  refused: 'refused',
  removed: 'removed',
  restored: 'back',
  transferred: 'leads',
  'role-changed': 'role-changed',
};

const keyOf = (oaId: string): string => `team-news:${oaId}`;

/** The store knows up to which line people were told, so that a restart goes on there. Nobody is told at night. */
export function createTeamNews(options: TeamNewsOptions): TeamNewsRounds {
  const { oaId, storage, clock, logger } = options;
  let stopped = false;

  /** Where to go on; what happened before the first start is no news. */
  const position = async (): Promise<number> => {
    const kept = await storage.readMeta({ key: keyOf(oaId) });
    if (kept !== undefined) return Number(kept);
    const newest = await storage.lastTeamEventId({ oaId });
    await storage.writeMeta({ key: keyOf(oaId), value: String(newest) });
    return newest;
  };

  const tell = async ({ id, userId, kind, teamCode, communeCode }: TeamNews): Promise<boolean> => {
    const what = WHAT[kind];
    const { resident } = await storage.loadTurn({ oaId, userId });
    if (!what || !canBeMessaged(resident?.lastInteractionAt ?? 0, clock.now())) return false;
    const notice: TeamNotice = { kind: 'team', what, teamCode, communeCode, ref: memberRef(oaId, userId) };
    return (await acceptOwn(options, `team event ${id}`, { type: 'notice', oaId, userId, notice })) !== 'duplicate';
  };

  const runOnce = async (): Promise<number> => {
    const afterId = await position();
    if (isQuiet(clock.now(), defaultQuietHours)) return 0;
    const news = await storage.listTeamNews({ oaId, afterId, limit: MAX_A_ROUND });
    let told = 0;
    for (const one of news) {
      if (stopped) break;
      if (await tell(one)) told += 1;
      // After the event is on disk: a crash in between says it once all the same, because its key is known.
      await storage.writeMeta({ key: keyOf(oaId), value: String(one.id) });
    }
    return told;
  };

  const rounds = createRounds({
    clock,
    async run() {
      try {
        await runOnce();
      } catch (error) {
        logger.error({ err: error }, 'news about members could not be passed on; trying again');
      }
      return ROUND_MS;
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
