import * as z from 'zod';
import { html } from '../../shared/html.ts';
import { definePage } from '../page.ts';
import { dataTable, emptyState } from '../table-parts.ts';
import { waitingFigures } from './figures-action.ts';
import { deskTabs } from './page-parts.ts';
import { spanWords } from './working-time.ts';

const dayWords = (day: string): string => day.split('-').toReversed().join('/');
const span = (minutes: number | undefined): string => (minutes === undefined ? 'chưa có' : spanWords(minutes));

const columns = (first: string) =>
  [
    { label: first },
    { label: 'Người hỏi', kind: 'number' },
    { label: 'Đã có người nhận', kind: 'number' },
    { label: 'Một nửa chờ không quá', kind: 'number' },
    { label: '9 trong 10 người chờ không quá', kind: 'number' },
  ] as const;

/** How long people wait. */
export const figuresPage = definePage({
  path: '/tro-giup/so-lieu',
  permission: 'help.work',
  input: z.object({}),
  async render(context) {
    const { weeks, communes } = await context.read(waitingFigures, {});
    const empty = emptyState('Chưa có yêu cầu nào.', 'Số liệu hiện ra khi có người dân bấm "Gặp người hỗ trợ".');
    const figuresOf = (one: (typeof weeks)[number] | (typeof communes)[number]) => [
      ...[one.asked, one.taken, span(one.median), span(one.ninetieth)],
    ];
    const body = html`${deskTabs(context, '/tro-giup/so-lieu')}
      <p>Thời gian từ lúc người dân hỏi đến khi có người của tổ hoặc bàn trợ giúp nhận, tính cả đêm và ngày nghỉ.</p>
      ${dataTable({
        ...{ caption: 'Theo tuần, tám tuần gần nhất', columns: columns('Tuần từ thứ Hai'), empty },
        rows: weeks.map((week) => [dayWords(week.monday), ...figuresOf(week)]),
      })}
      ${dataTable({
        ...{ caption: 'Theo xã, bốn tuần gần nhất, chờ lâu nhất trước', columns: columns('Xã'), empty },
        rows: communes.map((one) => [one.communeName === '' ? 'Chưa rõ xã' : one.communeName, ...figuresOf(one)]),
      })}`;
    return { title: 'Thời gian chờ', body, isWide: true };
  },
});
