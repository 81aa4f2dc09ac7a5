import type {
  AnnouncementLaneName,
  AnnouncementProgress,
  RecipientState,
  RecipientTally,
} from '../announcement-ports.ts';
import type { Operation, Sql } from './query.ts';

/** One kind of recipients of one announcement. */
export interface TallyKey {
  readonly oaId: string;
  readonly announcementId: string;
  readonly lane: AnnouncementLaneName;
  readonly state: RecipientState;
  readonly code: string;
}

/** Changes of the counts, gathered and written once a kind: a thousand recipients cost two writes. */
export interface TallyChanges {
  add(key: TallyKey, by: number): void;
  /** Moves `by` recipients from one kind to another. */
  move(from: TallyKey, to: TallyKey, by: number): void;
  write(): Operation<void>;
}

/** Reasons are counted only where a reason explains the state. */
const hasReason = (state: RecipientState): boolean => state === 'failed' || state === 'unknown' || state === 'skipped';

export function createTallyChanges(db: Sql): TallyChanges {
  const changes = new Map<string, { readonly key: TallyKey; by: number }>();
  const add = (key: TallyKey, by: number): void => {
    const code = hasReason(key.state) ? key.code : '';
    const name = `${key.oaId} ${key.announcementId} ${key.lane} ${key.state} ${code}`;
    const known = changes.get(name);
    if (known) known.by += by;
    else changes.set(name, { key: { ...key, code }, by });
  };
  return {
    add,
    move(from, to, by) {
      add(from, -by);
      add(to, by);
    },
    *write() {
      // Always in the same order: two transactions that count at the same moment wait for each other, never both.
      for (const [, { key, by }] of [...changes].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
        if (by === 0) continue;
        yield* db.write(
          `insert into announcement_tally (oa_id, announcement_id, lane, state, code, n) values (?, ?, ?, ?, ?, ?)
           on conflict (oa_id, announcement_id, lane, state, code) do update set n = announcement_tally.n + excluded.n`,
          key.oaId,
          key.announcementId,
          key.lane,
          key.state,
          key.code,
          by,
        );
      }
      changes.clear();
    },
  };
}

/** Counts of one announcement, largest kinds first. */
export function* readTally(db: Sql, oaId: string, announcementId: string): Operation<RecipientTally[]> {
  return (yield* db.all(
    `select lane, state, code, n from announcement_tally where oa_id = ? and announcement_id = ? and n > 0
       order by n desc, lane, state, code`,
    oaId,
    announcementId,
  )).map((row) => ({
    lane: row['lane'] as AnnouncementLaneName,
    state: row['state'] as RecipientState,
    code: String(row['code']),
    count: Number(row['n']),
  }));
}

/** Counts by state, over all lanes or of one. */
export function progressOf(tally: readonly RecipientTally[], lane?: AnnouncementLaneName): AnnouncementProgress {
  const progress = { pending: 0, sending: 0, sent: 0, failed: 0, unknown: 0, skipped: 0 };
  for (const kind of tally) if (lane === undefined || kind.lane === lane) progress[kind.state] += kind.count;
  return progress;
}
