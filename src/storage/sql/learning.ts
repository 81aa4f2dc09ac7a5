import type { Certificate, LearningReads, LearningWrites, LessonMark, MemberProgress } from '../learning-ports.ts';
import { vietnamDay } from '../../shared/clock.ts';
import type { Sql, Row, Operation, Queried } from './query.ts';
import { findMember } from './registry.ts';
import { addKeptTally } from './tally.ts';

const toMark = (row: Row): LessonMark => ({
  topic: String(row['topic']),
  item: String(row['item']),
  at: Number(row['at']),
  ...(row['score'] === null ? {} : { score: Number(row['score']) }),
});

const toCertificate = (row: Row): Certificate => ({
  oaId: String(row['oa_id']),
  code: String(row['code']),
  userId: String(row['user_id']),
  topic: String(row['topic']),
  name: String(row['name']),
  placeName: String(row['place_name']),
  teamCode: String(row['team_code']),
  communeCode: String(row['commune_code']),
  day: String(row['day']),
});

export const learningOperations = (db: Sql): Queried<LearningReads & LearningWrites> => ({
  *listLessonMarks({ oaId, userId }) {
    return (yield* db.all(
      'select * from mastery where oa_id = ? and user_id = ? order by at, topic, item',
      oaId,
      userId,
    )).map(toMark);
  },

  *listCertificates({ oaId, userId }) {
    return (yield* db.all(
      'select * from certificate where oa_id = ? and user_id = ? order by day, topic',
      oaId,
      userId,
    )).map(toCertificate);
  },

  *findCertificate({ oaId, code }) {
    const row = yield* db.get('select * from certificate where oa_id = ? and code = ?', oaId, code);
    return row && toCertificate(row);
  },

  *listMemberProgress({ oaId, teamCode, communeCode }) {
    return (yield* db.all(
      `select m.user_id, m.name, m.team_code, m.commune_code, s.topic, s.lessons,
           case when c.code is null then 0 else 1 end as certified
         from team_member m
         join (select oa_id, user_id, topic, sum(case when item <> '' and score is null then 1 else 0 end) as lessons
               from mastery where oa_id = ?1 group by oa_id, user_id, topic) s
           on s.oa_id = m.oa_id and s.user_id = m.user_id
         left join certificate c on c.oa_id = m.oa_id and c.user_id = m.user_id and c.topic = s.topic
         where m.oa_id = ?1 and m.state = 'active' and (?2 is null or m.team_code = ?2)
           and (?3 is null or m.commune_code = ?3)
         order by m.team_code, m.name, m.user_id, s.topic`,
      oaId,
      teamCode ?? null,
      communeCode ?? null,
    )).map(
      (row): MemberProgress => ({
        userId: String(row['user_id']),
        name: String(row['name']),
        teamCode: String(row['team_code']),
        communeCode: String(row['commune_code']),
        topic: String(row['topic']),
        lessons: Number(row['lessons']),
        hasCertificate: row['certified'] === 1,
      }),
    );
  },

  *markLesson({ oaId, userId, topic, item, at, score }) {
    const member = yield* findMember(db, oaId, userId);
    if (member?.state !== 'active') return null;
    const isNew =
      (yield* db.get(
        'select at from mastery where oa_id = ? and user_id = ? and topic = ? and item = ?',
        ...[oaId, userId, topic, item],
      )) === undefined;
    yield* db.write(
      `insert into mastery (oa_id, user_id, topic, item, at, score) values (?, ?, ?, ?, ?, ?)
       on conflict (oa_id, user_id, topic, item) do update set score = excluded.score
         where excluded.score > mastery.score`,
      oaId,
      userId,
      topic,
      item,
      at,
      score ?? null,
    );
    const { teamCode, communeCode } = member;
    if (isNew && item !== '' && score === undefined) {
      yield* addKeptTally(db, [
        { oaId, day: vietnamDay(at), teamCode, communeCode, indicator: 'lessons', topic, value: 1 },
      ]);
    }
    return null;
  },

  *saveCertificate({ oaId, code, userId, topic, name, placeName, teamCode, communeCode, day }) {
    if ((yield* findMember(db, oaId, userId))?.state !== 'active') return null;
    const added = yield* db.run(
      `insert into certificate (oa_id, code, user_id, topic, name, place_name, team_code, commune_code, day)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (oa_id, user_id, topic) do nothing`,
      oaId,
      code,
      userId,
      topic,
      name,
      placeName,
      teamCode,
      communeCode,
      day,
    );
    if (added === 1) {
      yield* addKeptTally(db, [{ oaId, day, teamCode, communeCode, indicator: 'certificates', topic, value: 1 }]);
    }
    return null;
  },
});

/** Takes what somebody learnt with them; what was counted names nobody and stays. */
export function* eraseFromLearning(db: Sql, oaId: string, userId: string): Operation<void> {
  yield* db.write('delete from mastery where oa_id = ? and user_id = ?', oaId, userId);
  yield* db.write('delete from certificate where oa_id = ? and user_id = ?', oaId, userId);
}
