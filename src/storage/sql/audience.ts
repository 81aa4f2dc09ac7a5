import { ANNOUNCEMENT_CATEGORIES, type AudienceFilter } from '../announcement-ports.ts';
import type { AudiencePerson, AudienceReads, AudienceStretch, AudienceWrites, StretchEnd } from '../audience-ports.ts';
import type { Operation, Queried, Row, Sql } from './query.ts';

const DAY_MS = 86_400_000;

interface Condition {
  readonly sql: string;
  readonly params: readonly (string | number)[];
}

/** `column in (…)`, filled up to a power of two by its last value: a few prepared statements serve every length. */
function among(column: string, values: readonly string[]): Condition[] {
  if (values.length === 0) return [];
  const size = 2 ** Math.ceil(Math.log2(values.length));
  const params = [...values, ...Array<string>(size - values.length).fill(values.at(-1) ?? '')];
  return [{ sql: `${column} in (${Array<string>(size).fill('?').join(', ')})`, params }];
}

/** Where somebody belongs: the team's commune counts before their own word. */
const COMMUNE = 'coalesce(t.commune_code, r.commune_code)';

function conditionsOf(filter: AudienceFilter, at: number): Condition[] {
  const { activeWithinDays } = filter;
  return [
    ...among(COMMUNE, filter.communes),
    ...among('r.team_code', filter.teams),
    ...among('r.segment', filter.segments),
    ...(activeWithinDays === undefined
      ? []
      : [{ sql: 'r.last_interaction_at >= ?', params: [at - activeWithinDays * DAY_MS] }]),
    ...(filter.onlyFollowers === true ? [{ sql: 'r.following = 1', params: [] }] : []),
  ];
}

/** Teams are joined in only where something depends on them. */
const FROM_RESIDENTS = 'resident r left join team t on t.oa_id = r.oa_id and t.code = r.team_code';
const fromOf = (filter: AudienceFilter): string => (filter.communes.length > 0 ? FROM_RESIDENTS : 'resident r');

const and = (conditions: readonly Condition[]): string => conditions.map(({ sql }) => ` and ${sql}`).join('');
const paramsOf = (conditions: readonly Condition[]): (string | number)[] => conditions.flatMap(({ params }) => params);

function* endOf(db: Sql, { oaId, afterUserId, look }: AudienceStretch): Operation<StretchEnd> {
  const last = yield* db.get(
    'select user_id from resident where oa_id = ? and user_id > ? order by user_id limit 1 offset ?',
    oaId,
    afterUserId,
    look - 1,
  );
  if (last) return { looked: look, lastUserId: String(last['user_id']), done: false };
  const rest = yield* db.get(
    'select count(*) as n, max(user_id) as last from resident where oa_id = ? and user_id > ?',
    oaId,
    afterUserId,
  );
  return { looked: Number(rest?.['n'] ?? 0), lastUserId: String(rest?.['last'] ?? afterUserId), done: true };
}

/** Whether somebody agreed under this version of the notice or a later one; versions grow as texts do. */
const AGREED_TO = `case when exists (select 1 from consent c
  where c.oa_id = r.oa_id and c.user_id = r.user_id and c.choice = 'yes' and c.text_version >= ?) then 1 else 0 end as agreed`;

const STRETCH = 'r.oa_id = ? and r.user_id > ? and r.user_id <= ?';

const toPerson = (row: Row): AudiencePerson => ({
  userId: String(row['user_id']),
  lastInteractionAt: Number(row['last_interaction_at']),
  optedOut: row['opt_out_at'] !== null,
  refused: row['refused'] !== null,
  waiting: row['handover_at'] !== null,
  consents: row['consent'] === 'yes' && row['agreed'] !== 0,
  ...(row['following'] === null ? {} : { following: row['following'] === 1 }),
  ...(row['team_code'] === null ? {} : { teamCode: String(row['team_code']) }),
  ...(row['commune_code'] === null ? {} : { communeCode: String(row['commune_code']) }),
});

const placeConditions = ({ communes, teams }: Pick<AudienceFilter, 'communes' | 'teams'>): Condition[] => [
  ...among('t.commune_code', communes),
  ...among('t.code', teams),
];

export const audienceOperations = (db: Sql): Queried<AudienceReads & AudienceWrites> => ({
  *listAudiencePage(stretch) {
    const end = yield* endOf(db, stretch);
    if (end.looked === 0) return { ...end, people: [] };
    const conditions = conditionsOf(stretch.filter, stretch.at);
    const people = (yield* db.all(
      `select r.user_id, r.last_interaction_at, r.opt_out_at, r.following, r.handover_at, r.consent, r.team_code,
           ${COMMUNE} as commune_code, x.at as refused${stretch.noticeSince === undefined ? '' : `, ${AGREED_TO}`}
         from ${FROM_RESIDENTS}
         left join announcement_refusal x on x.oa_id = r.oa_id and x.user_id = r.user_id and x.category = ?
         where ${STRETCH}${and(conditions)} order by r.user_id`,
      ...(stretch.noticeSince === undefined ? [] : [stretch.noticeSince]),
      stretch.category,
      stretch.oaId,
      stretch.afterUserId,
      end.lastUserId,
      ...paramsOf(conditions),
    )).map(toPerson);
    return { ...end, people };
  },

  *countAudiencePage(stretch) {
    const end = yield* endOf(db, stretch);
    const conditions = conditionsOf(stretch.filter, stretch.at);
    if (end.looked === 0 || conditions.length === 0) return { ...end, count: end.looked };
    const row = yield* db.get(
      `select count(*) as n from ${fromOf(stretch.filter)} where ${STRETCH}${and(conditions)}`,
      stretch.oaId,
      stretch.afterUserId,
      end.lastUserId,
      ...paramsOf(conditions),
    );
    return { ...end, count: Number(row?.['n'] ?? 0) };
  },

  *listInterested({ oaId, pseudonyms, topics, sinceDay }) {
    const wanted = among('topic', topics);
    if (wanted.length === 0) return [];
    const uses = yield* db.together(
      ...pseudonyms.map((pseudonym) =>
        db.get(
          `select 1 as used from engagement_event where oa_id = ? and pseudonym = ?${and(wanted)} and day >= ? limit 1`,
          oaId,
          pseudonym,
          ...paramsOf(wanted),
          sinceDay,
        ),
      ),
    );
    return pseudonyms.filter((_, index) => uses[index] !== undefined);
  },

  *listPassingTeams({ oaId, filter, windowStart }) {
    const places = placeConditions(filter);
    const teams = yield* db.all(
      `select t.code,
         (select count(*) from team_member m join resident r on r.oa_id = m.oa_id and r.user_id = m.user_id
          where m.oa_id = t.oa_id and m.team_code = t.code and m.state = 'active'
            and r.last_interaction_at >= ? and r.opt_out_at is null) as members
       from team t where t.oa_id = ? and t.dissolved_at is null${and(places)} order by t.code`,
      windowStart,
      oaId,
      ...paramsOf(places),
    );
    const reachable = teams.filter((row) => Number(row['members']) > 0);
    return {
      reachable: reachable.map((row) => String(row['code'])),
      members: reachable.reduce((sum, row) => sum + Number(row['members']), 0),
      unreachable: teams.length - reachable.length,
    };
  },

  *listAudienceProvinces({ oaId, filter }) {
    const places = placeConditions(filter);
    return (yield* db.all(
      `select distinct t.province_code from team t where t.oa_id = ?${and(places)} order by t.province_code`,
      oaId,
      ...paramsOf(places),
    )).map((row) => String(row['province_code']));
  },

  *listRefusedCategories({ oaId, userId }) {
    const refused = new Set(
      (yield* db.all('select category from announcement_refusal where oa_id = ? and user_id = ?', oaId, userId)).map(
        (row) => row['category'],
      ),
    );
    return ANNOUNCEMENT_CATEGORIES.filter((category) => refused.has(category));
  },

  *saveRefusedCategories({ oaId, userId, categories, at }) {
    for (const category of ANNOUNCEMENT_CATEGORIES) {
      if (categories.includes(category)) {
        yield* db.write(
          `insert into announcement_refusal (oa_id, user_id, category, at) values (?, ?, ?, ?)
           on conflict (oa_id, user_id, category) do nothing`,
          oaId,
          userId,
          category,
          at,
        );
      } else {
        yield* db.write(
          'delete from announcement_refusal where oa_id = ? and user_id = ? and category = ?',
          oaId,
          userId,
          category,
        );
      }
    }
    return null;
  },
});

/** Forgets what somebody refuses. */
export function* eraseFromAudience(db: Sql, oaId: string, userId: string): Operation<void> {
  yield* db.write('delete from announcement_refusal where oa_id = ? and user_id = ?', oaId, userId);
}
