import { AppError } from '../../shared/errors.ts';
import type {
  DeskCase,
  DeskDeed,
  DeskEvent,
  DeskHand,
  DeskOutcome,
  DeskReads,
  DeskRef,
  DeskSend,
  DeskWrites,
} from '../desk-ports.ts';
import type { Operation, Queried, Row, Sql } from './query.ts';
import { outdateTurns } from './resident-rows.ts';

type Cases = Pick<DeskReads, 'findDeskCase' | 'listDeskCases' | 'listDeskEvents'> & DeskWrites;

const held = (): AppError =>
  new AppError(
    'DESK_HELD',
    'A colleague has this case in hand. Wait until they give it back, or 15 minutes without a deed.',
  );
const changed = (what: string): AppError =>
  new AppError('DESK_CHANGED', `${what}. Look at the case again, then decide.`);

const number = <K extends string>(key: K, value: Row[string] | undefined): { [P in K]?: number } =>
  typeof value === 'number' ? ({ [key]: value } as { [P in K]?: number }) : {};
const text = <K extends string>(key: K, value: Row[string] | undefined): { [P in K]?: string } =>
  typeof value === 'string' && value !== '' ? ({ [key]: value } as { [P in K]?: string }) : {};
const send = <K extends string>(key: K, value: Row[string] | undefined): { [P in K]?: DeskSend } =>
  text(key, value) as { [P in K]?: DeskSend };

const toCase = (row: Row): DeskCase => ({
  oaId: String(row['oa_id']),
  kind: row['kind'] as DeskCase['kind'],
  ref: String(row['ref']),
  version: Number(row['version']),
  ...text('holder', row['holder']),
  ...text('holderName', row['holder_name']),
  ...number('heldSince', row['held_since']),
  ...number('heldUntil', row['held_until']),
  ...number('firstHeldAt', row['first_held_at']),
  ...number('firstAnswerAt', row['first_answer_at']),
  ...number('lastAnswerAt', row['last_answer_at']),
  answers: Number(row['answers']),
  ...number('closedAt', row['closed_at']),
  ...(text('outcome', row['outcome']) as { outcome?: DeskOutcome }),
  ...send('lastSend', row['send_state']),
});

const CASE_ROWS =
  'select c.*, o.state as send_state from desk_case c left join outbox o on o.id = c.last_outbox_id where c.oa_id = ? and c.kind = ?';

function* find(db: Sql, { oaId, kind, ref }: DeskRef): Operation<DeskCase | undefined> {
  const row = yield* db.get(`${CASE_ROWS} and c.ref = ?`, oaId, kind, ref);
  return row && toCase(row);
}

/** The case as it is for this hand, and its row made where there was none. Fails with DESK_HELD for somebody else's. */
function* takeCase(db: Sql, args: DeskRef & DeskHand, takesOver = false): Operation<DeskCase> {
  const { oaId, kind, ref, by, at } = args;
  const kept = yield* find(db, args);
  if (!kept) {
    yield* db.write(
      `insert into desk_case (oa_id, kind, ref, version, answers, outcome, changed_at) values (?, ?, ?, 0, 0, '', ?)`,
      oaId,
      kind,
      ref,
      at,
    );
    return { oaId, kind, ref, version: 0, answers: 0 };
  }
  if (!takesOver && kept.holder !== undefined && kept.holder !== by && (kept.heldUntil ?? 0) > at) throw held();
  return kept;
}

function* update(
  db: Sql,
  args: DeskRef & DeskHand,
  sets: Readonly<Record<string, string | number | null>>,
): Operation<void> {
  const columns = Object.keys(sets);
  yield* db.write(
    `update desk_case set ${columns.map((column) => `${column} = ?, `).join('')}version = version + 1, changed_at = ?
     where oa_id = ? and kind = ? and ref = ?`,
    ...columns.map((column) => sets[column] ?? null),
    args.at,
    args.oaId,
    args.kind,
    args.ref,
  );
}

function* note(db: Sql, args: DeskRef & DeskHand, deed: DeskDeed, detail: string, outboxId?: number): Operation<void> {
  const { oaId, kind, ref, by, name, at } = args;
  const last = yield* db.get(
    'select max(place) as place from desk_event where oa_id = ? and kind = ? and ref = ?',
    oaId,
    kind,
    ref,
  );
  yield* db.write(
    `insert into desk_event (oa_id, kind, ref, place, at, actor, actor_name, deed, detail, outbox_id)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[oaId, kind, ref, Number(last?.['place'] ?? 0) + 1, at, by, name, deed, detail, outboxId ?? null],
  );
}

const FREE = { holder: null, holder_name: null, held_since: null, held_until: null } as const;

/** In whose hand it is from now on. Whoever had it keeps the time since when. */
const inHand = (kept: DeskCase, { by, name, at }: DeskHand, until: number) => ({
  holder: by,
  holder_name: name,
  held_since: kept.holder === by && (kept.heldUntil ?? 0) > at ? (kept.heldSince ?? at) : at,
  held_until: until,
  first_held_at: kept.firstHeldAt ?? at,
});

/** The message of an answer in the outbox; the resident must be known and inside the window at this very moment. */
function* queue(db: Sql, args: Parameters<DeskWrites['answerDesk']>[0]): Operation<number | undefined> {
  const { oaId, userId, at, message } = args;
  if (!message || userId === undefined) return undefined;
  const resident = yield* db.get(
    'select last_interaction_at from resident where oa_id = ? and user_id = ?',
    oaId,
    userId,
  );
  if (Number(resident?.['last_interaction_at'] ?? 0) <= message.windowStart) {
    throw changed('The resident is not known any more, or last wrote more than 7 days ago');
  }
  if (message.silencedUntil !== undefined) {
    yield* outdateTurns(db, oaId, userId);
    yield* db.write(
      'update resident set handover_at = null, silenced_until = ? where oa_id = ? and user_id = ?',
      message.silencedUntil,
      oaId,
      userId,
    );
  }
  const row = yield* db.get(
    `insert into outbox (oa_id, user_id, lane, body, state, due_at, attempts, created_at, announcement_id)
     values (?, ?, 'desk', ?, 'pending', ?, 0, ?, null) returning id`,
    oaId,
    userId,
    message.body,
    at,
    at,
  );
  return Number(row?.['id']);
}

export const deskCaseOperations = (db: Sql): Queried<Cases> => ({
  *findDeskCase(args) {
    return yield* find(db, args);
  },

  *listDeskCases({ oaId, kind, refs }) {
    if (refs.length === 0) return [];
    return (yield* db.all(`${CASE_ROWS} and c.ref in (${refs.map(() => '?').join(', ')})`, oaId, kind, ...refs)).map(
      toCase,
    );
  },

  *listDeskEvents({ oaId, kind, ref }) {
    return (yield* db.all(
      `select e.*, o.state as send_state from desk_event e left join outbox o on o.id = e.outbox_id
         where e.oa_id = ? and e.kind = ? and e.ref = ? order by e.place`,
      oaId,
      kind,
      ref,
    )).map(
      (row): DeskEvent => ({
        at: Number(row['at']),
        by: String(row['actor']),
        name: String(row['actor_name']),
        deed: row['deed'] as DeskDeed,
        detail: String(row['detail']),
        ...send('send', row['send_state']),
      }),
    );
  },

  *holdDesk(args) {
    const { by, at, until, takesOver = false } = args;
    const kept = yield* takeCase(db, args, takesOver);
    const isOthers = kept.holder !== undefined && kept.holder !== by && (kept.heldUntil ?? 0) > at;
    const isLonger = kept.holder === by && (kept.heldUntil ?? 0) > at;
    yield* update(db, args, inHand(kept, args, until));
    if (!isLonger) yield* note(db, args, isOthers ? 'taken-over' : 'held', '');
    return { version: kept.version + 1 };
  },

  *releaseDesk(args) {
    const kept = yield* find(db, args);
    if (kept?.holder !== args.by) return null;
    yield* update(db, args, FREE);
    yield* note(db, args, 'released', '');
    return null;
  },

  *answerDesk(args) {
    const kept = yield* takeCase(db, args);
    if (kept.answers !== args.answersSeen) throw changed('This case was answered meanwhile');
    const outboxId = yield* queue(db, args);
    yield* update(db, args, {
      ...inHand(kept, args, args.until),
      first_answer_at: kept.firstAnswerAt ?? args.at,
      last_answer_at: args.at,
      answers: kept.answers + 1,
      last_outbox_id: outboxId ?? null,
    });
    yield* note(db, args, 'answered', args.detail, outboxId);
    return outboxId === undefined ? {} : { outboxId };
  },

  *noteDesk(args) {
    const { deed, detail, outcome, reopens = false, releases = false, at } = args;
    yield* takeCase(db, args, deed === 'looked');
    yield* update(db, args, {
      ...(outcome !== undefined || reopens || releases ? FREE : {}),
      ...(outcome === undefined ? {} : { outcome, closed_at: at }),
      ...(reopens ? { outcome: '', closed_at: null } : {}),
    });
    yield* note(db, args, deed, detail);
    return null;
  },

  *setDeskContact({ oaId, userId, silencedUntil, handoverAt }) {
    const sets = [
      ...(silencedUntil === undefined ? [] : [['silenced_until', silencedUntil] as const]),
      ...(handoverAt === undefined ? [] : [['handover_at', handoverAt] as const]),
    ];
    if (sets.length === 0) return null;
    yield* outdateTurns(db, oaId, userId);
    yield* db.write(
      `update resident set ${sets.map(([column]) => `${column} = ?`).join(', ')} where oa_id = ? and user_id = ?`,
      ...sets.map(([, value]) => value),
      oaId,
      userId,
    );
    return null;
  },
});
