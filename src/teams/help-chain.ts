/**
 * Who is asked when a resident waits for a person, and what becomes of the request. Pure: the store, the clock and the
 * people are arguments; every function gives the request as it is to be kept.
 *
 * The order: the team staff handed it to, the resident's team, teams near it in the commune, officers of the commune, the
 * help desk. One person at a time, each once. In a team members come before leaders, who have the reports besides; among
 * equals whoever had the last turn longest ago, where a time-out is a turn too, or somebody silent would stand first for
 * every request. Nobody is asked at night. Emergencies never come here.
 */
import type { Helper, HelpOffer, HelpRequest, HelpStage } from '../storage/help-ports.ts';
import { LIVE_HELP } from '../storage/help-ports.ts';
import { vietnamMinuteOfDay } from '../shared/clock.ts';
import { fold } from '../shared/vietnamese.ts';
import { canBeMessaged } from './registry.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long one person is waited for, in daytime. */
export const OFFER_MS = 15 * MINUTE_MS;
/** Members are written to from 07:00 to 21:00, as with announcements. */
const DAY_FROM_MINUTE = 7 * 60;
const DAY_TO_MINUTE = 21 * 60;
/** Whoever has taken a request is reminded after this, and the resident is asked after a day. */
const REMIND_MS = 2 * HOUR_MS;
const ASK_MS = DAY_MS;
/** Zalo lets nobody write to the resident after 7 days: a request that the desk left lying so long is over. */
const DESK_MS = 7 * DAY_MS;
/** Somebody who was not helped may say so for so long. */
const FEEDBACK_MS = 7 * DAY_MS;

/** People of a stage at most: 12 without handing over, so that the desk has it after 3 hours of daytime at the latest. */
const MOST_ASKED: Readonly<Record<HelpStage, number>> = { handed: 20, team: 6, near: 4, commune: 2 };
const STAGES: readonly HelpStage[] = ['handed', 'team', 'near', 'commune'];

/** Where the resident belongs now. */
export interface HelpPlace {
  /** Code of the team that works for them (of a dissolved one: its successor), '' for none. */
  readonly teamCode: string;
  /** '' = unknown. */
  readonly communeCode: string;
  /** Working teams of the commune. */
  readonly teams: readonly { readonly code: string; readonly hamlet: string }[];
}

/** True when members are not written to. */
export const isNight = (at: number): boolean => {
  const minute = vietnamMinuteOfDay(at);
  return minute < DAY_FROM_MINUTE || minute >= DAY_TO_MINUTE;
};

/** The first moment of daytime at or after `at`. */
export function nextDaytime(at: number): number {
  if (!isNight(at)) return at;
  const minute = vietnamMinuteOfDay(at);
  const ahead = (DAY_FROM_MINUTE - minute + 24 * 60) % (24 * 60);
  return Math.floor(at / MINUTE_MS) * MINUTE_MS + ahead * MINUTE_MS;
}

/** When `ms` of daytime (less than a day of it) have passed since `at`. */
export function afterDaytime(at: number, ms: number): number {
  const from = nextDaytime(at);
  const end = Math.floor(from / MINUTE_MS) * MINUTE_MS + (DAY_TO_MINUTE - vietnamMinuteOfDay(from)) * MINUTE_MS;
  return from + ms <= end ? from + ms : nextDaytime(end) + (ms - (end - from));
}

/**
 * How far apart two hamlets are likely to be: 0 the same, 1, 2, … by their numbers ("Ấp 3", "Ấp 5"), which usually lie in
 * order; otherwise far. A guess, because nobody has a map of hamlets.
 */
export function hamletDistance(one: string, other: string): number {
  const [a, b] = [fold(one), fold(other)];
  if (a === b) return 0;
  const [left, right] = [
    /^(?<kind>.*?) ?(?<number>\d+)$/u.exec(a)?.groups,
    /^(?<kind>.*?) ?(?<number>\d+)$/u.exec(b)?.groups,
  ];
  if (!left || !right || left['kind'] !== right['kind']) return FAR;
  return Math.min(FAR, Math.abs(Number(left['number']) - Number(right['number'])));
}
const FAR = 1_000;

/** True when the bot may write to somebody now. */
export const canBeAsked = ({ lastInteractionAt, silencedUntil = 0, optOutAt }: Helper, now: number): boolean =>
  canBeMessaged(lastInteractionAt, now) && silencedUntil <= now && optOutAt === undefined;

/** Where somebody stands to this request; undefined for somebody it does not concern. */
export function stageOf(request: HelpRequest, place: HelpPlace, helper: Helper): HelpStage | undefined {
  const { role, teamCode, communeCode } = helper;
  if (teamCode !== '' && teamCode === request.handedTo) return 'handed';
  if (role === 'officer') return communeCode !== '' && communeCode === place.communeCode ? 'commune' : undefined;
  if (place.teamCode === '') return undefined;
  if (teamCode === place.teamCode) return 'team';
  return place.teams.some(({ code }) => code === teamCode) ? 'near' : undefined;
}

/** Who is to be asked next; undefined = nobody is left. */
export function nextHelper(
  request: HelpRequest,
  helpers: readonly Helper[],
  place: HelpPlace,
  now: number,
): { readonly helper: Helper; readonly stage: HelpStage } | undefined {
  const asked = new Set(request.offers.map(({ userId }) => userId));
  const home = place.teams.find(({ code }) => code === place.teamCode)?.hamlet ?? '';
  const distanceOf = (teamCode: string): number =>
    hamletDistance(home, place.teams.find(({ code }) => code === teamCode)?.hamlet ?? '');
  for (const stage of STAGES) {
    if (request.offers.filter((offer) => offer.stage === stage).length >= MOST_ASKED[stage]) continue;
    const [first] = helpers
      .filter((one) => one.userId !== request.userId && !asked.has(one.userId) && canBeAsked(one, now))
      .filter((one) => stageOf(request, place, one) === stage)
      .toSorted(
        (a, b) =>
          (stage === 'near' ? distanceOf(a.teamCode) - distanceOf(b.teamCode) : 0) ||
          Number(a.role === 'leader') - Number(b.role === 'leader') ||
          a.lastTurnAt - b.lastTurnAt ||
          (a.userId < b.userId ? -1 : 1),
      );
    if (first) return { helper: first, stage };
  }
  return undefined;
}

/** A request as it begins. */
export const newHelp = (
  asked: Pick<HelpRequest, 'oaId' | 'id' | 'topic' | 'flow' | 'step' | 'teamCode' | 'communeCode' | 'at'> & {
    readonly userId: string;
  },
): HelpRequest => ({ ...asked, version: 0, state: 'open', reminders: 0, offers: [] });

type Changes = { readonly [K in keyof HelpRequest]?: HelpRequest[K] | undefined };

/** The request with these fields; undefined takes one out. */
function changed(request: HelpRequest, changes: Changes): HelpRequest {
  const all = Object.entries({ ...request, ...changes }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(all) as unknown as HelpRequest;
}

const answered = (
  request: HelpRequest,
  userId: string | undefined,
  answer: HelpOffer['answer'],
  now: number,
): readonly HelpOffer[] =>
  request.offers.map((offer) => (offer.userId === userId ? { ...offer, answer, answeredAt: now } : offer));

const wasAsked = (request: HelpRequest, userId: string): boolean =>
  request.offers.some((offer) => offer.userId === userId);

const withoutPhone = ({ phone }: HelpRequest, now: number): Changes =>
  phone === undefined ? {} : { phone: undefined, phoneAt: undefined, phoneErasedAt: now };

const nobody: Changes = { offeredTo: undefined, acceptedBy: undefined, acceptedAt: undefined, reminders: 0 };

/**
 * An open request, or one whose offer is over, goes on: `offered` to the next one, `open` until the morning, or to the
 * `desk` when nobody is left.
 */
export function moveOn(request: HelpRequest, helpers: readonly Helper[], place: HelpPlace, now: number): HelpRequest {
  const isSilent = request.offers.some(({ userId, answer }) => userId === request.offeredTo && answer === '');
  const offers = isSilent ? answered(request, request.offeredTo, 'time-out', now) : request.offers;
  const free = changed(request, { ...nobody, offers, dueAt: undefined });
  const next = nextHelper(free, helpers, place, now);
  if (!next) return changed(free, { state: 'desk', deskAt: free.deskAt ?? now, dueAt: now + DESK_MS });
  if (isNight(now)) return changed(free, { state: 'open', dueAt: nextDaytime(now) });
  const { userId } = next.helper;
  return changed(free, {
    state: 'offered',
    offeredTo: userId,
    dueAt: afterDaytime(now, OFFER_MS),
    offers: [...offers, { userId, stage: next.stage, at: now, answer: '' }],
  });
}

/**
 * What the due moment of a request asks for: `move` it on, `remind` the one who has it, `ask` the resident, `close` it;
 * undefined when nothing is due (any more).
 */
export function dueStep(
  { state, dueAt, reminders }: HelpRequest,
  now: number,
): 'move' | 'remind' | 'ask' | 'close' | undefined {
  if (dueAt === undefined || dueAt > now) return undefined;
  if (state === 'open' || state === 'offered') return 'move';
  if (state === 'accepted') return reminders === 0 ? 'remind' : 'ask';
  return state === 'desk' ? 'close' : undefined;
}

/** After a reminder: the next one, or none. */
export const reminded = (request: HelpRequest): HelpRequest =>
  changed(request, {
    reminders: request.reminders + 1,
    dueAt: request.reminders === 0 ? nextDaytime((request.acceptedAt ?? request.at) + ASK_MS) : undefined,
  });

/** Its time at the desk is over: nobody took it, or the desk answered and heard nothing more. */
export const givenUp = (request: HelpRequest, now: number): HelpRequest =>
  changed(request, {
    ...{ state: request.deskAnsweredAt === undefined ? 'unanswered' : 'done', doneAt: now, dueAt: undefined },
    ...withoutPhone(request, now),
  });

/** Somebody who was asked takes it, also after their time. Undefined when somebody else has it, or it is over. */
export function accept(request: HelpRequest, userId: string, now: number): HelpRequest | undefined {
  const isFree = request.state === 'open' || request.state === 'offered' || request.state === 'desk';
  if (!isFree || !wasAsked(request, userId)) return undefined;
  return changed(request, {
    state: 'accepted',
    acceptedBy: userId,
    acceptedAt: now,
    waitedMinutes: request.waitedMinutes ?? Math.round((now - request.at) / MINUTE_MS),
    offeredTo: undefined,
    reminders: 0,
    dueAt: nextDaytime(now + REMIND_MS),
    offers: answered(request, userId, 'accepted', now),
  });
}

/** "Bận". Undefined when it is nothing to them any more. */
export function decline(request: HelpRequest, userId: string, now: number): HelpRequest | undefined {
  if (!wasAsked(request, userId) || !LIVE_HELP.includes(request.state) || request.acceptedBy === userId)
    return undefined;
  const offers = answered(request, userId, 'busy', now);
  const isTheirs = request.state === 'offered' && request.offeredTo === userId;
  return changed(request, { offers, ...(isTheirs ? { state: 'open', offeredTo: undefined, dueAt: now } : {}) });
}

/** "Không gặp được": the next one is asked. Undefined for whoever does not have it. */
export function missed(request: HelpRequest, userId: string, now: number): HelpRequest | undefined {
  if (request.state !== 'accepted' || request.acceptedBy !== userId) return undefined;
  return changed(request, { ...nobody, state: 'open', dueAt: now, offers: answered(request, userId, 'missed', now) });
}

/** "Đã giúp xong". The resident is asked whether that is so. Undefined for whoever does not have it. */
export function close(request: HelpRequest, userId: string, now: number): HelpRequest | undefined {
  if (request.state !== 'accepted' || request.acceptedBy !== userId) return undefined;
  return changed(request, {
    ...{ state: 'done', doneAt: now, dueAt: undefined, feedback: undefined },
    ...withoutPhone(request, now),
  });
}

/** What the resident says of the help: `bad` asks the next one. Undefined when there was none, or it is long ago. */
export function judge(request: HelpRequest, feedback: 'good' | 'bad', now: number): HelpRequest | undefined {
  const { state, doneAt = now } = request;
  const isOpen =
    state === 'accepted' ||
    (state === 'desk' && request.deskAnsweredAt !== undefined) ||
    (state === 'done' && request.feedback === undefined && now - doneAt < FEEDBACK_MS);
  if (!isOpen) return undefined;
  if (feedback === 'bad')
    return changed(request, {
      ...{ ...nobody, state: 'open', dueAt: now, doneAt: undefined, deskAnsweredAt: undefined, feedback },
    });
  return changed(request, { state: 'done', doneAt, dueAt: undefined, feedback, ...withoutPhone(request, now) });
}

/** The resident does not need it any more. Undefined when it is over anyway. */
export function cancel(request: HelpRequest, now: number): HelpRequest | undefined {
  if (!LIVE_HELP.includes(request.state)) return undefined;
  return changed(request, {
    ...{ state: 'cancelled', doneAt: now, dueAt: undefined, offeredTo: undefined },
    ...withoutPhone(request, now),
  });
}

/** Somebody of the OA answers the resident: nobody else need be asked. Undefined when somebody has taken it, or it is over. */
export function answeredByDesk(request: HelpRequest, now: number): HelpRequest | undefined {
  if (!LIVE_HELP.includes(request.state) || request.state === 'accepted') return undefined;
  return changed(request, {
    ...{ state: 'done', doneAt: now, dueAt: undefined, offeredTo: undefined },
    ...withoutPhone(request, now),
  });
}

/** The number for this request; undefined when it is over. */
export function givePhone(request: HelpRequest, phone: string, now: number): HelpRequest | undefined {
  return LIVE_HELP.includes(request.state) ? changed(request, { phone, phoneAt: now }) : undefined;
}

/** Staff hand it to a team, whose members are asked next. Undefined when somebody has taken it, or it is over. */
export function handTo(request: HelpRequest, teamCode: string, now: number): HelpRequest | undefined {
  const isFree = ['open', 'offered', 'desk', 'unanswered'].includes(request.state);
  if (!isFree || request.userId === undefined) return undefined;
  return changed(request, {
    ...{ ...nobody, handedTo: teamCode, state: 'open', dueAt: now, doneAt: undefined, deskAnsweredAt: undefined },
  });
}

/** Minutes until somebody took it; a later one does not change it. */
const firstWait = (request: HelpRequest, now: number): number =>
  request.waitedMinutes ?? Math.round((now - request.at) / MINUTE_MS);

/** The desk takes it from the teams, or opens it again. Undefined for one that lies there, or whose resident was erased. */
export function takenByDesk(request: HelpRequest, now: number): HelpRequest | undefined {
  if (request.state === 'desk' || request.userId === undefined) return undefined;
  const asked = request.offers.find(({ userId, answer }) => userId === request.offeredTo && answer === '');
  return changed(request, {
    ...{ ...nobody, state: 'desk', deskAt: request.deskAt ?? now, deskAnsweredAt: undefined, dueAt: now + DESK_MS },
    ...{ doneAt: undefined, feedback: undefined },
    ...(asked ? { offers: answered(request, asked.userId, 'time-out', now) } : {}),
  });
}

/** The desk has answered; it lies there until the resident or the desk says that it is done. Undefined elsewhere. */
export function deskAnswered(request: HelpRequest, now: number): HelpRequest | undefined {
  if (request.state !== 'desk') return undefined;
  return changed(request, {
    ...{ deskAnsweredAt: now, waitedMinutes: firstWait(request, now), dueAt: now + DESK_MS },
  });
}

/** The desk closes it; `helped` tells whether it is counted as taken. Undefined when it does not lie there. */
export function closedByDesk(request: HelpRequest, helped: boolean, now: number): HelpRequest | undefined {
  if (request.state !== 'desk') return undefined;
  return changed(request, {
    ...{ state: 'done', doneAt: now, dueAt: undefined, feedback: undefined },
    ...(helped ? { waitedMinutes: firstWait(request, now) } : {}),
    ...withoutPhone(request, now),
  });
}
