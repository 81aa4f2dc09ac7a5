import * as z from 'zod';
import { indicatorOf, thingNames } from '../../teams/indicators.ts';
import { parseWeights, PROPOSED_WEIGHTS, WEIGHTS_KEY } from '../../teams/score.ts';
import { defineAction, Refusal } from '../action.ts';
import { demandIndicator, indicatorName } from './indicators.ts';

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
