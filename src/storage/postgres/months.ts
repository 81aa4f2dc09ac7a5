import type { Pool, PoolClient } from 'pg';
import { vietnamDay } from '../../shared/clock.ts';
import { codeOf } from '../../shared/errors.ts';
import { monthOf, nextPeriod } from '../../shared/periods.ts';
import { LOCKS } from './asked.ts';

/** A table whose rows lie in one partition a month. */
interface Parted {
  readonly table: string;
  /** Its partition key: a day as text, or epoch ms. */
  readonly key: string;
  readonly isDay: boolean;
}

/** Every table kept by month; `schema.ts` makes them, each with a partition for what has no month yet, `<table>_other`. */
const PARTED: readonly Parted[] = [
  { table: 'engagement_event', key: 'day', isDay: true },
  { table: 'visit_event', key: 'day', isDay: true },
  // Of the inbox what did not work out; what waits is in one small table of its own.
  { table: 'inbox_settled', key: 'received_at', isDay: false },
];

/** Months made before they begin, beside the running one: a server that nobody looks at for weeks has its tables. */
const AHEAD = 2;
/** Months made at once at most: a clock gone wild must not fill the catalogue. */
const MAX_MADE = 24;
/** Nobody waits longer than this behind a change of ours; later is early enough. */
const LOCK_MS = 500;
const DAY_MS = 86_400_000;
/** Codes of "somebody held the table for longer", and of a deadlock. */
const LATER: ReadonlySet<string> = new Set(['55P03', '40P01']);

/** From this many days of keeping on, a month goes as a whole as soon as its first day is that old (ADR 0033). */
export const WHOLE_MONTHS_FROM_DAYS = 62;

export interface KeepMonthsArgs {
  /** Now, epoch ms. */
  readonly at: number;
  /** Rows from before it are not kept, epoch ms; absent = nothing is dropped. */
  readonly historyBefore?: number;
}

/** Names of the partitions that came and went. */
export interface KeptMonths {
  readonly made: readonly string[];
  readonly dropped: readonly string[];
}

/**
 * Makes the partitions of this month, of the next two and of every month that lies in a net, and drops those that are past
 * keeping. Any number of servers may do so at once. A table that is in use for longer than half a second is left for the
 * next time: new rows have the net, and old ones are deleted by the row.
 */
export async function keepMonths(pool: Pool, args: KeepMonthsArgs): Promise<KeptMonths> {
  const client = await pool.connect();
  const made: string[] = [];
  const dropped: string[] = [];
  try {
    for (const parted of PARTED) {
      const months = await partitionsOf(client, parted);
      for (const { name } of months.filter((month) => isOver(month, args))) {
        const change = [`alter table ${parted.table} detach partition ${name}`, `drop table ${name}`];
        if (await changed(client, change, { name, isThere: true })) dropped.push(name);
      }
      const isCovered = (month: string): boolean => months.some(({ from, to }) => from <= month && month < to);
      for (const month of (await wantedMonths(client, parted, args)).filter((one) => !isCovered(one))) {
        const name = nameOf(parted, month);
        if (await changed(client, makingSql(parted, month), { name, isThere: false })) made.push(name);
      }
    }
    return { made, dropped };
  } finally {
    client.release();
  }
}

/** A partition with the months from `from` ('' = the beginning of time) to before `to`. */
interface Partition {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

const BOUNDS = /^FOR VALUES FROM \((?:MINVALUE|'([^']+)')\) TO \('([^']+)'\)$/u;

async function partitionsOf(client: PoolClient, { table, isDay }: Parted): Promise<Partition[]> {
  const { rows } = await client.query<{ name: string; bounds: string }>(
    `select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bounds
     from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = to_regclass($1)`,
    [table],
  );
  const toMonth = (value: string): string => monthOf(isDay ? value : vietnamDay(Number(value)));
  return rows.flatMap(({ name, bounds }) => {
    const [, from, to] = BOUNDS.exec(bounds) ?? [];
    return to === undefined ? [] : [{ name, from: from === undefined ? '' : toMonth(from), to: toMonth(to) }];
  });
}

/** The moment at which a month begins in Viet Nam. */
const startOf = (month: string): number => Date.parse(`${month}-01T00:00:00+07:00`);

function isOver({ from, to }: Partition, { at, historyBefore }: KeepMonthsArgs): boolean {
  if (historyBefore === undefined) return false;
  const isWhole = from !== '' && at - historyBefore >= WHOLE_MONTHS_FROM_DAYS * DAY_MS;
  return isWhole ? startOf(from) < historyBefore : startOf(to) <= historyBefore;
}

async function wantedMonths(client: PoolClient, parted: Parted, args: KeepMonthsArgs): Promise<string[]> {
  const wanted = [monthOf(vietnamDay(args.at))];
  while (wanted.length <= AHEAD) wanted.push(nextPeriod('m', wanted.at(-1) ?? ''));
  const { key, isDay } = parted;
  const month = isDay
    ? `substr(${key}, 1, 7)`
    : `to_char(to_timestamp(${key} / 1000) at time zone 'UTC' + interval '7 hours', 'YYYY-MM')`;
  const { rows } = await client.query<{ month: string }>(
    `select distinct ${month} as month from ${netOf(parted)} order by 1 limit $1`,
    [MAX_MADE],
  );
  const inNet = rows.map((row) => row.month).filter((one) => /^\d{4}-\d{2}$/u.test(one));
  // What is past keeping anyway is deleted where it lies.
  const isWanted = (one: string): boolean => !isOver({ name: '', from: one, to: nextPeriod('m', one) }, args);
  return [...new Set([...wanted, ...inNet.filter(isWanted)])];
}

const netOf = ({ table }: Parted): string => `${table}_other`;
const nameOf = ({ table }: Parted, month: string): string => `${table}_${month.replace('-', '_')}`;

/** Rows that came before their month leave the net in the same step; nobody can add to the net meanwhile. */
function makingSql(parted: Parted, month: string): string[] {
  const { table, key, isDay } = parted;
  const bound = (one: string): string => (isDay ? `'${one}-01'` : String(startOf(one)));
  const [from, to, name, net] = [bound(month), bound(nextPeriod('m', month)), nameOf(parted, month), netOf(parted)];
  return [
    `create table ${name} (like ${table} including all, primary key (id))`,
    `lock table ${net} in access exclusive mode`,
    `with moved as (delete from ${net} where ${key} >= ${from} and ${key} < ${to} returning *)
     insert into ${name} select * from moved`,
    `alter table ${table} attach partition ${name} for values from (${from}) to (${to})`,
  ];
}

/** Changes tables in one transaction; false when another server did it first, or when the tables are busy. */
async function changed(
  client: PoolClient,
  statements: readonly string[],
  when: { readonly name: string; readonly isThere: boolean },
): Promise<boolean> {
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = ${LOCK_MS}; set local statement_timeout = '600s'`);
    await client.query('select pg_advisory_xact_lock($1)', [LOCKS.months]);
    const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [when.name]);
    const isStillSo = rows[0]?.there === when.isThere;
    if (isStillSo) for (const sql of statements) await client.query(sql);
    await client.query('commit');
    return isStillSo;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    if (LATER.has(codeOf(error))) return false;
    throw error;
  }
}
