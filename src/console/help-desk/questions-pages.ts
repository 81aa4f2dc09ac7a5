import * as z from 'zod';
import { html } from '../../shared/html.ts';
import { definePage } from '../page.ts';
import { may } from '../permissions.ts';
import { dataTable, emptyState, tag } from '../table-parts.ts';
import { listInbox } from './inbox-actions.ts';
import { listKept } from './kept-actions.ts';
import { deskTabs, polled } from './page-parts.ts';
import { listTeamQuestions } from './team-question-actions.ts';
import { clockWords } from './words.ts';
import type { PageContext } from '../page.ts';

const EVERY_SECONDS = 5;

/** How much waits behind each tab. */
async function countsOf(context: PageContext): Promise<Readonly<Record<string, number>>> {
  const [kept, questions] = await Promise.all([context.read(listKept, {}), context.read(listTeamQuestions, {})]);
  const inbox = may(context.actor, 'help.work') ? await context.read(listInbox, {}) : undefined;
  return {
    '/cau-hoi': kept.rows.length,
    '/cau-hoi/to': questions.rows.length,
    ...(inbox ? { '/tro-giup': inbox.counts.open } : {}),
  };
}

/** Questions residents gave us to keep. */
export const keptListPage = definePage({
  path: '/cau-hoi',
  permission: 'demand.work',
  input: z.object({}),
  async render(context) {
    const { rows } = await context.read(listKept, {});
    const table = dataTable({
      caption: 'Câu hỏi trợ lý chưa trả lời được, người dân nhờ ghi lại',
      columns: [
        { label: 'Câu hỏi' },
        { label: 'Hỏi lúc' },
        { label: 'Xã' },
        { label: 'Hướng dẫn gần nhất' },
        { label: 'Tình trạng' },
      ],
      rows: rows.map((row) => [
        html`<a href="/console/cau-hoi/giu/${row.id}">${row.text}</a>`,
        clockWords(row.askedAt, context.at),
        row.communeName === '' ? 'chưa rõ' : row.communeName,
        row.nearestTitle === '' ? 'không có' : row.nearestTitle,
        html`${row.isFresh ? tag('Còn nhắn được', 'good') : tag('Có thể quá 7 ngày', 'plain')}${row.holder !== '' && html` ${tag(`${row.holder} đang trả lời`, 'busy')}`}`,
      ]),
      empty: emptyState(
        'Không còn câu hỏi nào chờ.',
        'Khi trợ lý không biết trả lời và người dân bấm "Ghi lại câu hỏi này", câu hỏi hiện ở đây.',
      ),
    });
    const list = polled(
      'cau-giu',
      '/cau-hoi',
      EVERY_SECONDS,
      deskTabs(context, '/cau-hoi', await countsOf(context)),
      table,
    );
    return { title: 'Câu hỏi giữ lại', body: html`${list}`, isWide: true };
  },
});

/** Questions of teams to the province. */
export const teamListPage = definePage({
  path: '/cau-hoi/to',
  permission: 'demand.work',
  input: z.object({}),
  async render(context) {
    const { rows } = await context.read(listTeamQuestions, {});
    const table = dataTable({
      caption: 'Câu hỏi của các tổ chờ tỉnh trả lời, chờ lâu nhất trước',
      columns: [{ label: 'Câu hỏi' }, { label: 'Hỏi lúc' }, { label: 'Tổ' }, { label: 'Xã' }, { label: 'Tình trạng' }],
      rows: rows.map((row) => [
        html`<a href="/console/cau-hoi/to/${row.id}">${row.text}</a>`,
        clockWords(row.askedAt, context.at),
        row.teamCode === '' ? 'chưa rõ' : row.teamCode,
        row.communeName === '' ? 'chưa rõ' : row.communeName,
        html`${row.isAgain ? tag('Trả lời trước chưa rõ', 'warn') : tag('Chờ tỉnh', 'plain')}${row.holder !== '' && html` ${tag(`${row.holder} đang trả lời`, 'busy')}`}`,
      ]),
      empty: emptyState(
        'Không có câu hỏi nào của tổ.',
        'Khi cán bộ xã chuyển câu hỏi của tổ lên tỉnh, câu hỏi hiện ở đây.',
      ),
    });
    const list = polled(
      'cau-to',
      '/cau-hoi/to',
      EVERY_SECONDS,
      deskTabs(context, '/cau-hoi/to', await countsOf(context)),
      table,
    );
    return { title: 'Tổ hỏi tỉnh', body: html`${list}`, isWide: true };
  },
});
