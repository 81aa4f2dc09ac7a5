import {
  foldAll,
  type IndicatorPlace,
  praiseLines,
  readPairs,
  readUnit,
  type UnitOptions,
  unitName,
} from './indicator-command.ts';
import { AppError } from './shared/errors.ts';
import type { Campaign } from './storage/indicator-ports.ts';
import { campaignStand, checkTargetable, planCampaign } from './teams/campaigns.ts';
import { indicatorOf, NOT_OUTCOMES, withRates } from './teams/indicators.ts';
import { praiseList } from './teams/praise.ts';

export interface CampaignOptions {
  readonly name?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly goals?: string | undefined;
  readonly commune?: string | undefined;
  readonly json: boolean;
}

export interface CampaignPlace extends IndicatorPlace {
  readonly now: number;
  /** A short text that no other campaign has. */
  newId(): string;
}

/** `bot campaigns create|list|show|end`. Throws CLI_USAGE, CAMPAIGN_INVALID, CAMPAIGN_UNKNOWN or CAMPAIGN_OVER. */
export async function doCampaigns(
  [action = 'list', id]: readonly string[],
  options: CampaignOptions,
  place: CampaignPlace,
): Promise<void> {
  if (action === 'create') return create(options, place);
  if (action === 'list') return list(options, place);
  if (action === 'show' && id !== undefined) return show(id, options, place);
  if (action === 'end' && id !== undefined) return end(id, place);
  throw new AppError(
    'CLI_USAGE',
    `"campaigns ${[action, id].join(' ').trim()}" cannot be done. Expected create, list, show <id> or end <id>.`,
  );
}

const needed = (value: string | undefined, name: string): string => {
  if (value !== undefined && value !== '') return value;
  throw new AppError('CLI_USAGE', `--${name} is missing. Run "bot help" for the commands.`);
};

async function create(options: CampaignOptions, place: CampaignPlace): Promise<void> {
  const { storage, oaId, say, today, now } = place;
  const { commune } = options;
  if (commune !== undefined) await readUnit({ commune }, place);
  const campaign = planCampaign(
    {
      oaId,
      id: `cd-${place.newId()}`,
      name: needed(options.name, 'name'),
      fromDay: needed(options.from, 'from'),
      toDay: needed(options.to, 'to'),
      communeCodes: commune === undefined ? [] : await storage.listCommuneLine({ oaId, communeCode: commune }),
      goals: Object.entries(readPairs(needed(options.goals, 'goals'))).map(([indicator, value]) => ({
        indicator,
        value,
      })),
      today,
      at: now,
    },
    place.thingName,
  );
  await place.claim();
  const { created } = await storage.createCampaign(campaign);
  if (!created) throw new AppError('CAMPAIGN_INVALID', `The id ${campaign.id} is taken. Give the command again.`);
  say(
    `Đã lập chiến dịch ${campaign.id}: ${campaign.name}, ${spanText(campaign)}. Xem: npm run bot -- campaigns show ${campaign.id}`,
  );
}

const dayText = (day: string): string => day.split('-').toReversed().join('/');
const spanText = ({ fromDay, toDay }: Campaign): string => `từ ${dayText(fromDay)} đến ${dayText(toDay)}`;
const STATES = { planned: 'chưa bắt đầu', running: 'đang chạy', over: 'đã xong' } as const;

async function list({ json }: CampaignOptions, { storage, oaId, today, say }: CampaignPlace): Promise<void> {
  const campaigns = await storage.listCampaigns({ oaId });
  if (json) return say(JSON.stringify({ campaigns }));
  if (campaigns.length === 0) say('Chưa có chiến dịch nào.');
  for (const campaign of campaigns) {
    say(`${campaign.id}\t${STATES[campaignStand(campaign, {}, today).state]}\t${spanText(campaign)}\t${campaign.name}`);
  }
}

async function show(id: string, { json }: CampaignOptions, place: CampaignPlace): Promise<void> {
  const { storage, oaId, today, thingName, say } = place;
  await foldAll(storage);
  const progress = await storage.campaignProgress({ oaId, id });
  if (!progress) throw new AppError('CAMPAIGN_UNKNOWN', `There is no campaign "${id}". See "bot campaigns list".`);
  const { campaign, total, units } = progress;
  const stand = campaignStand(campaign, withRates(total), today);
  const households = new Map((await storage.listTeams({ oaId })).map((team) => [team.code, team.households]));
  const praise = campaign.goals.slice(0, 1).map(({ indicator }) => ({
    indicator,
    list: praiseList(
      units.map(({ unit, values }) => {
        const known = households.get(unit);
        return { unit, value: values[indicator] ?? 0, ...(known === undefined ? {} : { households: known }) };
      }),
      10,
    ),
  }));
  if (json) return say(JSON.stringify({ ...progress, ...stand, praise, note: NOT_OUTCOMES }));
  say(`${campaign.name} (${id}), ${spanText(campaign)}: ${STATES[stand.state]}, ngày ${stand.daysBegun}/${stand.days}`);
  for (const { indicator, value, reached, percent, onTrack } of stand.goals) {
    const { name = indicator, unit = '' } = indicatorOf(indicator, thingName) ?? {};
    const pace = stand.state !== 'running' ? '' : onTrack ? ', kịp tiến độ' : ', chậm so với số ngày đã qua';
    say(`- ${name}: ${reached.toLocaleString('vi-VN')}/${value.toLocaleString('vi-VN')} ${unit} (${percent}%${pace})`);
  }
  for (const { indicator, list } of praise) {
    const unit = indicatorOf(indicator, thingName)?.unit ?? indicator;
    for (const line of await praiseLines(list, (one) => unitName('t', one, place), unit)) say(line);
  }
  say(`\n${NOT_OUTCOMES}`);
}

async function end(id: string, { storage, oaId, today, now, claim, say }: CampaignPlace): Promise<void> {
  await claim();
  const { result } = await storage.endCampaign({ oaId, id, today, at: now });
  if (result === 'unknown')
    throw new AppError('CAMPAIGN_UNKNOWN', `There is no campaign "${id}". See "bot campaigns list".`);
  if (result === 'over') throw new AppError('CAMPAIGN_OVER', `Campaign ${id} has ended already. Nothing was changed.`);
  say(
    result === 'removed'
      ? `Đã bỏ chiến dịch ${id}: chưa tới ngày bắt đầu.`
      : `Đã kết thúc chiến dịch ${id}: hôm nay là ngày cuối.`,
  );
}

export interface TargetOptions extends UnitOptions {
  readonly span?: string | undefined;
  readonly json: boolean;
}

const SPAN_NAMES: Readonly<Record<string, string>> = { d: 'mỗi ngày', w: 'mỗi tuần', m: 'mỗi tháng' };

/**
 * `bot targets set <indicator> <number or none>` for `--team`, `--commune` or (default) the OA, and `bot targets list`.
 * `--team '*'` and `--commune '*'` mean each that has none of its own. Throws CLI_USAGE or INDICATOR_INVALID.
 */
export async function doTargets(
  [action = 'list', indicator, typed]: readonly string[],
  options: TargetOptions,
  place: IndicatorPlace,
): Promise<void> {
  const { storage, oaId, thingName, say } = place;
  if (action === 'list') return listTargets(options, place);
  if (action !== 'set' || indicator === undefined || typed === undefined) {
    throw new AppError(
      'CLI_USAGE',
      `"targets ${action}" cannot be done so. Expected targets set <indicator> <number or none> --team <code>, or targets list.`,
    );
  }
  const value = typed === 'none' ? null : Number(typed);
  checkTargetable(indicator, value ?? 1, thingName);
  const { scope, unit } = await readTargetUnit(options, place);
  const span = await readTargetSpan(options.span ?? 'm', place);
  await place.claim();
  await storage.saveTarget({ oaId, scope, unit, span, indicator, value });
  say(value === null ? 'Đã bỏ chỉ tiêu.' : 'Đã đặt chỉ tiêu.');
}

async function readTargetUnit(options: TargetOptions, place: IndicatorPlace) {
  if (options.team === '*') return { scope: 't', unit: '*' } as const;
  if (options.commune === '*') return { scope: 'c', unit: '*' } as const;
  return readUnit(options, place);
}

async function readTargetSpan(span: string, { storage, oaId }: IndicatorPlace): Promise<string> {
  if (SPAN_NAMES[span] !== undefined) return span;
  if ((await storage.listCampaigns({ oaId })).some(({ id }) => id === span)) return span;
  throw new AppError('CLI_USAGE', `--span "${span}" is unknown. Expected d, w, m or the id of a campaign.`);
}

async function listTargets({ json }: TargetOptions, place: IndicatorPlace): Promise<void> {
  const { storage, oaId, thingName, say } = place;
  const targets = await storage.listTargets({ oaId });
  if (json) return say(JSON.stringify({ targets }));
  if (targets.length === 0) say('Chưa đặt chỉ tiêu nào.');
  for (const { scope, unit, span, indicator, value } of targets) {
    const each = scope === 't' ? 'mỗi tổ' : 'mỗi xã, phường';
    const whose = unit === '*' ? each : await unitName(scope, unit, place);
    const name = indicatorOf(indicator, thingName)?.name ?? indicator;
    say(`${whose}\t${SPAN_NAMES[span] ?? span}\t${name}\t${value.toLocaleString('vi-VN')}`);
  }
}
