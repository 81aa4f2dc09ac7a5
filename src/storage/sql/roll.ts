import type { Tally } from '../indicator-ports.ts';
import { toCampaign } from './campaigns.ts';
import type { Sql, Row, Operation } from './query.ts';
import { type CampaignDays, foldTallies, type TotalRow } from './fold.ts';

const toTally = (row: Row): Tally => ({
  oaId: String(row['oa_id']),
  day: String(row['day']),
  teamCode: String(row['team_code']),
  communeCode: String(row['commune_code']),
  indicator: String(row['indicator']),
  topic: String(row['topic']),
  value: Number(row['value']),
  ...(row['span'] === null ? {} : { span: String(row['span']) }),
});

/** Folds the oldest tallies into the totals. One transaction takes them away and adds them up, so none is lost or doubled. */
export function* rollTallies(db: Sql, limit: number): Operation<{ readonly folded: number; readonly more: boolean }> {
  const settled = yield* db.settle(limit);
  // Taken by the statement that reads them: what another connection appends meanwhile stays for the next round.
  const tallies = (yield* db.all(
    `delete from tally where id in (select id from tally order by id limit ?)
       returning oa_id, day, team_code, commune_code, indicator, topic, value, span`,
    limit,
  )).map(toTally);
  if (tallies.length === 0) return { folded: 0, more: settled >= limit };
  yield* addTotals(db, foldTallies(addUp(tallies), yield* campaignsAround(db, tallies)));
  return { folded: tallies.length, more: tallies.length === limit || settled >= limit };
}

/** The same changes as fewer tallies: folding one means up to eighteen rows. */
function addUp(tallies: readonly Tally[]): Iterable<Tally> {
  const sums = new Map<string, { -readonly [K in keyof Tally]: Tally[K] }>();
  for (const tally of tallies) {
    const { oaId, day, teamCode, communeCode, indicator, topic, span = '' } = tally;
    const key = `${oaId}\t${day}\t${teamCode}\t${communeCode}\t${indicator}\t${topic}\t${span}`;
    const known = sums.get(key);
    if (known) known.value += tally.value;
    else sums.set(key, { ...tally });
  }
  return sums.values();
}

/** Campaigns that one of the days may lie in, late tallies included. */
function* campaignsAround(db: Sql, tallies: readonly Tally[]): Operation<readonly CampaignDays[]> {
  let [first, last] = [tallies[0]?.day ?? '', tallies[0]?.day ?? ''];
  for (const { day } of tallies) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  return (yield* db.all('select * from campaign where to_day >= ? and from_day <= ?', first, last)).map(toCampaign);
}

function* addTotals(db: Sql, rows: Iterable<TotalRow>): Operation<void> {
  for (const row of rows) {
    if (row.value === 0) continue;
    yield* db.write(
      `insert into indicator_total (oa_id, scope, span, period, topic, unit, indicator, value)
       values (?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (oa_id, scope, span, period, topic, unit, indicator)
       do update set value = indicator_total.value + excluded.value`,
      row.oaId,
      row.scope,
      row.span,
      row.period,
      row.topic,
      row.unit,
      row.indicator,
      row.value,
    );
  }
}
