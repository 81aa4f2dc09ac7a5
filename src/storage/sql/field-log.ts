import { AppError } from '../../shared/errors.ts';
import { fold } from '../../shared/vietnamese.ts';
import type { FieldEntry, FieldEntryContent, FieldLogReads, FieldLogWrites } from '../field-log-ports.ts';
import { isCorrectable, logIndicator } from '../field-log-rules.ts';
import type { Sql, Operation, Queried } from './query.ts';
import { fieldLogReads, findEntry, findTwins } from './field-log-reads.ts';
import { addTally } from './tally.ts';

const changed = (what: string): AppError =>
  new AppError('FIELD_LOG_CHANGED', `${what}. Look at the entry again and repeat what is still wanted.`);

function* count(db: Sql, entry: FieldEntry, sign: 1 | -1): Operation<void> {
  const { oaId, day, teamCode, communeCode, kind, topic, quantity } = entry;
  yield* addTally(db, [
    { oaId, day, teamCode, communeCode, indicator: logIndicator(kind), topic, value: sign * quantity },
  ]);
}

/** Refuses what the member was not asked about. */
function* refuseTwins(
  db: Sql,
  args: FieldEntryContent & { oaId: string; at: number; knownTwins: readonly string[] },
  teamCode: string,
  exceptId?: string,
): Operation<void> {
  const { oaId, kind, day, place, quantity, at } = args;
  const twins = yield* findTwins(db, {
    ...{ oaId, teamCode, kind, day, place, quantity, at },
    ...(exceptId === undefined ? {} : { exceptId }),
  });
  if (twins.some(({ id }) => !args.knownTwins.includes(id))) throw changed('Somebody of the team has written the same');
}

function* insert(db: Sql, entry: FieldEntry): Operation<void> {
  yield* db.write(
    `insert into field_log (oa_id, id, team_code, commune_code, user_id, kind, topic, quantity, day, place, place_key,
       note, for_group, photo, created_at, first_at, state, replaces_id, flag)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    entry.oaId,
    entry.id,
    entry.teamCode,
    entry.communeCode,
    entry.userId ?? null,
    entry.kind,
    entry.topic,
    entry.quantity,
    entry.day,
    entry.place,
    fold(entry.place),
    entry.note,
    entry.group,
    entry.photo ?? null,
    entry.createdAt,
    entry.firstAt,
    entry.state,
    entry.replacesId ?? null,
    entry.flag,
  );
  yield* count(db, entry, 1);
}

const contentOf = ({ kind, topic, quantity, day, place, note, group, photo, flag }: FieldEntryContent) => ({
  ...{ kind, topic, quantity, day, place, note, group, flag },
  ...(photo === undefined ? {} : { photo }),
});

/** Of a team its leader, and where asked for the officers of its commune. */
function* leads(db: Sql, entry: FieldEntry, userId: string, withOfficers: boolean): Operation<boolean> {
  const row = yield* db.get(
    `select role from team_member where oa_id = ?1 and user_id = ?2 and state = 'active'
       and (role = 'leader' and team_code = ?3 or role = 'officer' and ?5 = 1 and commune_code in
         (select commune_code from team where oa_id = ?1 and code = ?3 union select ?4))`,
    entry.oaId,
    userId,
    entry.teamCode,
    entry.communeCode,
    withOfficers ? 1 : 0,
  );
  return row !== undefined;
}

/** The kept entry that `by` may still change; the province may at any time. */
function* changeable(db: Sql, args: { oaId: string; id: string; by?: string; at: number }): Operation<FieldEntry> {
  const entry = yield* findEntry(db, args.oaId, args.id);
  if (entry?.state !== 'kept') throw changed('The entry was corrected or withdrawn meanwhile');
  if (args.by === undefined) return entry;
  if (!isCorrectable(entry.firstAt, args.at)) throw changed('The 7 days for corrections are over');
  if (entry.userId !== args.by && !(yield* leads(db, entry, args.by, false)))
    throw changed('The entry is of somebody else');
  return entry;
}

function* dropPhoto(db: Sql, name: string | undefined): Operation<void> {
  if (name === undefined) return;
  yield* db.write('insert into field_photo_drop (name) values (?) on conflict (name) do nothing', name);
}

export const fieldLogOperations = (db: Sql): Queried<FieldLogReads & FieldLogWrites> => ({
  ...fieldLogReads(db),

  *saveFieldLog(args) {
    yield* refuseTwins(db, args, args.teamCode);
    const { oaId, id, teamCode, communeCode, userId, at } = args;
    yield* insert(db, {
      ...contentOf(args),
      ...{ oaId, id, teamCode, communeCode, userId, createdAt: at, firstAt: at, state: 'kept' },
    });
    return null;
  },

  *correctFieldLog(args) {
    const { oaId, id, replacesId, by, at } = args;
    const before = yield* changeable(db, { oaId, id: replacesId, by, at });
    yield* refuseTwins(db, args, before.teamCode, replacesId);
    // The photo belongs to one row: it goes on with the correction, or it goes.
    if (before.photo !== args.photo) yield* dropPhoto(db, before.photo);
    yield* db.write(
      `update field_log set state = 'replaced', photo = null where oa_id = ? and id = ?`,
      oaId,
      replacesId,
    );
    yield* count(db, before, -1);
    const { teamCode, communeCode, userId, firstAt } = before;
    yield* insert(db, {
      ...contentOf(args),
      ...{ oaId, id, teamCode, communeCode, createdAt: at, firstAt, state: 'kept', replacesId },
      ...(userId === undefined ? {} : { userId }),
    });
    return null;
  },

  *withdrawFieldLog(args) {
    const entry = yield* changeable(db, args);
    yield* dropPhoto(db, entry.photo);
    yield* db.write(
      `update field_log set state = 'withdrawn', photo = null where oa_id = ? and id = ?`,
      args.oaId,
      args.id,
    );
    yield* count(db, entry, -1);
    return null;
  },

  *confirmFlag({ oaId, id, verdict, by }) {
    const entry = yield* findEntry(db, oaId, id);
    const isOpen = entry?.state === 'kept' && (entry.flag === 'too-many' || entry.flag === 'to-correct');
    if (!isOpen) throw changed('The entry is not flagged any more');
    if (by !== undefined && (entry.userId === by || !(yield* leads(db, entry, by, true))))
      throw changed('The entry is for others to look at');
    yield* db.write('update field_log set flag = ? where oa_id = ? and id = ?', verdict, oaId, id);
    return null;
  },

  *dropFieldPhoto({ name }) {
    yield* dropPhoto(db, name);
    return null;
  },

  *forgetDroppedPhotos({ names }) {
    for (const name of names) yield* db.write('delete from field_photo_drop where name = ?', name);
    return null;
  },
});

/** Takes a person out of the log: what was done stays counted, without them, their words and their photos. */
export function* eraseFromFieldLog(db: Sql, oaId: string, userId: string): Operation<void> {
  for (const row of yield* db.all(
    'select photo from field_log where oa_id = ? and user_id = ? and photo is not null',
    oaId,
    userId,
  )) {
    yield* dropPhoto(db, String(row['photo']));
  }
  yield* db.write(
    `update field_log set user_id = null, note = '', photo = null where oa_id = ? and user_id = ?`,
    oaId,
    userId,
  );
}

/** Photos and notes of entries written before this moment go; their figures stay. Returns how many lost theirs. */
export function* purgeFieldLog(db: Sql, before: number): Operation<number> {
  // Word for word the condition of the partial index, so that SQLite uses it.
  const old = `created_at < ? and (photo is not null or note <> '')`;
  for (const row of yield* db.all(`select photo from field_log where ${old}`, before)) {
    if (row['photo'] !== null) yield* dropPhoto(db, String(row['photo']));
  }
  return yield* db.run(`update field_log set note = '', photo = null where ${old}`, before);
}
