import type { MemberQuestion, QuestionReads, QuestionWrites } from '../question-ports.ts';
import type { Sql, Row, Operation, Queried } from './query.ts';
import { changedMeanwhile } from './team-history.ts';

const MAX_QUESTIONS = 100;

const number = <K extends string>(key: K, value: Row[string] | undefined): { [P in K]?: number } =>
  typeof value === 'number' ? ({ [key]: value } as { [P in K]?: number }) : {};

const toQuestion = (row: Row): MemberQuestion => ({
  oaId: String(row['oa_id']),
  id: String(row['id']),
  ...(row['user_id'] === null ? {} : { userId: String(row['user_id']) }),
  teamCode: String(row['team_code']),
  communeCode: String(row['commune_code']),
  text: String(row['text']),
  at: Number(row['at']),
  level: row['level'] as MemberQuestion['level'],
  state: row['state'] as MemberQuestion['state'],
  answer: String(row['answer']),
  card: String(row['card']),
  ...(row['answered_by'] === null ? {} : { answeredBy: String(row['answered_by']) }),
  ...number('answeredAt', row['answered_at']),
  ...number('toldAt', row['told_at']),
  useful: row['useful'] as MemberQuestion['useful'],
  ...number('sharedAt', row['shared_at']),
});

const demandOne = (changes: number, what: string): null => {
  if (changes === 0) throw changedMeanwhile(what);
  return null;
};

export const questionOperations = (db: Sql): Queried<QuestionReads & QuestionWrites> => ({
  *findMemberQuestion({ oaId, id }) {
    const row = yield* db.get('select * from member_question where oa_id = ? and id = ?', oaId, id);
    return row && toQuestion(row);
  },

  *listMemberQuestions({ oaId, userId, communeCode, state, since, limit }) {
    return (yield* db.all(
      `select * from member_question
         where oa_id = ?1 and at >= ?2 and (?3 is null or user_id = ?3) and (?4 is null or commune_code = ?4)
           and (?5 is null or state = ?5)
         order by at desc, id desc limit ?6`,
      oaId,
      since ?? 0,
      userId ?? null,
      communeCode ?? null,
      state ?? null,
      limit ?? MAX_QUESTIONS,
    )).map(toQuestion);
  },

  *listPractice({ oaId, limit }) {
    return (yield* db.all(
      `select * from member_question where oa_id = ? and shared_at is not null and useful = 'yes' and state = 'answered'
         order by shared_at desc, id desc limit ?`,
      oaId,
      limit,
    )).map(toQuestion);
  },

  *listUntoldAnswers({ windowStart, limit }) {
    return (yield* db.all(
      `select q.* from member_question q join resident r on r.oa_id = q.oa_id and r.user_id = q.user_id
         where q.state = 'answered' and q.told_at is null and r.last_interaction_at >= ?
         order by q.answered_at, q.id limit ?`,
      windowStart,
      limit,
    )).map(toQuestion);
  },

  *saveMemberQuestion({ oaId, id, userId, teamCode, communeCode, text, at, level }) {
    yield* db.write(
      `insert into member_question
         (oa_id, id, user_id, team_code, commune_code, text, at, level, state, answer, card, useful)
       values (?, ?, ?, ?, ?, ?, ?, ?, 'open', '', '', '')`,
      oaId,
      id,
      userId,
      teamCode,
      communeCode,
      text,
      at,
      level,
    );
    return null;
  },

  *answerMemberQuestion({ oaId, id, answer, card, by, at, share }) {
    const changes = yield* db.run(
      `update member_question set state = 'answered', answer = ?, card = ?, answered_by = ?, answered_at = ?,
         told_at = null, useful = '', shared_at = ?
       where oa_id = ? and id = ? and state = 'open'`,
      answer,
      card,
      by ?? null,
      at,
      share === true ? at : null,
      oaId,
      id,
    );
    return demandOne(changes, 'The question was answered or erased');
  },

  *forwardMemberQuestion({ oaId, id }) {
    const changes = yield* db.run(
      `update member_question set level = 'province' where oa_id = ? and id = ? and state = 'open'`,
      oaId,
      id,
    );
    return demandOne(changes, 'The question was answered or erased');
  },

  *markAnswerTold({ oaId, id, at }) {
    yield* db.write(
      `update member_question set told_at = ? where oa_id = ? and id = ? and state = 'answered' and told_at is null`,
      at,
      oaId,
      id,
    );
    return null;
  },

  *rateAnswer({ oaId, id, userId, useful }) {
    // An answer that did not help is open again; what was said stays, so that the province sees what did not help.
    const changes = yield* db.run(
      useful === 'yes'
        ? `update member_question set useful = 'yes' where oa_id = ? and id = ? and user_id = ? and state = 'answered'`
        : `update member_question set useful = 'no', state = 'open', level = 'province', shared_at = null
           where oa_id = ? and id = ? and user_id = ? and state = 'answered'`,
      oaId,
      id,
      userId,
    );
    return demandOne(changes, 'The question was opened again or erased');
  },

  *shareAnswer({ oaId, id, at }) {
    const changes = yield* db.run(
      `update member_question set shared_at = ? where oa_id = ? and id = ? and state = 'answered'`,
      at,
      oaId,
      id,
    );
    return demandOne(changes, 'The question has no answer');
  },
});

/**
 * Takes a person out: their questions go, with the words. Of one whose answer is common knowledge the answer stays, which
 * an officer gave in office, without a name on either side.
 */
export function* eraseFromQuestions(db: Sql, oaId: string, userId: string): Operation<void> {
  yield* db.write(
    `delete from member_question where oa_id = ? and user_id = ?
       and (shared_at is null or useful <> 'yes' or state <> 'answered')`,
    oaId,
    userId,
  );
  yield* db.write(`update member_question set user_id = null, text = '' where oa_id = ? and user_id = ?`, oaId, userId);
  yield* db.write('update member_question set answered_by = null where oa_id = ? and answered_by = ?', oaId, userId);
}

/** Questions asked before this moment go, except common knowledge. Returns how many went. */
export function* purgeQuestions(db: Sql, before: number): Operation<number> {
  return yield* db.run(
    `delete from member_question where at < ? and (shared_at is null or useful <> 'yes' or state <> 'answered')`,
    before,
  );
}
