import { isQuiet, nextAllowed, type QuietHours } from '../../delivery/quiet-hours.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Metrics } from '../../shared/metrics.ts';
import type { Announcement } from '../../storage/announcement-ports.ts';
import type { CascadeDetail, CascadeJob, CascadeMember } from '../../storage/lane-ports.ts';
import type { Storage } from '../../storage/ports.ts';
import { makeCode } from '../../teams/codes.ts';
import { canBeMessaged } from '../../teams/registry.ts';
import { keepJob, type LaneStepper } from './step.ts';

/** What a member is told; becomes an event in their own queue, accepted once for its key. */
export interface CascadeCall {
  readonly oaId: string;
  readonly userId: string;
  readonly announcementId: string;
  readonly what: 'ask' | 'remind';
}

export interface CascadeLaneOptions {
  readonly storage: Pick<
    Storage,
    | 'saveLaneJob'
    | 'spreadCascade'
    | 'listCascadeMembers'
    | 'listCascadeRecipients'
    | 'listTeamsToRemind'
    | 'queueCascade'
    | 'markCascadeReminded'
    | 'moveRecipients'
  >;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** Makes the event durable and queues it. Twice with one key has one effect. */
  call(key: string, call: CascadeCall): Promise<void>;
  /** When members may be written to of our own accord; an emergency asks at any hour, a reminder never at night. */
  quietHours(): Promise<QuietHours>;
  /**
   * Members told a second at most. Default 5: two messages each is 600 of Zalo's 4,000 calls a minute, beside 2,400 of
   * direct messages, so that answers keep the rest.
   */
  readonly perSecond?: number;
}

/** How long residents who come back are counted, and latecomers told. */
export const CASCADE_DAYS = 7;
const DAY_MS = 24 * 3_600_000;
const REMIND_AFTER_MS = DAY_MS;
const ROUND_MS = 1_000;
/** Whoever writes again after a week of silence is told within this. */
const SWEEP_MS = 10 * 60_000;
/** Turns of those told last may still be under way. */
const SETTLE_AFTER_MS = 30_000;
const TEAMS_AT_ONCE = 100;
const PAGE = 200;
/** Pages of people who cannot be reached, looked at in one step. */
const MAX_PAGES = 10;
const REMINDED_AT_ONCE = 2;
const RECIPIENTS_AT_ONCE = 500;
/** Characters behind TB: three free ones and a check character. */
export const WORD_LENGTH = 4;

/** The word of a new cascade, `TB7K2M`. `random` as for `makeCode`. */
export const makeWord = (random: (below: number) => number): string => `TB${makeCode(random, WORD_LENGTH)}`;

/** The first state of the lane. */
export const newCascadeJob = (
  of: { readonly oaId: string; readonly announcementId: string; readonly word: string },
  now: number,
): CascadeJob => ({
  oaId: of.oaId,
  announcementId: of.announcementId,
  lane: 'cascade',
  version: 0,
  state: 'spreading',
  dueAt: now,
  code: '',
  meaning: '',
  startedAt: now,
  updatedAt: now,
  detail: { word: of.word, afterTeam: '', afterMember: '', afterRecipient: '' },
});

/**
 * The announcement through the teams: every active member of the audience's teams gets it with a text to forward, as a
 * turn of their own; whoever Zalo does not let us write to is left for the telephone and told when they write again. A
 * page at a time, whatever the number of teams; where it stands is on disk after every step.
 */
export function createCascadeLane(options: CascadeLaneOptions): LaneStepper<CascadeJob> {
  const { storage, clock, metrics } = options;
  const perSecond = options.perSecond ?? 5;

  const next = (
    job: CascadeJob,
    changes: { readonly state?: CascadeJob['state']; readonly dueAt?: number },
    detail: Partial<CascadeDetail> = {},
  ): Promise<CascadeJob> => {
    const { dueAt: _before, ...rest } = job;
    return keepJob(storage, {
      ...rest,
      ...changes,
      updatedAt: clock.now(),
      detail: { ...job.detail, ...detail },
    });
  };

  const spread = async (job: CascadeJob, { content }: Announcement): Promise<void> => {
    const { oaId, announcementId, detail } = job;
    const { communes, teams } = content.audience;
    const args = { oaId, announcementId, communes, teams, afterTeam: detail.afterTeam, limit: TEAMS_AT_ONCE };
    const { lastTeam, listed } = await storage.spreadCascade(args);
    const state = listed < TEAMS_AT_ONCE ? 'telling' : 'spreading';
    await next(job, { state, dueAt: clock.now() }, { afterTeam: lastTeam });
  };

  const callMember = (job: CascadeJob, { userId }: CascadeMember, what: CascadeCall['what']): Promise<void> => {
    const { oaId, announcementId } = job;
    metrics.sends.inc({ lane: 'cascade', result: what === 'ask' ? 'asked' : 'reminded' });
    return options.call(`cascade-${what} ${announcementId} ${userId}`, { oaId, userId, announcementId, what });
  };

  /** Asks the next few who can be reached. `isThrough`: the round has come to its end. */
  const ask = async (job: CascadeJob): Promise<{ readonly after: string; readonly isThrough: boolean }> => {
    const { oaId, announcementId } = job;
    const userIds: string[] = [];
    let after = job.detail.afterMember;
    let isThrough = false;
    for (let pages = 0; pages < MAX_PAGES && userIds.length < perSecond && !isThrough; pages++) {
      const page = await storage.listCascadeMembers({
        oaId,
        announcementId,
        untold: true,
        afterUserId: after,
        limit: PAGE,
      });
      const looked = await askSome(job, page, perSecond - userIds.length);
      userIds.push(...looked.asked);
      after = looked.after ?? after;
      isThrough = page.length < PAGE && looked.after === page.at(-1)?.userId;
    }
    if (userIds.length > 0) await storage.queueCascade({ oaId, announcementId, userIds, at: clock.now() });
    return { after, isThrough };
  };

  const askSome = async (
    job: CascadeJob,
    page: readonly CascadeMember[],
    room: number,
  ): Promise<{ readonly asked: readonly string[]; readonly after: string | undefined }> => {
    const asked: string[] = [];
    let after: string | undefined;
    for (const member of page) {
      if (isReachable(member, clock.now())) {
        if (asked.length >= room) break;
        await callMember(job, member, 'ask');
        asked.push(member.userId);
      }
      after = member.userId;
    }
    return { asked, after };
  };

  /** Residents of the lane: handed to a team that has it, or to one of which nobody could be told. */
  const settle = async (job: CascadeJob, { id, listing }: Announcement): Promise<Partial<CascadeDetail>> => {
    const { oaId } = job;
    const page = await storage.listCascadeRecipients({
      oaId,
      announcementId: id,
      afterUserId: job.detail.afterRecipient,
      limit: RECIPIENTS_AT_ONCE,
    });
    const common = { oaId, announcementId: id, lane: 'cascade', from: ['pending'], at: clock.now() } as const;
    for (const isTold of [true, false]) {
      const userIds = page.filter((one) => one.isTold === isTold).map(({ userId }) => userId);
      if (userIds.length === 0) continue;
      const outcome = isTold
        ? ({ to: 'sent', code: '' } as const)
        : ({ to: 'failed', code: 'TEAM_UNREACHED' } as const);
      await storage.moveRecipients({ ...common, ...outcome, userIds });
    }
    const last = page.at(-1);
    if (last) return { afterRecipient: last.userId };
    return listing.done ? { settled: true, afterRecipient: '' } : { afterRecipient: '' };
  };

  const remind = async (job: CascadeJob): Promise<boolean> => {
    const { oaId, announcementId } = job;
    const at = clock.now();
    const toldBefore = at - REMIND_AFTER_MS;
    const teams = await storage.listTeamsToRemind({ oaId, announcementId, toldBefore, limit: REMINDED_AT_ONCE });
    for (const { teamCode } of teams) {
      const members = await storage.listCascadeMembers({
        oaId,
        announcementId,
        teamCode,
        afterUserId: '',
        limit: PAGE,
      });
      for (const member of members) {
        if (member.toldAt !== undefined && isReachable(member, at)) await callMember(job, member, 'remind');
      }
      await storage.markCascadeReminded({ oaId, announcementId, teamCode, at });
    }
    return teams.length === REMINDED_AT_ONCE;
  };

  const run = async (job: CascadeJob, announcement: Announcement): Promise<void> => {
    const now = clock.now();
    const { toldAt = now, settled } = job.detail;
    if (settled !== true) {
      const detail = await settle(job, announcement);
      const waits = detail.afterRecipient === '' && detail.settled !== true;
      await next(job, { dueAt: waits ? now + 5 * ROUND_MS : now }, detail);
      return;
    }
    if (now - toldAt >= CASCADE_DAYS * DAY_MS) return void (await next(job, { state: 'done' }));
    const hours = await options.quietHours();
    if (isQuiet(now, hours)) return void (await next(job, { dueAt: nextAllowed(now, hours) }));
    const more = await remind(job);
    const { after, isThrough } = await ask(job);
    const dueAt = more || !isThrough ? now + ROUND_MS : now + SWEEP_MS;
    await next(job, { dueAt }, { afterMember: isThrough ? '' : after });
  };

  const tell = async (job: CascadeJob, { content }: Announcement): Promise<void> => {
    const now = clock.now();
    const hours = await options.quietHours();
    if (!content.emergency && isQuiet(now, hours)) return void (await next(job, { dueAt: nextAllowed(now, hours) }));
    const { after, isThrough } = await ask(job);
    if (!isThrough) return void (await next(job, { dueAt: now + ROUND_MS }, { afterMember: after }));
    await next(job, { state: 'running', dueAt: now + SETTLE_AFTER_MS }, { afterMember: '', toldAt: now });
  };

  return {
    async step(job, announcement) {
      if (announcement.state === 'cancelled') return void (await next(job, { state: 'cancelled' }));
      if (announcement.state === 'paused') return;
      if (job.state === 'spreading') return spread(job, announcement);
      if (job.state === 'telling') return tell(job, announcement);
      if (job.state === 'running') return run(job, announcement);
      await next(job, {});
    },
  };
}

const isReachable = ({ optOutAt, lastInteractionAt }: CascadeMember, now: number): boolean =>
  optOutAt === undefined && canBeMessaged(lastInteractionAt, now);
