import * as z from 'zod';
import { type ActionContext, communeFor, defineAction, Refusal } from '../action.ts';
import { communeName } from '../teams/communes.ts';
import { wholeTyped } from '../typed-numbers.ts';
import { demandIndicator, indicatorName } from './indicators.ts';

const WHOLE = 'Ghi một số nguyên lớn hơn 0.';
const scope = z.enum(['t', 'c', 'p'], { error: 'Chọn chỉ tiêu cho ai.' });

/** A whole number as people type it: `10.000` is ten thousand. */
export const wholeNumber = z.preprocess(
  wholeTyped,
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
