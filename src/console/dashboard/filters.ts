import * as z from 'zod';
import { topics } from '../../catalog/catalogue.ts';
import { monthOf, nextPeriod, plusDays } from '../../shared/periods.ts';

const code = z.string().trim().max(20);
const month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/u, 'Tháng viết như 2026-11.');
const RANGES = ['7', '30', '90', '12m'] as const;
/** How far back: days, or months. */
export type Range = (typeof RANGES)[number];

/** Filters of the dashboard, for the API: what cannot be meant is refused. */
export const filterInput = z.object({
  /** Days back, or `12m`. Default 30. */
  range: z.enum(RANGES, 'Chọn 7, 30, 90 hoặc 12m.').default('30'),
  commune: code.optional(),
  team: code.optional(),
  topic: z.enum(['', ...topics], 'Lĩnh vực này không có.').default(''),
  /** `2026-11`; default this month. */
  month: month.optional(),
  /** Whose way is compared on the map. */
  indicator: z
    .string()
    .regex(/^[a-z0-9:-]{1,60}$/u, 'Chỉ số này không có.')
    .default('reached'),
});
export type Filters = z.output<typeof filterInput>;

/** The same for pages: what cannot be meant is left out, because an old address should still show something. */
export const filterQuery = z.object({
  range: z.enum(RANGES).catch('30').default('30'),
  commune: code.optional().catch(undefined),
  team: code.optional().catch(undefined),
  topic: z
    .enum(['', ...topics])
    .catch('')
    .default(''),
  month: month.optional().catch(undefined),
  indicator: z
    .string()
    .regex(/^[a-z0-9:-]{1,60}$/u)
    .catch('reached')
    .default('reached'),
});

/** The stretch of days or months a range means. */
export function stretchOf(
  range: Range,
  today: string,
): { readonly span: 'd' | 'm'; readonly from: string; readonly to: string; readonly fromDay: string } {
  if (range !== '12m') {
    const from = plusDays(today, 1 - Number(range));
    return { span: 'd', from, to: today, fromDay: from };
  }
  let from = monthOf(today);
  for (let back = 1; back < 12; back++) from = nextPeriod('m', from, -1);
  return { span: 'm', from, to: monthOf(today), fromDay: `${from}-01` };
}

export const rangeChoices = [
  { value: '7', label: '7 ngày qua' },
  { value: '30', label: '30 ngày qua' },
  { value: '90', label: '90 ngày qua' },
  { value: '12m', label: '12 tháng qua' },
];

/** This month and the eleven before it. */
export function monthChoices(today: string): { readonly value: string; readonly label: string }[] {
  let one = monthOf(today);
  return Array.from({ length: 12 }, () => {
    const choice = { value: one, label: `Tháng ${one.slice(5)}/${one.slice(0, 4)}` };
    one = nextPeriod('m', one, -1);
    return choice;
  });
}
