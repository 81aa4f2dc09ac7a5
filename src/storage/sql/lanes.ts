import { AppError } from '../../shared/errors.ts';
import type { ArticleJob, CascadeJob, LaneJob, LaneReads, LaneWrites } from '../lane-ports.ts';
import type { Operation, Queried, Row, Sql } from './query.ts';

type Jobs = Pick<
  LaneReads & LaneWrites,
  'findLaneJob' | 'listLaneJobs' | 'listBroadcastsSince' | 'findCascadeByWord' | 'addLaneJob' | 'saveLaneJob'
>;

const MAX_JOBS = 200;

const toJob = (row: Row): LaneJob =>
  ({
    oaId: String(row['oa_id']),
    announcementId: String(row['announcement_id']),
    lane: row['lane'],
    version: Number(row['version']),
    state: row['state'],
    ...(row['due_at'] === null ? {} : { dueAt: Number(row['due_at']) }),
    code: String(row['code']),
    meaning: String(row['meaning']),
    startedAt: Number(row['started_at']),
    updatedAt: Number(row['updated_at']),
    detail: JSON.parse(String(row['detail'])) as unknown,
  }) as LaneJob;

const broadcastAt = (job: LaneJob): number | null => (job.lane === 'article' ? (job.detail.broadcastAt ?? null) : null);

function* keep(db: Sql, job: LaneJob, expectedVersion: number): Operation<boolean> {
  const changed = yield* db.run(
    `update lane_job set version = version + 1, state = ?, due_at = ?, code = ?, meaning = ?, updated_at = ?,
       broadcast_at = ?, detail = ?
     where oa_id = ? and announcement_id = ? and lane = ? and version = ?`,
    job.state,
    job.dueAt ?? null,
    job.code,
    job.meaning,
    job.updatedAt,
    broadcastAt(job),
    JSON.stringify(job.detail),
    job.oaId,
    job.announcementId,
    job.lane,
    expectedVersion,
  );
  return changed === 1;
}

export const laneOperations = (db: Sql): Queried<Jobs> => ({
  *findLaneJob({ oaId, announcementId, lane }) {
    const row = yield* db.get(
      'select * from lane_job where oa_id = ? and announcement_id = ? and lane = ?',
      oaId,
      announcementId,
      lane,
    );
    return row && toJob(row);
  },

  *listLaneJobs({ oaId, announcementId, dueBy, limit = MAX_JOBS }) {
    if (announcementId !== undefined) {
      return (yield* db.all(
        'select * from lane_job where oa_id = ? and announcement_id = ? order by lane',
        oaId,
        announcementId,
      )).map(toJob);
    }
    return (yield* db.all(
      `select * from lane_job where oa_id = ? and due_at is not null and due_at <= ?
         order by due_at, announcement_id, lane limit ?`,
      oaId,
      dueBy ?? Number.MAX_SAFE_INTEGER,
      limit,
    )).map(toJob);
  },

  *listBroadcastsSince({ oaId, since }) {
    return (yield* db.all(
      'select * from lane_job where oa_id = ? and broadcast_at is not null and broadcast_at >= ? order by broadcast_at',
      oaId,
      since,
    )).map((row) => toJob(row) as ArticleJob);
  },

  *findCascadeByWord({ oaId, word }) {
    const row = yield* db.get('select * from lane_job where oa_id = ? and word = ?', oaId, word);
    return row && (toJob(row) as CascadeJob);
  },

  *addLaneJob({ job }) {
    const word = job.lane === 'cascade' ? job.detail.word : null;
    const created = yield* db.run(
      `insert into lane_job (oa_id, announcement_id, lane, version, state, due_at, code, meaning, started_at, updated_at,
         broadcast_at, word, detail)
       values (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
      job.oaId,
      job.announcementId,
      job.lane,
      job.state,
      job.dueAt ?? null,
      job.code,
      job.meaning,
      job.startedAt,
      job.updatedAt,
      broadcastAt(job),
      word,
      JSON.stringify(job.detail),
    );
    return { created: created === 1 };
  },

  *saveLaneJob({ job, expectedVersion, onlyWhile }) {
    const { oaId, announcementId, lane } = job;
    if (onlyWhile) {
      const row = yield* db.get('select state from announcement where oa_id = ? and id = ?', oaId, announcementId);
      const state = String(row?.['state'] ?? 'unknown');
      if (!onlyWhile.some((one) => one === state)) {
        throw new AppError(
          'LANE_CHANGED',
          `Announcement ${announcementId} is ${state}; expected ${onlyWhile.join(' or ')}. Its lane ${lane} goes no further.`,
        );
      }
    }
    if (!(yield* keep(db, job, expectedVersion))) {
      throw new AppError(
        'LANE_CHANGED',
        `Lane ${lane} of announcement ${announcementId} is not at version ${expectedVersion} any more. Read it again.`,
      );
    }
    return { version: expectedVersion + 1 };
  },
});

/** Where a round over people stands, by name in the detail. */
const CURSORS = ['afterUserId', 'afterMember', 'afterRecipient'] as const;

/** A round that stands at this person begins anew: whoever had their turn is settled and not asked again. */
export function* eraseFromLanes(db: Sql, oaId: string, userId: string): Operation<void> {
  const rows = yield* db.all(`select * from lane_job where oa_id = ? and detail like ?`, oaId, `%"${userId}"%`);
  for (const job of rows.map(toJob)) {
    const detail = Object.entries(job.detail).map(([name, value]) =>
      CURSORS.some((cursor) => cursor === name) && value === userId ? [name, ''] : [name, value],
    );
    yield* keep(db, { ...job, detail: Object.fromEntries(detail) }, job.version);
  }
}
