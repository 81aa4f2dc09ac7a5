import type { IncomingEvent, StorageOperations, TurnCommit, TurnEffect, TurnResult } from '../ports.ts';
import { forgetReturns } from './cascades.ts';
import { contactNews, countContact, knownContact } from './contacts.ts';
import { type Operation, type Queried, type Query, type Sql, Undone } from './query.ts';
import { forgetDemand, saveDemand } from './demand.ts';
import { placeOf, saveEngagement } from './engagement.ts';
import { earlierEvent, finishing, finishingFirst } from './inbox.ts';
import { saveResident } from './resident-rows.ts';
import { erase, toResident } from './residents.ts';

type Turns = Pick<StorageOperations, 'loadTurn' | 'commitTurn' | 'listDueSessions'>;

/** What a turn carries into its transaction beside its own rows. */
export interface TurnCompany {
  acceptEvent: Queried<StorageOperations>['acceptEvent'];
  /** Runs an effect by its name. */
  runEffect(effect: TurnEffect): Operation<unknown>;
}

export const turnOperations = (db: Sql, company: TurnCompany): Queried<Turns> => ({
  *loadTurn({ oaId, userId, before }) {
    // The session first: whoever is newer than it is found out when it is saved.
    const [session, resident, earlier] = yield* db.together(
      db.get('select version, state from session where oa_id = ? and user_id = ?', oaId, userId),
      db.get('select * from resident where oa_id = ? and user_id = ?', oaId, userId),
      ...(before === undefined ? [] : [earlierEvent(db, oaId, userId, before)]),
    );
    return {
      ...(earlier ? { hasEarlier: true as const } : {}),
      resident: resident && toResident(resident),
      session: session
        ? { version: Number(session['version']), state: session['state'] === null ? null : String(session['state']) }
        : { version: 0, state: null },
    };
  },

  *commitTurn(turn): Operation<TurnResult> {
    if (turn.erase) {
      const current = yield* db.get(
        'select version from session where oa_id = ? and user_id = ?',
        turn.oaId,
        turn.userId,
      );
      if ((yield* finishingTurn(db, turn)) !== 1) return notFinished(turn);
      if (Number(current?.['version'] ?? 0) !== turn.expectedVersion) throw new Undone(CONFLICT);
      yield* erase(db, { oaId: turn.oaId, userId: turn.userId, at: turn.at, ...turn.erase });
    } else {
      // What was known of the resident before this turn is read with the two statements that may refuse it.
      const [finished, saved, known] = yield* db.together(
        finishingTurn(db, turn),
        savingSession(db, turn),
        knownContact(db, turn),
      );
      if (finished !== 1) throw new Undone(notFinished(turn));
      if (saved !== 1) throw new Undone(CONFLICT);
      const news = contactNews(turn, known);
      yield* saveResident(db, turn.oaId, turn.userId, turn.resident, turn.at);
      yield* saveConsent(db, turn);
      if (news || turn.demand || turn.engagement.length > 0) {
        const place = yield* placeOf(db, turn, known);
        if (news) yield* countContact(db, turn, place, news);
        yield* saveEngagement(db, turn, place);
        yield* saveDemand(db, turn, place);
      }
      if (turn.forgetPseudonym !== undefined) {
        yield* db.write(
          'delete from engagement_event where oa_id = ? and pseudonym = ?',
          turn.oaId,
          turn.forgetPseudonym,
        );
        yield* forgetDemand(db, turn.oaId, turn.forgetPseudonym);
        yield* forgetReturns(db, turn.oaId, turn.forgetPseudonym);
      }
    }
    for (const effect of turn.effects ?? []) yield* company.runEffect(effect);
    const outboxIds = yield* saveMessages(db, turn);
    const noticeIds = turn.notices ? yield* acceptNotices(company, turn.notices) : undefined;
    return { ok: true, outboxIds, ...(noticeIds ? { noticeIds } : {}) };
  },

  *listDueSessions({ at, limit, after }) {
    return (yield* db.all(
      `select oa_id, user_id, due_at from session
         where due_at is not null and due_at <= ? and (due_at, oa_id, user_id) > (?, ?, ?)
         order by due_at, oa_id, user_id limit ?`,
      at,
      after?.dueAt ?? -1,
      after?.oaId ?? '',
      after?.userId ?? '',
      limit,
    )).map((row) => ({ oaId: String(row['oa_id']), userId: String(row['user_id']), dueAt: Number(row['due_at']) }));
  },
});

const CONFLICT: TurnResult = { ok: false, reason: 'conflict' };

const finishingTurn = (db: Sql, { inboxId, oaId, userId, before }: TurnCommit): Query<number> =>
  before === undefined ? finishing(db, inboxId) : finishingFirst(db, oaId, userId, before);

/** With `before`, whether it was done before or has to wait is found out by whoever decides the turn anew. */
const notFinished = ({ before }: TurnCommit): TurnResult =>
  before === undefined ? { ok: false, reason: 'already-done' } : CONFLICT;

/** Changes one row when the session is still the one the turn was decided on, and none otherwise. */
function savingSession(db: Sql, turn: TurnCommit): Query<number> {
  const { oaId, userId, at, expectedVersion, session } = turn;
  return expectedVersion === 0
    ? db.run(
        `insert into session (oa_id, user_id, version, state, updated_at, due_at) values (?, ?, 1, ?, ?, ?)
         on conflict (oa_id, user_id) do nothing`,
        oaId,
        userId,
        session,
        at,
        turn.dueAt ?? null,
      )
    : db.run(
        `update session set version = version + 1, state = ?, updated_at = ?, due_at = ?
         where oa_id = ? and user_id = ? and version = ?`,
        session,
        at,
        turn.dueAt ?? null,
        oaId,
        userId,
        expectedVersion,
      );
}

function* saveConsent(db: Sql, turn: TurnCommit): Operation<void> {
  if (!turn.consent) return;
  yield* db.write(
    'insert into consent (oa_id, user_id, text_version, choice, at) values (?, ?, ?, ?, ?)',
    turn.oaId,
    turn.userId,
    turn.consent.textVersion,
    turn.consent.choice,
    turn.consent.at,
  );
}

function* acceptNotices(company: TurnCompany, notices: readonly IncomingEvent[]): Operation<(number | undefined)[]> {
  const ids: (number | undefined)[] = [];
  for (const notice of notices) ids.push((yield* company.acceptEvent(notice)).id);
  return ids;
}

function* saveMessages(db: Sql, turn: TurnCommit): Operation<number[]> {
  const inserts = turn.messages.map((message, index) => {
    const sending = index === 0 && turn.claimFirst;
    return db.get(
      `insert into outbox (oa_id, user_id, lane, body, state, due_at, attempts, created_at, announcement_id)
       values (?, ?, 'answer', ?, ?, ?, ?, ?, null) returning id`,
      turn.oaId,
      turn.userId,
      message.body,
      sending ? 'sending' : 'pending',
      turn.at,
      sending ? 1 : 0,
      turn.at,
    );
  });
  if (inserts.length === 0) return [];
  return (yield* db.together(...inserts)).map((row) => Number(row?.['id']));
}
