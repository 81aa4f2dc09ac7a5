import type * as z from 'zod';
import { html, type Html } from '../../shared/html.ts';
import { dataTable, emptyState, tag } from '../table-parts.ts';
import type { figureRow } from './get-action.ts';
import { count } from './words.ts';

type Figure = z.output<typeof figureRow>;

const SOURCES: readonly (readonly [Figure['source'], string])[] = [
  ['measured', 'Trợ lý đếm trong trò chuyện'],
  ['visit', 'Hỗ trợ tại nhà, trợ lý đếm'],
  ['self-reported', 'Tổ tự ghi nhận'],
];

/** Figures by source. Sources stand in tables of their own: they are never added up. */
export function figuresTable(caption: string, figures: readonly Figure[]): Html {
  if (figures.length === 0) {
    return emptyState('Chưa có số liệu trong tháng này.', 'Số sẽ có khi bà con theo tổ bắt đầu nhắn cho trợ lý.');
  }
  return html`${SOURCES.map(([source, heading]) => {
    const own = figures.filter((one) => one.source === source);
    return (
      own.length > 0 &&
      dataTable({
        caption: `${heading}. ${caption}`,
        columns: [
          { label: 'Chỉ số' },
          { label: 'Tháng này', kind: 'number' },
          { label: 'Tháng trước', kind: 'number' },
          { label: 'Chỉ tiêu', kind: 'number' },
        ],
        rows: own.map(({ name, unit, value, before, target }) => [
          name,
          `${count(value)} ${unit}`,
          count(before),
          target === undefined
            ? '—'
            : html`${count(target)} ${value >= target ? tag('đạt', 'good') : tag(`${Math.floor((100 * value) / target)}%`)}`,
        ]),
        empty: html``,
      })
    );
  })}`;
}
