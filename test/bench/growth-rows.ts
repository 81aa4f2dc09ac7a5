/** Tables full of residents for `bench growth`, filled by the database itself: ten million by the front door would take hours. */
import { HOUR_MS, OA_ID, TEAMS } from './growth-world.ts';

/** Rows a resident has in each table; keys of events and of sent answers only up to this many (72 h of a large province). */
export const MAX_KEYS = 1_000_000;

/** What the two databases write differently. */
export interface FillWords {
  /** A table expression `n` with the column `i`, 1 to `count`. */
  series(count: number): string;
  /** The number padded with zeros to this many digits, as text. */
  padded(expression: string, digits: number): string;
  /**
   * Eight bytes that differ for each `i` and are spread like those of a hash: the keys of seen events are looked up by their
   * first bits, and counted-up ones fell on each other (10^5 took 37 s to read, now under one).
   */
  readonly key: string;
}

export const SQLITE_WORDS: FillWords = {
  series: (count) =>
    `(with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count}) select i from n) n`,
  padded: (expression, digits) => `printf('%0${digits}d', ${expression})`,
  key: 'randomblob(8)',
};

export const POSTGRES_WORDS: FillWords = {
  series: (count) => `generate_series(1, ${count}) n(i)`,
  padded: (expression, digits) => `lpad((${expression})::text, ${digits}, '0')`,
  key: `substring(decode(md5(n.i::text), 'hex') from 1 for 8)`,
};

/** Id of the resident with this number, in the order of the numbers; the fill makes the same in SQL. */
export const residentOf = (number: number): string => `36${String(number).padStart(17, '0')}`;

/** Pseudonym of the same. */
export const pseudonymOf = (number: number): string => `p${String(number).padStart(20, '0')}`;

const SESSION = '{"o":["1","2","3"],"f":{"n":"vneid-level-2","s":"guide-3","h":"0123456789abcdef"},"v":{"level":"1"}}';

/**
 * Statements that put `residents` people into the tables that grow with them: each with a session, a consent, one event of
 * last month, and every tenth with a sent answer of the last days.
 */
export function fillSql(words: FillWords, residents: number, at: number, day: string): readonly string[] {
  const { series, padded, key } = words;
  const user = `'36' || ${padded('n.i', 17)}`;
  const team = `'T' || ${padded(`n.i % ${TEAMS}`, 4)}`;
  const commune = padded(`25000 + n.i % ${TEAMS} % 100`, 5);
  const seen = at - HOUR_MS;
  return [
    `insert into team (oa_id, code, name, province_code, commune_code, hamlet, created_at)
     select '${OA_ID}', ${team}, 'Tổ công nghệ số ' || n.i, '75', ${commune}, 'Ấp ' || n.i, 1 from ${series(TEAMS)}`,
    `insert into resident (oa_id, user_id, created_at, last_interaction_at, following, consent, notice_at, team_code, team_at, commune_code)
     select '${OA_ID}', ${user}, ${seen}, ${seen}, 1, 'yes', ${seen}, ${team}, ${seen}, ${commune} from ${series(residents)}`,
    `insert into session (oa_id, user_id, version, state, updated_at) select '${OA_ID}', ${user}, 1, '${SESSION}', ${seen} from ${series(residents)}`,
    `insert into consent (oa_id, user_id, text_version, choice, at) select '${OA_ID}', ${user}, 'v3', 'yes', ${seen} from ${series(residents)}`,
    `insert into engagement_event (oa_id, at, day, pseudonym, team_code, commune_code, topic, flow, version, step, kind, outcome, quantity)
     select '${OA_ID}', ${seen}, '${day}', 'p' || ${padded('n.i', 20)}, ${team}, ${commune}, 'public-services', 'vneid-level-2', 'h1', '3', 'step', '', 1
     from ${series(residents)}`,
    `insert into inbox_key (key, at) select ${key}, ${seen} from ${series(Math.min(residents, MAX_KEYS))}`,
  ];
}
