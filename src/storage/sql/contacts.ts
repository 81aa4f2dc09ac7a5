import { vietnamDay } from '../../shared/clock.ts';
import { monthOf, weekOf } from '../../shared/periods.ts';
import type { Tally } from '../indicator-ports.ts';
import type { TurnCommit } from '../ports.ts';
import type { Operation, Query, Row, Sql } from './query.ts';
import { addKeptTally } from './tally.ts';

/** Where and when a turn is counted. */
export interface Place {
  readonly day: string;
  readonly team: string;
  readonly commune: string;
}

/** What is new about a resident's contact in a turn. */
export interface ContactNews {
  /** Last interaction until now, 0 = none. */
  readonly before: number;
  readonly isNewDay: boolean;
  readonly credited: boolean;
  /** Where they lived as far as was known, for somebody who had no team until now; undefined when they had one. */
  readonly communeBefore?: string;
}

const VIETNAM_OFFSET_MS = 7 * 3_600_000;
const dayNumber = (ms: number): number => Math.floor((ms + VIETNAM_OFFSET_MS) / 86_400_000);

/** What is known of the resident, and where their team is, to be asked before they are saved. */
export const knownContact = (db: Sql, turn: TurnCommit): Query<Row | undefined> =>
  db.get(
    `select r.last_interaction_at as last_interaction_at, r.team_code as team_code, r.commune_code as commune_code,
       t.commune_code as team_commune from resident r
     left join team t on t.oa_id = r.oa_id and t.code = r.team_code where r.oa_id = ? and r.user_id = ?`,
    turn.oaId,
    turn.userId,
  );

/** Compares the turn with what was known of the resident. */
export function contactNews(turn: TurnCommit, row: Row | undefined): ContactNews | undefined {
  const { lastInteractionAt, teamCode, communeCode } = turn.resident;
  if (lastInteractionAt === undefined && teamCode === undefined && communeCode === undefined) return undefined;
  const before = Number(row?.['last_interaction_at'] ?? 0);
  const isNewDay = lastInteractionAt !== undefined && dayNumber(before) < dayNumber(lastInteractionAt);
  const credited = typeof teamCode === 'string' && teamCode !== row?.['team_code'] && turn.uncountedCredit !== true;
  const isPlaced = typeof teamCode === 'string' || typeof communeCode === 'string';
  if (!isNewDay && !isPlaced) return undefined;
  const hadNoTeam = (row?.['team_code'] ?? null) === null;
  return {
    before,
    isNewDay,
    credited,
    ...(isPlaced && hadNoTeam && before > 0 ? { communeBefore: String(row?.['commune_code'] ?? '') } : {}),
  };
}

/**
 * Counts a new credit, and the account as reached in every span in which this is its first interaction. It counts where it
 * belonged then; only somebody of whom no team was known takes the spans that run along when the place becomes another, or
 * the message before the code would be lost to every team.
 */
export function* countContact(db: Sql, turn: TurnCommit, place: Place, news: ContactNews): Operation<void> {
  const tally = (indicator: string, at: Place, value: 1 | -1, span?: string): Tally => ({
    oaId: turn.oaId,
    day: place.day,
    teamCode: at.team,
    communeCode: at.commune,
    indicator,
    topic: '',
    value,
    ...(span === undefined ? {} : { span }),
  });
  const lastDay = news.before === 0 ? '' : vietnamDay(news.before);
  const oldPlace = placeBefore(place, news);
  if (oldPlace || news.isNewDay) yield* db.holdCampaigns();
  const running = oldPlace || news.isNewDay ? yield* campaignsOn(db, turn.oaId, place.day) : [];
  const reached = (span: string, isFirst: boolean, counts: (at: Place) => boolean = () => true): Tally[] => {
    if (isFirst) return news.isNewDay && counts(place) ? [tally('reached', place, 1, span)] : [];
    if (!oldPlace) return [];
    return [
      ...(counts(oldPlace) ? [tally('reached', oldPlace, -1, span)] : []),
      ...(counts(place) ? [tally('reached', place, 1, span)] : []),
    ];
  };
  yield* addKeptTally(db, [
    ...(news.credited ? [tally('credited', place, 1)] : []),
    ...reached('d', lastDay !== place.day),
    ...reached('w', lastDay === '' || weekOf(lastDay) !== weekOf(place.day)),
    ...reached('m', monthOf(lastDay) !== monthOf(place.day)),
    ...running.flatMap(({ id, fromDay, communeCodes }) =>
      reached(id, lastDay < fromDay, ({ commune }) => takesPart(communeCodes, commune)),
    ),
  ]);
}

function placeBefore(place: Place, { communeBefore }: ContactNews): Place | undefined {
  if (communeBefore === undefined) return undefined;
  const isFound = place.team !== '' || place.commune !== communeBefore;
  return isFound ? { day: place.day, team: '', commune: communeBefore } : undefined;
}

/** Whether what happens in a commune counts for a campaign of these communes; none named = all. */
export const takesPart = (communeCodes: readonly string[], commune: string): boolean =>
  communeCodes.length === 0 || communeCodes.includes(commune);

function* campaignsOn(db: Sql, oaId: string, day: string) {
  return (yield* db.all(
    'select id, from_day, commune_codes from campaign where oa_id = ? and from_day <= ? and to_day >= ?',
    oaId,
    day,
    day,
  )).map((row) => ({
    id: String(row['id']),
    fromDay: String(row['from_day']),
    communeCodes: JSON.parse(String(row['commune_codes'])) as string[],
  }));
}
