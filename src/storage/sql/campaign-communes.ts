import { countReachedSoFar, toCampaign } from './campaigns.ts';
import type { Sql, Operation } from './query.ts';
import { recountIndicators } from './recount.ts';

/**
 * A commune of running campaigns becomes another: the whole of that one takes part from now on, with what it has had in the
 * campaign's days. To be called before residents and teams move over: until then it is known who was there already.
 */
export function* widenCampaigns(
  db: Sql,
  { oaId, fromCode, toCode, atDay }: { oaId: string; fromCode: string; toCode: string; atDay: string },
): Operation<void> {
  for (const row of yield* db.all('select * from campaign where oa_id = ? and to_day >= ?', oaId, atDay)) {
    const campaign = toCampaign(row);
    const { communeCodes } = campaign;
    if (!communeCodes.includes(fromCode) || communeCodes.includes(toCode)) continue;
    yield* db.write(
      'update campaign set commune_codes = ? where oa_id = ? and id = ?',
      JSON.stringify([...communeCodes, toCode]),
      oaId,
      campaign.id,
    );
    yield* countReachedSoFar(db, { ...campaign, communeCodes: [toCode] });
    yield* recountIndicators(db, { oaId, span: campaign.id, period: '', repair: true });
  }
}
