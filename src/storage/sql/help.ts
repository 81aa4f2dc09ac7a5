import { AppError } from '../../shared/errors.ts';
import { vietnamDay } from '../../shared/clock.ts';
import type { Helper, HelpOffer, HelpReads, HelpRequest, HelpState, HelpWrites } from '../help-ports.ts';
import { HELP_PHONE_MS, LIVE_HELP } from '../help-ports.ts';
import type { Tally } from '../indicator-ports.ts';
import type { Sql, Row, Operation, Queried } from './query.ts';
import { addTally } from './tally.ts';

const MAX_LISTED = 200;
/** Nobody has more members within reach; the chain asks a dozen. */
const MAX_HELPERS = 1_000;

const changed = (what: string): AppError =>
  new AppError('HELP_CHANGED', `${what}. Look at the request again and repeat what is still wanted.`);

const given = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });

const text = (value: Row[string] | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const number = (value: Row[string] | undefined): number | undefined => (typeof value === 'number' ? value : undefined);

/** A row of `help_request` with its offers. */
export function* toHelpRequest(db: Sql, row: Row): Operation<HelpRequest> {
  const oaId = String(row['oa_id']);
  const id = String(row['id']);
  return {
    oaId,
    id,
    version: Number(row['version']),
    ...given('userId', text(row['user_id'])),
    topic: String(row['topic']),
    flow: String(row['flow']),
    step: String(row['step']),
    teamCode: String(row['team_code']),
    communeCode: String(row['commune_code']),
    ...given('handedTo', text(row['handed_to'])),
    at: Number(row['at']),
    state: row['state'] as HelpState,
    ...given('dueAt', number(row['due_at'])),
    ...given('offeredTo', text(row['offered_to'])),
    ...given('acceptedBy', text(row['accepted_by'])),
    ...given('acceptedAt', number(row['accepted_at'])),
    ...given('waitedMinutes', number(row['waited_minutes'])),
    ...given('deskAt', number(row['desk_at'])),
    ...given('deskAnsweredAt', number(row['desk_answered_at'])),
    reminders: Number(row['reminders']),
    ...given('doneAt', number(row['done_at'])),
    ...given('feedback', text(row['feedback']) as 'good' | 'bad' | undefined),
    ...given('phone', text(row['phone'])),
    ...given('phoneAt', number(row['phone_at'])),
    ...given('phoneErasedAt', number(row['phone_erased_at'])),
    offers: yield* offersOf(db, oaId, id),
  };
}

function* offersOf(db: Sql, oaId: string, id: string): Operation<HelpOffer[]> {
  return (yield* db.all('select * from help_offer where oa_id = ? and request_id = ? order by place', oaId, id)).map(
    (row) => ({
      userId: String(row['user_id']),
      stage: row['stage'] as HelpOffer['stage'],
      at: Number(row['at']),
      answer: row['answer'] as HelpOffer['answer'],
      ...given('answeredAt', number(row['answered_at'])),
    }),
  );
}

function* find(db: Sql, oaId: string, id: string): Operation<HelpRequest | undefined> {
  const row = yield* db.get('select * from help_request where oa_id = ? and id = ?', oaId, id);
  return row && (yield* toHelpRequest(db, row));
}

/** Word for word the condition of the partial index, so that SQLite uses it. */
const LIVE = `state in ('open', 'offered', 'accepted', 'desk')`;

const COLUMNS = [
  ...['user_id', 'topic', 'flow', 'step', 'team_code', 'commune_code', 'handed_to', 'at', 'day', 'state', 'due_at'],
  ...['offered_to', 'accepted_by', 'accepted_at', 'waited_minutes', 'desk_at', 'reminders', 'done_at', 'feedback'],
  ...['phone', 'phone_at', 'phone_erased_at', 'desk_answered_at'],
];

function* save(db: Sql, request: HelpRequest, before: HelpRequest | undefined): Operation<void> {
  const values = [
    ...[request.userId ?? null, request.topic, request.flow, request.step, request.teamCode, request.communeCode],
    ...[request.handedTo ?? null, request.at, vietnamDay(request.at), request.state, request.dueAt ?? null],
    ...[request.offeredTo ?? null, request.acceptedBy ?? null, request.acceptedAt ?? null],
    ...[request.waitedMinutes ?? null, request.deskAt ?? null, request.reminders, request.doneAt ?? null],
    ...[request.feedback ?? null, request.phone ?? null, request.phoneAt ?? null, request.phoneErasedAt ?? null],
    request.deskAnsweredAt ?? null,
  ];
  const { oaId, id, version } = request;
  if (before) {
    const sets = COLUMNS.map((column) => `${column} = ?`).join(', ');
    yield* db.write(
      `update help_request set ${sets}, version = ? where oa_id = ? and id = ?`,
      ...values,
      version + 1,
      oaId,
      id,
    );
  } else {
    const marks = COLUMNS.map(() => '?').join(', ');
    yield* db.write(
      `insert into help_request (${COLUMNS.join(', ')}, version, oa_id, id) values (${marks}, ?, ?, ?)`,
      ...values,
      version + 1,
      oaId,
      id,
    );
  }
  for (const [place, { userId, stage, at, answer, answeredAt }] of request.offers.entries()) {
    yield* db.write(
      `insert into help_offer (oa_id, request_id, user_id, place, stage, at, answer, answered_at)
       values (?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (oa_id, request_id, user_id) do update set place = excluded.place, answer = excluded.answer,
         answered_at = excluded.answered_at`,
      ...[oaId, id, userId, place, stage, at, answer, answeredAt ?? null],
    );
  }
}

/** What is new is counted once, on the day on which the resident asked. */
function* count(db: Sql, request: HelpRequest, before: HelpRequest | undefined): Operation<void> {
  const { oaId, at, teamCode, communeCode, topic, waitedMinutes } = request;
  const tally = (indicator: string, value: number): Tally => ({
    ...{ oaId, day: vietnamDay(at), teamCode, communeCode, indicator, topic, value },
  });
  const isAnswered = before?.waitedMinutes === undefined && waitedMinutes !== undefined;
  const isAtDesk = before?.deskAt === undefined && request.deskAt !== undefined;
  yield* addTally(db, [
    ...(before ? [] : [tally('help-asked', 1)]),
    ...(isAnswered ? [tally('help-answered', 1), tally('help-minutes', waitedMinutes)] : []),
    ...(isAtDesk ? [tally('help-desk', 1)] : []),
  ]);
}

/** A message with the number that could not be sent must not keep it longer than the request does. */
function* forgetUnsent(db: Sql, oaId: string, phone: string): Operation<void> {
  // The states as the partial index of open sends has them.
  yield* db.write(
    `delete from outbox where oa_id = ? and state in ('pending', 'sending', 'unknown', 'failed')
       and state in ('unknown', 'failed') and lane in ('answer', 'desk') and body like ?`,
    oaId,
    `%${phone}%`,
  );
}

export const helpOperations = (db: Sql): Queried<HelpReads & HelpWrites> => ({
  *findHelp({ oaId, id }) {
    return yield* find(db, oaId, id);
  },

  *findLiveHelp({ oaId, userId }) {
    const row = yield* db.get(
      `select * from help_request where oa_id = ? and user_id = ? and ${LIVE} order by at desc limit 1`,
      oaId,
      userId,
    );
    return row && (yield* toHelpRequest(db, row));
  },

  *listHelp({ oaId, teamCode, communeCodes, acceptedBy, states, limit }) {
    const wheres = ['oa_id = ?'];
    const values: (string | number)[] = [oaId];
    const where = (column: string, list: readonly string[] | undefined): void => {
      if (!list) return;
      wheres.push(`${column} in (${list.map(() => '?').join(', ')})`);
      values.push(...list);
    };
    where('team_code', teamCode === undefined ? undefined : [teamCode]);
    where('commune_code', communeCodes);
    where('accepted_by', acceptedBy === undefined ? undefined : [acceptedBy]);
    where('state', states);
    const rows = yield* db.all(
      `select * from help_request where ${wheres.join(' and ')} order by at, id limit ?`,
      ...values,
      limit ?? MAX_LISTED,
    );
    const listed: HelpRequest[] = [];
    for (const row of rows) listed.push(yield* toHelpRequest(db, row));
    return listed;
  },

  *listHelpers({ oaId, teamCodes, communeCode }) {
    const marks = teamCodes.map(() => '?').join(', ');
    return (yield* db.all(
      `select m.user_id, m.name, m.role, m.team_code, m.commune_code, r.silenced_until, r.opt_out_at,
           coalesce(r.last_interaction_at, 0) as last_interaction_at,
           (select max(coalesce(o.answered_at, o.at)) from help_offer o
            where o.oa_id = m.oa_id and o.user_id = m.user_id) as last_turn_at
         from team_member m left join resident r on r.oa_id = m.oa_id and r.user_id = m.user_id
         where m.oa_id = ? and m.state = 'active' and (m.team_code in (${marks}) or (m.commune_code = ? and m.commune_code <> ''))
         order by m.user_id limit ?`,
      oaId,
      ...teamCodes,
      communeCode,
      MAX_HELPERS,
    )).map(
      (row): Helper => ({
        userId: String(row['user_id']),
        name: String(row['name']),
        role: row['role'] as Helper['role'],
        teamCode: String(row['team_code']),
        communeCode: String(row['commune_code']),
        lastInteractionAt: Number(row['last_interaction_at']),
        ...given('silencedUntil', number(row['silenced_until'])),
        ...given('optOutAt', number(row['opt_out_at'])),
        lastTurnAt: Number(row['last_turn_at'] ?? 0),
      }),
    );
  },

  *listDueHelp({ at, limit, after }) {
    return (yield* db.all(
      `select oa_id, id, user_id, due_at from help_request
         where due_at is not null and user_id is not null and due_at <= ? and (due_at, oa_id, id) > (?, ?, ?)
         order by due_at, oa_id, id limit ?`,
      at,
      after?.dueAt ?? -1,
      after?.oaId ?? '',
      after?.id ?? '',
      limit,
    )).map((row) => ({
      oaId: String(row['oa_id']),
      id: String(row['id']),
      userId: String(row['user_id']),
      dueAt: Number(row['due_at']),
    }));
  },

  *saveHelp({ request }) {
    const { oaId, id, userId, version } = request;
    const before = yield* find(db, oaId, id);
    if ((before?.version ?? 0) !== version) throw changed('Somebody was faster with this request for help');
    const wasLive = before !== undefined && LIVE_HELP.includes(before.state);
    if (!wasLive && userId !== undefined && LIVE_HELP.includes(request.state)) {
      const other = yield* db.get(
        `select id from help_request where oa_id = ? and user_id = ? and id <> ? and ${LIVE}`,
        oaId,
        userId,
        id,
      );
      if (other) throw changed('The resident has another request that is not over');
    }
    yield* save(db, request, before);
    yield* count(db, request, before);
    if (before?.phone !== undefined && request.phone === undefined) yield* forgetUnsent(db, oaId, before.phone);
    return null;
  },
});

/**
 * Takes a person out of requests for help. What they asked for ends; what they were asked, or had taken, goes on to the
 * next one at once. The rows stay, because they were counted, and name nobody.
 */
export function* eraseFromHelp(db: Sql, oaId: string, userId: string, at: number): Operation<void> {
  const phones = yield* db.all(
    'select phone from help_request where oa_id = ? and user_id = ? and phone is not null',
    oaId,
    userId,
  );
  for (const row of phones) yield* forgetUnsent(db, oaId, String(row['phone']));
  yield* db.write(
    `update help_request set user_id = null, phone = null, phone_at = null, due_at = null, offered_to = null,
       version = version + 1, state = case when ${LIVE} then 'cancelled' else state end where oa_id = ? and user_id = ?`,
    oaId,
    userId,
  );
  yield* db.write('delete from help_offer where oa_id = ? and user_id = ?', oaId, userId);
  yield* db.write(
    `update help_request set offered_to = null, accepted_by = null, accepted_at = null, state = 'open', due_at = ?,
       reminders = 0, version = version + 1
     where oa_id = ? and (offered_to = ? and state = 'offered' or accepted_by = ? and state = 'accepted')`,
    at,
    oaId,
    userId,
    userId,
  );
  yield* db.write('update help_request set accepted_by = null where oa_id = ? and accepted_by = ?', oaId, userId);
}

/** Phone numbers of 3 days ago go, and after the retention time who asked and who helped. */
export function* purgeHelp(db: Sql, at: number, historyBefore: number): Operation<number> {
  const old = yield* db.all(
    'select oa_id, id, phone from help_request where phone is not null and phone_at < ?',
    at - HELP_PHONE_MS,
  );
  for (const row of old) {
    yield* forgetUnsent(db, String(row['oa_id']), String(row['phone']));
    yield* db.write(
      `update help_request set phone = null, phone_at = null, phone_erased_at = ?, version = version + 1
       where oa_id = ? and id = ?`,
      at,
      String(row['oa_id']),
      String(row['id']),
    );
  }
  const names = yield* db.run(
    `update help_request set user_id = null, accepted_by = null, offered_to = null, due_at = null, version = version + 1
     where at < ? and (user_id is not null or accepted_by is not null) and not (${LIVE})`,
    historyBefore,
  );
  const offers = yield* db.run(
    `delete from help_offer where at < ? and not exists (select 1 from help_request q
       where q.oa_id = help_offer.oa_id and q.id = help_offer.request_id and q.${LIVE})`,
    historyBefore,
  );
  return old.length + names + offers;
}
