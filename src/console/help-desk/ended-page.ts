import * as z from 'zod';
import { html } from '../../shared/html.ts';
import { definePage } from '../page.ts';
import { dataTable, emptyState, tag } from '../table-parts.ts';
import { listEnded } from './inbox-actions.ts';
import { deskTabs } from './page-parts.ts';
import { matterWords } from './read.ts';
import { clockWords, OUTCOME_NAMES } from './words.ts';
import { spanWords } from './working-time.ts';

const STATES = {
  done: tag('Xong', 'good'),
  cancelled: tag('Người dân thôi', 'plain'),
  unanswered: tag('KHÔNG AI TRẢ LỜI', 'bad'),
} as const;

/** What ended in the last 30 days, to look back on or to open again. */
export const endedPage = definePage({
  path: '/tro-giup/da-xong',
  permission: 'help.work',
  input: z.object({}),
  async render(context) {
    const { rows } = await context.read(listEnded, {});
    const table = dataTable({
      caption: 'Khép lại trong 30 ngày qua, mới nhất trước',
      columns: [
        ...[{ label: 'Việc' }, { label: 'Hỏi lúc' }, { label: 'Khép lại' }, { label: 'Chờ đến khi có người nhận' }],
        ...[{ label: 'Xã' }, { label: 'Kết quả' }],
      ],
      rows: rows.map((row) => [
        html`<a href="/console/tro-giup/${row.id}">${matterWords({ ...row, topic: '', guide: '', isUrgent: false })}</a>`,
        clockWords(row.askedAt, context.at),
        clockWords(row.endedAt, context.at),
        row.waitedMinutes === undefined ? 'không ai nhận' : spanWords(row.waitedMinutes),
        row.communeName === '' ? 'chưa rõ' : row.communeName,
        html`${STATES[row.state]}${row.outcome !== undefined && html` ${OUTCOME_NAMES[row.outcome as keyof typeof OUTCOME_NAMES] ?? ''}`}${
          row.feedback !== undefined && html`<br>Người dân: ${row.feedback === 'good' ? 'đã được giúp' : 'chưa được'}`
        }`,
      ]),
      empty: emptyState(
        'Chưa có yêu cầu nào khép lại trong 30 ngày qua.',
        'Khi bạn khép lại một yêu cầu, nó chuyển sang đây và có thể mở lại.',
      ),
    });
    return {
      title: 'Yêu cầu đã khép lại',
      body: html`${deskTabs(context, '/tro-giup/da-xong')}${table}`,
      isWide: true,
    };
  },
});
