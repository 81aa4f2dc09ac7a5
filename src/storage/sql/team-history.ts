import { AppError } from '../../shared/errors.ts';
import type { TeamEvent, TeamEventKind } from '../registry-ports.ts';
import type { Sql, Row, Operation } from './query.ts';

export function toTeamEvent(row: Row): TeamEvent {
  return {
    teamCode: String(row['team_code']),
    communeCode: String(row['commune_code']),
    kind: row['kind'] as TeamEventKind,
    at: Number(row['at']),
    ...(row['user_id'] === null ? {} : { userId: String(row['user_id']) }),
    ...(row['by_user_id'] === null ? {} : { by: String(row['by_user_id']) }),
    detail: String(row['detail']),
  };
}

/** A line of the history of a team; `by` undefined = the province. */
export interface NewTeamEvent extends Partial<Omit<TeamEvent, 'by'>> {
  readonly oaId: string;
  readonly teamCode: string;
  readonly communeCode: string;
  readonly kind: TeamEventKind;
  readonly at: number;
  readonly by?: string | undefined;
}

export function* addTeamEvent(db: Sql, event: NewTeamEvent): Operation<void> {
  yield* db.write(
    `insert into team_event (oa_id, team_code, commune_code, kind, at, user_id, by_user_id, detail)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    event.oaId,
    event.teamCode,
    event.communeCode,
    event.kind,
    event.at,
    event.userId ?? null,
    event.by ?? null,
    event.detail ?? '',
  );
}

/** What a write found is not what its reader had seen: the whole turn is done anew on what is there now. */
export const changedMeanwhile = (what: string): AppError =>
  new AppError('TEAM_CHANGED', `${what} meanwhile. Look at the team again and repeat what is still wanted.`);
