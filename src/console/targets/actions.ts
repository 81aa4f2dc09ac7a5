import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { daysOfPeriod, monthOf } from '../../shared/periods.ts';
import { viewIndicators } from '../../teams/indicator-view.ts';
import { indicatorOf, thingNames } from '../../teams/indicators.ts';
import { praiseList } from '../../teams/praise.ts';
import { parseWeights, PROPOSED_WEIGHTS, WEIGHTS_KEY } from '../../teams/score.ts';
import { type ActionContext, communeFor, defineAction, Refusal } from '../action.ts';
import { communeName } from '../teams/communes.ts';
import { demandIndicator, indicatorName } from './indicators.ts';

const WHOLE = 'Ghi một số nguyên lớn hơn 0.';
const scope = z.enum(['t', 'c', 'p'], { error: 'Chọn chỉ tiêu cho ai.' });

/** A whole number as people type it: `10.000` is ten thousand. */
export const wholeNumber = z.preprocess(
  (typed) => (typeof typed === 'string' ? Number(typed.replace(/(?<=\d)[.,\s](?=\d{3}(?:\D|$))/gu, '')) : typed),
  z.int({ error: WHOLE }).min(1, { error: WHOLE }).max(1_000_000_000, { error: WHOLE }),
);

const targetRow = z.object({
  scope,
  unit: z.string(),
  unitName: z.string(),
  span: z.string(),
  spanName: z.string(),
  indicator: z.string(),
  indicatorName: z.string(),
  value: z.number(),
});

const SPANS: Readonly<Record<string, string>> = { d: 'mỗi ngày', w: 'mỗi tuần', m: 'mỗi tháng' };

/** Targets that are set. */
export const listTargets = defineAction({
  name: 'targets.list',
  permission: 'teams.view',
  route: { method: 'GET', path: '/targets' },
  summary: 'Targets: of single teams and communes, of each that has none of its own (unit "*"), of the province.',
  input: z.object({}),
  output: z.object({ targets: z.array(targetRow) }),
  async run({ actor, deps }) {
    const { storage, oaId } = deps;
    const teams = new Map((await storage.listTeams({ oaId })).map((team) => [team.code, team]));
    const campaigns = new Map((await storage.listCampaigns({ oaId })).map(({ id, name }) => [id, name]));
    const communeCode = communeFor(actor);
    const targets = (await storage.listTargets({ oaId })).filter(
      (one) =>
        communeCode === undefined ||
        one.unit === '*' ||
        (one.scope === 't' ? teams.get(one.unit)?.communeCode : one.unit) === communeCode,
    );
    return {
      targets: targets.map(({ scope: of, unit, span, indicator, value }) => ({
        ...{ scope: of, unit, span, indicator, value },
        unitName: nameOf(of, unit, teams.get(unit)?.name, communeName(deps, unit)),
        spanName: SPANS[span] ?? `chiến dịch ${campaigns.get(span) ?? span}`,
        indicatorName: indicatorName(deps, indicator).name,
      })),
    };
  },
});

function nameOf(of: 't' | 'c' | 'p', unit: string, team: string | undefined, commune: string): string {
  if (of === 'p') return 'Cả tỉnh';
  if (unit === '*') return of === 't' ? 'Mỗi tổ (chưa có chỉ tiêu riêng)' : 'Mỗi xã (chưa có chỉ tiêu riêng)';
  return of === 't' ? `${team ?? 'Tổ'} (${unit})` : `${commune} (${unit})`;
}

const targetKey = {
  scope,
  /** Code of a team or commune, `*` for each that has none of its own, '' for the province. */
  unit: z.string().trim().max(12).default(''),
  /** `d`, `w`, `m` or the id of a campaign. */
  span: z.string().max(60).default('m'),
  indicator: z.string().min(1, { error: 'Chọn chỉ số.' }).max(80),
};

type Key = { scope: 't' | 'c' | 'p'; unit: string; span: string; indicator: string };

/** The unit as it is kept, where there is one. */
async function readUnit({ deps }: ActionContext, { scope: of, unit, span, indicator }: Key): Promise<string> {
  const { storage, oaId, places } = deps;
  demandIndicator(deps, indicator, 'indicator');
  const isSpan = SPANS[span] !== undefined || (await storage.listCampaigns({ oaId })).some(({ id }) => id === span);
  if (!isSpan) throw new Refusal('Kỳ chưa đúng.', { span: 'Chọn ngày, tuần, tháng hoặc một chiến dịch.' });
  if (of === 'p') return '';
  if (unit === '*') return unit;
  const code = unit.toUpperCase();
  const isThere = of === 't' ? await storage.findTeam({ oaId, code }) : places.commune(code);
  if (isThere) return code;
  const what = of === 't' ? `Không có tổ mã "${unit}".` : `Không có xã mã "${unit}" (năm chữ số).`;
  throw new Refusal('Chưa rõ chỉ tiêu cho ai.', { unit: `${what} Để trống nếu đặt cho tất cả.` });
}

/** Sets a target over an earlier one. */
export const setTarget = defineAction({
  name: 'targets.set',
  permission: 'targets.manage',
  route: { method: 'PUT', path: '/targets' },
  summary: 'Sets a target for a team, a commune, each of them (unit "*") or the province.',
  input: z.object({ ...targetKey, value: wholeNumber }),
  output: z.object({ unit: z.string() }),
  async run(context, { value, ...key }) {
    const unit = await readUnit(context, key);
    await save(context, { ...key, unit }, value);
    return { unit };
  },
});

/** Takes a target away. */
export const removeTarget = defineAction({
  name: 'targets.remove',
  permission: 'targets.manage',
  route: { method: 'DELETE', path: '/targets' },
  summary: 'Takes a target away.',
  input: z.object(targetKey),
  output: z.object({}),
  async run(context, key) {
    await save(context, key, null);
    return {};
  },
});

async function save(context: ActionContext, key: Key, value: number | null): Promise<void> {
  await context.change({
    subject: `target:${key.scope}:${key.unit}:${key.span}:${key.indicator}`,
    detail: { value },
    writes: [{ operation: 'saveTarget', args: { oaId: context.deps.oaId, ...key, value } }],
  });
}

/** What weighs in the score. */
export const getWeights = defineAction({
  name: 'weights.get',
  permission: 'teams.view',
  route: { method: 'GET', path: '/weights' },
  summary: 'How much each indicator weighs in the score. A proposal: no official criteria have been issued.',
  input: z.object({}),
  output: z.object({
    isProposal: z.boolean(),
    weights: z.array(z.object({ indicator: z.string(), name: z.string(), weight: z.number() })),
  }),
  async run({ deps }) {
    const kept = await deps.storage.readMeta({ key: WEIGHTS_KEY });
    const weights = parseWeights(kept, thingNames(deps.catalogue()));
    // Those of the proposal that weigh nothing now stay in the form.
    const all = { ...Object.fromEntries(Object.keys(PROPOSED_WEIGHTS).map((code) => [code, 0])), ...weights };
    return {
      isProposal: JSON.stringify(weights) === JSON.stringify(PROPOSED_WEIGHTS),
      weights: Object.entries(all).map(([indicator, weight]) => ({
        ...{ indicator, weight },
        name: indicatorName(deps, indicator).name,
      })),
    };
  },
});

const WEIGHT = 'Ghi một số từ 0 đến 1.000.';

/** Sets what weighs in the score. */
export const setWeights = defineAction({
  name: 'weights.set',
  permission: 'targets.manage',
  route: { method: 'PUT', path: '/weights' },
  summary: 'Sets how much each indicator weighs; an empty object brings the proposal back.',
  input: z.object({
    weights: z.record(
      z.string().max(80),
      z.coerce.number({ error: WEIGHT }).min(0, { error: WEIGHT }).max(1_000, { error: WEIGHT }),
    ),
  }),
  output: z.object({}),
  async run(context, { weights: given }) {
    const { deps } = context;
    const weights = Object.keys(given).length === 0 ? PROPOSED_WEIGHTS : given;
    for (const code of Object.keys(weights)) {
      demandIndicator(deps, code, `weights.${code}`);
      if (indicatorOf(code, thingNames(deps.catalogue()))?.source !== 'self-reported') continue;
      throw new Refusal('Số tổ tự ghi nhận không tính vào điểm.', { [`weights.${code}`]: 'Bỏ chỉ số này ra.' });
    }
    if (!Object.values(weights).some((weight) => weight > 0)) {
      throw new Refusal('Ít nhất một chỉ số phải có trọng số lớn hơn 0.');
    }
    await context.change({
      subject: 'weights',
      detail: weights,
      writes: [{ operation: 'writeMeta', args: { key: WEIGHTS_KEY, value: JSON.stringify(weights) } }],
    });
    return {};
  },
});

/** Who is praised: so many of every hundred households. */
export const listPraise = defineAction({
  name: 'praise.list',
  permission: 'teams.view',
  route: { method: 'GET', path: '/praise' },
  summary: 'Teams of a commune, or communes of the province, by a figure for every hundred households in a month.',
  input: z.object({
    communeCode: z.string().max(5).optional(),
    month: z.string().max(7).optional(),
    indicator: z.string().max(80).default('reached'),
  }),
  output: z.object({
    month: z.string(),
    of: z.enum(['teams', 'communes']),
    indicator: z.string(),
    indicatorName: z.string(),
    unit: z.string(),
    praised: z.array(
      z.object({
        rank: z.number(),
        code: z.string(),
        name: z.string(),
        value: z.number(),
        per100: z.number(),
        households: z.number().optional(),
      }),
    ),
  }),
  async run({ actor, at, deps }, { communeCode: asked, month: wanted, indicator }) {
    const { storage, oaId } = deps;
    demandIndicator(deps, indicator, 'indicator');
    const thisMonth = monthOf(vietnamDay(at));
    const month = wanted !== undefined && daysOfPeriod('m', wanted) && wanted <= thisMonth ? wanted : thisMonth;
    const communeCode = communeFor(actor, asked);
    const { rows } = await viewIndicators({
      ...{ storage, thingName: thingNames(deps.catalogue()), oaId, span: 'm', period: month },
      ...{ scope: communeCode === undefined ? 'p' : 'c', unit: communeCode ?? '' },
    });
    const names = new Map((await storage.listTeams({ oaId })).map(({ code, name }) => [code, name]));
    const list = praiseList(
      rows.map(({ unit, values, households }) => ({
        ...{ unit, value: values[indicator] ?? 0 },
        ...(households === undefined ? {} : { households }),
      })),
      MOST_PRAISED,
    );
    const { name, unit } = indicatorName(deps, indicator);
    return {
      ...{ month, indicator, indicatorName: name, unit },
      of: communeCode === undefined ? ('communes' as const) : ('teams' as const),
      praised: list.map(({ unit: code, rank, value, per100, households }) => ({
        ...{ rank, code, value, per100 },
        name: communeCode === undefined ? communeName(deps, code) : (names.get(code) ?? code),
        ...(households === undefined ? {} : { households }),
      })),
    };
  },
});

const MOST_PRAISED = 30;
