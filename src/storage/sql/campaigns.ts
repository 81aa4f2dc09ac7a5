import { plusDays } from '../../shared/periods.ts';
import { parseVietnamTime } from '../../shared/clock.ts';
import { DISTINCT_INDICATORS } from '../indicator-codes.ts';
import type { Campaign, CampaignGoal, IndicatorReads, IndicatorWrites, Scope } from '../indicator-ports.ts';
import { takesPart } from './contacts.ts';
import type { Sql, Row, Operation, Queried } from './query.ts';
import { addKeptTally } from './tally.ts';

type Campaigns = Pick<IndicatorReads, 'listCampaigns'> &
  Pick<IndicatorWrites, 'createCampaign' | 'editCampaign' | 'endCampaign'>;

export function toCampaign(row: Row): Campaign {
  return {
    oaId: String(row['oa_id']),
    id: String(row['id']),
    name: String(row['name']),
    fromDay: String(row['from_day']),
    toDay: String(row['to_day']),
    communeCodes: JSON.parse(String(row['commune_codes'])) as string[],
    goals: JSON.parse(String(row['goals'])) as CampaignGoal[],
    createdAt: Number(row['created_at']),
    ...(row['ended_at'] === null ? {} : { endedAt: Number(row['ended_at']) }),
  };
}

export function* findCampaign(db: Sql, oaId: string, id: string): Operation<Campaign | undefined> {
  const row = yield* db.get('select * from campaign where oa_id = ? and id = ?', oaId, id);
  return row && toCampaign(row);
}

export const campaignOperations = (db: Sql): Queried<Campaigns> => ({
  *listCampaigns({ oaId }) {
    return (yield* db.all('select * from campaign where oa_id = ? order by from_day desc, id', oaId)).map(toCampaign);
  },

  *createCampaign(campaign) {
    const created = yield* db.run(
      `insert into campaign (oa_id, id, name, from_day, to_day, commune_codes, goals, created_at, ended_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (oa_id, id) do nothing`,
      campaign.oaId,
      campaign.id,
      campaign.name,
      campaign.fromDay,
      campaign.toDay,
      JSON.stringify(campaign.communeCodes),
      JSON.stringify(campaign.goals),
      campaign.createdAt,
      campaign.endedAt ?? null,
    );
    if (created === 0) return { created: false };
    yield* countDaysSoFar(db, campaign);
    yield* countReachedSoFar(db, campaign);
    return { created: true };
  },

  *editCampaign({ oaId, id, name, toDay, goals, today }) {
    const campaign = yield* findCampaign(db, oaId, id);
    if (!campaign) return { result: 'unknown' };
    if (campaign.toDay < today || toDay < today || toDay < campaign.fromDay) return { result: 'over' };
    yield* db.write(
      'update campaign set name = ?, to_day = ?, goals = ? where oa_id = ? and id = ?',
      name,
      toDay,
      JSON.stringify(goals),
      oaId,
      id,
    );
    return { result: 'edited' };
  },

  *endCampaign({ oaId, id, today, at }) {
    const campaign = yield* findCampaign(db, oaId, id);
    if (!campaign) return { result: 'unknown' };
    if (campaign.toDay < today) return { result: 'over' };
    if (campaign.fromDay > today) {
      yield* db.write('delete from campaign where oa_id = ? and id = ?', oaId, id);
      yield* db.write('delete from target where oa_id = ? and span = ?', oaId, id);
      return { result: 'removed' };
    }
    yield* db.write('update campaign set to_day = ?, ended_at = ? where oa_id = ? and id = ?', today, at, oaId, id);
    return { result: 'ended' };
  },
});

/** Puts what the days of the campaign have brought until now into its totals. Tallies that still wait are folded into it. */
function* countDaysSoFar(db: Sql, { oaId, id, fromDay, toDay, communeCodes }: Campaign): Operation<void> {
  const all = communeCodes.length === 0;
  function* copy(scope: Scope, from: Scope, only: string, codes: readonly string[]): Operation<void> {
    yield* db.write(
      `insert into indicator_total (oa_id, scope, span, period, topic, unit, indicator, value)
       select oa_id, ?, ?, '', topic, ${scope === from ? 'unit' : `''`}, indicator, sum(value) from indicator_total
       where oa_id = ? and scope = ? and span = 'd' and period between ? and ?
         and indicator not in (${DISTINCT_INDICATORS.map(() => '?').join(', ')}) ${only}
       group by oa_id, topic, ${scope === from ? 'unit, ' : ''}indicator`,
      scope,
      id,
      oaId,
      from,
      fromDay,
      toDay,
      ...DISTINCT_INDICATORS,
      ...codes,
    );
  }
  const marks = communeCodes.map(() => '?').join(', ');
  yield* copy('p', all ? 'p' : 'c', all ? '' : `and unit in (${marks})`, communeCodes);
  yield* copy('c', 'c', all ? '' : `and unit in (${marks})`, communeCodes);
  const teams = `and unit in (select code from team where oa_id = ? and commune_code in (${marks}))`;
  yield* copy('t', 't', all ? '' : teams, all ? [] : [oaId, ...communeCodes]);
}

/**
 * Counts accounts that have written since the first day, which days cannot tell: each by its last interaction, where it
 * belongs now. Kept under the first day: which one it is says nothing.
 */
export function* countReachedSoFar(db: Sql, campaign: Campaign): Operation<void> {
  const { oaId, id, fromDay, toDay, communeCodes } = campaign;
  const startMs = (day: string): number => parseVietnamTime(`${day}T00:00`) ?? 0;
  const rows = yield* db.all(
    `select coalesce(r.team_code, '') as team_code, coalesce(t.commune_code, r.commune_code, '') as commune_code,
       count(*) as n
     from resident r left join team t on t.oa_id = r.oa_id and t.code = r.team_code
     where r.oa_id = ? and r.last_interaction_at >= ? and r.last_interaction_at < ? group by 1, 2`,
    oaId,
    startMs(fromDay),
    startMs(plusDays(toDay, 1)),
  );
  yield* addKeptTally(
    db,
    rows
      .filter((row) => takesPart(communeCodes, String(row['commune_code'])))
      .map((row) => ({
        oaId,
        day: fromDay,
        teamCode: String(row['team_code']),
        communeCode: String(row['commune_code']),
        indicator: 'reached',
        topic: '',
        value: Number(row['n']),
        span: id,
      })),
  );
}
