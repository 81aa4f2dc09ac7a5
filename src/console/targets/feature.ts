import { defineForm, type Feature } from '../page.ts';
import { listTargets, removeTarget, setTarget } from './actions.ts';
import { praisePage, targetsPage, weightsPage } from './pages.ts';
import { listPraise } from './praise-action.ts';
import { getWeights, setWeights } from './weight-actions.ts';

/** Targets, what weighs in the score, and who is praised. */
export const targetsFeature: Feature = {
  nav: [{ label: 'Chỉ tiêu, biểu dương', path: '/chi-tieu', permission: 'teams.view' }],
  pages: [targetsPage, weightsPage, praisePage],
  forms: [
    defineForm({
      path: '/chi-tieu',
      action: setTarget,
      on: targetsPage,
      read({ texts }) {
        const one = (name: string): string | undefined => texts[name]?.at(-1) || undefined;
        // An empty box means all of them; for the province there is nothing to name.
        const unit = one('unit') ?? (one('scope') === 'p' ? '' : '*');
        return { scope: one('scope'), unit, span: one('span'), indicator: one('indicator'), value: one('value') };
      },
      done: () => ({ to: '/console/chi-tieu', notice: 'Đã đặt chỉ tiêu.' }),
    }),
    defineForm({
      path: '/chi-tieu/bo',
      action: removeTarget,
      on: targetsPage,
      done: () => ({ to: '/console/chi-tieu', notice: 'Đã bỏ chỉ tiêu.' }),
    }),
    defineForm({
      path: '/chi-tieu/trong-so',
      action: setWeights,
      on: weightsPage,
      read: ({ texts }) => ({
        weights: Object.fromEntries(
          Object.entries(texts).flatMap(([name, values]) =>
            name.startsWith('weights.') ? [[name.slice('weights.'.length), values.at(-1)?.trim() || 'x']] : [],
          ),
        ),
      }),
      done: () => ({ to: '/console/chi-tieu/trong-so', notice: 'Đã lưu trọng số.' }),
    }),
    defineForm({
      path: '/chi-tieu/trong-so/mac-dinh',
      action: setWeights,
      on: weightsPage,
      read: () => ({ weights: {} }),
      done: () => ({ to: '/console/chi-tieu/trong-so', notice: 'Đã dùng lại bộ đề xuất.' }),
    }),
  ],
  actions: [listTargets, setTarget, removeTarget, getWeights, setWeights, listPraise],
};
